-- A registry of machine-learning models with primary keys only: every other index is left to be found.

CREATE TABLE environments (
    environment_id   integer PRIMARY KEY,
    environment_name text NOT NULL UNIQUE
);

CREATE TABLE models (
    model_id   uuid PRIMARY KEY,
    model_name text NOT NULL,
    team       text NOT NULL,
    is_active  boolean NOT NULL DEFAULT true,
    created_at timestamptz NOT NULL
);

CREATE TABLE model_versions (
    version_id    uuid PRIMARY KEY,
    model_id      uuid NOT NULL REFERENCES models,
    semver        text NOT NULL,
    registered_at timestamptz NOT NULL,
    metadata_     jsonb NOT NULL DEFAULT '{}'
);

CREATE TABLE training_runs (
    run_id          uuid PRIMARY KEY,
    version_id      uuid NOT NULL REFERENCES model_versions,
    model_name      text NOT NULL,
    experiment_name text NOT NULL,
    status          text NOT NULL CHECK (status IN ('queued', 'running', 'succeeded', 'failed', 'cancelled')),
    accuracy        numeric(6, 4),
    started_at      timestamptz NOT NULL,
    created_at      timestamptz NOT NULL,
    hyperparameters jsonb NOT NULL,
    metrics         jsonb NOT NULL
);

CREATE TABLE deployments (
    deployment_id  uuid PRIMARY KEY,
    version_id     uuid NOT NULL REFERENCES model_versions,
    environment_id integer NOT NULL REFERENCES environments,
    status         text NOT NULL CHECK (status IN ('pending', 'active', 'superseded', 'failed', 'rolled_back')),
    replicas       integer NOT NULL,
    deployed_at    timestamptz NOT NULL,
    deployed_by    text NOT NULL
);

CREATE TABLE approvals (
    approval_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    version_id  uuid NOT NULL REFERENCES model_versions,
    approver    text NOT NULL,
    status      text NOT NULL CHECK (status IN ('requested', 'approved', 'rejected')),
    approved_at timestamptz
);
