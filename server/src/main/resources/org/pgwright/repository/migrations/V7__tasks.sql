-- Work that people ask for and that takes a while; times are of our own clock.

CREATE TYPE task_kind AS ENUM ('advise', 'apply', 'roll_back');
COMMENT ON TYPE task_kind IS 'What is to be done: advise (find and propose indexes), apply (do what strategies want), roll_back (take it back).';

CREATE TYPE task_outcome AS ENUM ('done', 'failed', 'ended');
COMMENT ON TYPE task_outcome IS 'How it ended: done (its result says what came of it), failed (with a reason), ended (somebody wanted no more of it before there was a result).';

CREATE TABLE task (
    instance_id uuid NOT NULL REFERENCES instance,
    id uuid NOT NULL,
    kind task_kind NOT NULL,
    database_name text NOT NULL,
    options jsonb NOT NULL,
    requested_by uuid NOT NULL REFERENCES app_user,
    requested_at timestamptz NOT NULL,
    started_at timestamptz NULL,
    attempts integer NOT NULL DEFAULT 0,
    holder uuid NULL,
    held_until timestamptz NULL,
    step text NOT NULL DEFAULT '',
    step_done bigint NOT NULL DEFAULT 0,
    step_total bigint NOT NULL DEFAULT 0,
    is_end_wanted boolean NOT NULL DEFAULT false,
    ended_at timestamptz NULL,
    outcome task_outcome NULL,
    reason text NULL,
    notes text[] NOT NULL DEFAULT '{}',
    result text NULL,
    PRIMARY KEY (instance_id, id),
    CHECK ((ended_at IS NULL) = (outcome IS NULL)),
    CHECK ((holder IS NULL) = (held_until IS NULL))
);
CREATE INDEX task_open ON task (requested_at) WHERE ended_at IS NULL;
COMMENT ON TABLE task IS 'Work that somebody asked the server for. A process holds one for as long as it says so again and again; of one that was killed, another begins anew.';
COMMENT ON COLUMN task.attempts IS 'How often it was begun.';
COMMENT ON COLUMN task.notes IS 'What people should know of it, a sentence each.';
COMMENT ON COLUMN task.result IS 'The document that the command line writes as JSON.';
