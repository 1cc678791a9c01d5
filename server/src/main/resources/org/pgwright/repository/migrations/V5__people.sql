-- Who signs in to the server, and what they did.

CREATE TYPE user_role AS ENUM ('viewer', 'operator', 'admin');
COMMENT ON TYPE user_role IS 'What somebody may do: viewer (look), operator (also decide on strategies, change indexes, end sessions), admin (also databases, users, tokens, policies). Each may do what those before it may.';

ALTER TABLE app_user
    ADD COLUMN role user_role NOT NULL DEFAULT 'viewer',
    ADD COLUMN sees_values boolean NOT NULL DEFAULT false,
    ADD COLUMN password_hash text NULL,
    ADD COLUMN issuer text NULL,
    ADD COLUMN subject text NULL,
    ADD COLUMN is_role_claimed boolean NOT NULL DEFAULT false,
    ADD COLUMN last_sign_in_at timestamptz NULL,
    ADD UNIQUE (issuer, subject),
    ADD CHECK ((issuer IS NULL) = (subject IS NULL));
COMMENT ON COLUMN app_user.sees_values IS 'Whether literals and parameters of statements are shown.';
COMMENT ON COLUMN app_user.password_hash IS 'Argon2id, with its parameters and salt (PHC string format); null for who has no password here.';
COMMENT ON COLUMN app_user.is_role_claimed IS 'Whether the role is what the provider of the identity says at each sign-in, and nobody gets in who has none there; of users whom an administrator added it is not.';
COMMENT ON COLUMN app_user.issuer IS 'Of the OpenID Connect identity, with subject; null for who signs in by password only.';

UPDATE app_user SET role = 'admin', sees_values = true WHERE name = 'local';

CREATE TABLE one_time_link (
    token_hash bytea PRIMARY KEY,
    user_id uuid NULL REFERENCES app_user ON DELETE CASCADE,
    created_at timestamptz NOT NULL,
    expires_at timestamptz NOT NULL
);
COMMENT ON TABLE one_time_link IS 'Links by which somebody chooses a password, once: a null user_id makes the first administrator. Only the SHA-256 of what is in the link.';

CREATE TABLE api_token (
    id uuid PRIMARY KEY,
    user_id uuid NOT NULL REFERENCES app_user ON DELETE CASCADE,
    name varchar(100) NOT NULL,
    token_hash bytea NOT NULL UNIQUE,
    role user_role NOT NULL,
    sees_values boolean NOT NULL,
    created_at timestamptz NOT NULL,
    expires_at timestamptz NOT NULL,
    last_used_at timestamptz NULL,
    UNIQUE (user_id, name)
);
COMMENT ON TABLE api_token IS 'Tokens for programs: only their SHA-256. They may what their role and that of their owner both may.';

CREATE TABLE sign_in_failure (
    name varchar(100) NOT NULL,
    address inet NOT NULL,
    failed_at timestamptz NOT NULL
);
CREATE INDEX sign_in_failure_name ON sign_in_failure (name, failed_at);
CREATE INDEX sign_in_failure_address ON sign_in_failure (address, failed_at);
COMMENT ON TABLE sign_in_failure IS 'Sign-ins that failed lately; too many make the next ones wait.';

CREATE TABLE audit_entry (
    id uuid PRIMARY KEY,
    done_at timestamptz NOT NULL,
    user_id uuid NULL REFERENCES app_user ON DELETE SET NULL,
    user_name varchar(100) NOT NULL,
    token_name varchar(100) NULL,
    address inet NULL,
    action varchar(60) NOT NULL,
    subject varchar(300) NOT NULL,
    outcome varchar(300) NOT NULL
);
CREATE INDEX audit_entry_done_at ON audit_entry (done_at);
COMMENT ON TABLE audit_entry IS 'What people and programs asked of the server that changes something, or was refused: who, when, from where, and how it ended.';

-- Sessions of browsers, as Spring Session has them (its schema-postgresql.sql, under names of ours).
CREATE TABLE web_session (
    primary_id char(36) PRIMARY KEY,
    session_id char(36) NOT NULL UNIQUE,
    creation_time bigint NOT NULL,
    last_access_time bigint NOT NULL,
    max_inactive_interval integer NOT NULL,
    expiry_time bigint NOT NULL,
    principal_name varchar(100) NULL
);
CREATE INDEX web_session_expiry_time ON web_session (expiry_time);
CREATE INDEX web_session_principal_name ON web_session (principal_name);
COMMENT ON TABLE web_session IS 'Browsers that are signed in; never in a backup.';

CREATE TABLE web_session_attributes (
    session_primary_id char(36) NOT NULL REFERENCES web_session (primary_id) ON DELETE CASCADE,
    attribute_name varchar(200) NOT NULL,
    attribute_bytes bytea NOT NULL,
    PRIMARY KEY (session_primary_id, attribute_name)
);
COMMENT ON TABLE web_session_attributes IS 'What is kept of each session.';
