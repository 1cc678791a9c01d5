-- What is wanted of indexes, what was decided, and what was done on the servers.

-- Strategies and their life -----------------------------------------------------------------------------------------

CREATE TYPE strategy_action AS ENUM ('create', 'drop', 'reindex');
COMMENT ON TYPE strategy_action IS 'What is wanted of an index: create (make it), drop (retire it), reindex (build it anew).';

CREATE TYPE strategy_status AS ENUM ('existing', 'proposed', 'approved', 'deferred', 'dismissed', 'scheduled', 'building', 'watched', 'kept', 'rolled_back', 'retirement_proposed', 'retired', 'gone');
COMMENT ON TYPE strategy_status IS 'Where in its life a strategy is: existing (an index that was there; nothing is wanted of it), proposed (to be made or built anew, nobody has decided), approved (to be done), deferred (to be proposed again at a time), dismissed (not wanted, and not proposed again until facts change), scheduled (approved for a maintenance window), building (a change is at work on the server, or was when pgwright was ended), watched (done, and its effect is being measured), kept (done, and it has proven itself or nobody can tell), rolled_back (done, and taken back), retirement_proposed (to be dropped, nobody has decided), retired (dropped for good), gone (somebody else dropped it).';

CREATE TYPE strategy_source AS ENUM ('server', 'advice', 'file', 'sql', 'retirement');
COMMENT ON TYPE strategy_source IS 'Where a strategy comes from: server (the index was there), advice (pgwright recommended it), file (from a file of advice), sql (from a file of statements), retirement (what was collected says that it is not needed).';

ALTER TABLE index_strategy
    ADD COLUMN action strategy_action NULL,
    ADD COLUMN status strategy_status NOT NULL DEFAULT 'existing',
    ADD COLUMN status_since timestamptz NOT NULL DEFAULT now(),
    ADD COLUMN source strategy_source NOT NULL DEFAULT 'server',
    ADD COLUMN create_statement text NULL,
    ADD COLUMN reason text NULL,
    ADD COLUMN deferred_until timestamptz NULL,
    ADD COLUMN dismissed_for text NULL,
    ADD COLUMN prediction jsonb NULL,
    ADD COLUMN proposed_at timestamptz NULL;
UPDATE index_strategy SET status = 'gone' WHERE NOT is_active;
CREATE UNIQUE INDEX ON index_strategy (instance_id, database_id, schema_name, table_name, index_name)
    WHERE is_active AND index_id IS NULL;
CREATE INDEX ON index_strategy (instance_id, status) WHERE status <> 'existing';
COMMENT ON COLUMN index_strategy.action IS 'What is, or was, wanted of it; null for nothing.';
COMMENT ON COLUMN index_strategy.create_statement IS 'The whole statement that makes the index, of any length.';
COMMENT ON COLUMN index_strategy.reason IS 'Why it is wanted, or wanted gone.';
COMMENT ON COLUMN index_strategy.dismissed_for IS 'Why somebody did not want it.';
COMMENT ON COLUMN index_strategy.prediction IS 'What was promised: {"bytes", "gain", "upkeep", "writeOverheadPercent", "queries": [{"hash", "costBefore", "costAfter", "calls"}]}.';
COMMENT ON COLUMN index_strategy.proposed_at IS 'When it was proposed last.';

-- Changes -----------------------------------------------------------------------------------------------------------

CREATE TYPE change_outcome AS ENUM ('applied', 'unneeded', 'postponed', 'stopped', 'failed', 'interrupted', 'undone');
COMMENT ON TYPE change_outcome IS 'How a change has ended: applied (done), unneeded (it was as wanted already), postponed (it could not begin, or got no lock in time), stopped (broken off, by somebody, the end of the window, or to protect the server), failed (the server refused or broke off), interrupted (pgwright or a server was ended during it; what was left is removed), undone (taken back before it was complete).';

CREATE TABLE index_change (
    id uuid NOT NULL,
    instance_id uuid NOT NULL REFERENCES instance,
    database_id integer NOT NULL,
    strategy_id uuid NOT NULL,
    action strategy_action NOT NULL,
    is_rollback boolean NOT NULL DEFAULT false,
    schema_name varchar(100) NOT NULL,
    table_name varchar(100) NOT NULL,
    index_name varchar(100) NOT NULL,
    create_statement text NULL,
    index_oid oid NULL,
    leftovers text[] NOT NULL DEFAULT '{}',
    requested_by uuid NOT NULL REFERENCES app_user,
    holder uuid NOT NULL,
    intended_at timestamptz NOT NULL DEFAULT now(),
    is_undoing boolean NOT NULL DEFAULT false,
    is_paused boolean NOT NULL DEFAULT false,
    settled_at timestamptz NULL,
    outcome change_outcome NULL,
    message text NULL,
    bytes_before bigint NULL,
    bytes_after bigint NULL,
    PRIMARY KEY (instance_id, id),
    FOREIGN KEY (instance_id, strategy_id) REFERENCES index_strategy,
    FOREIGN KEY (instance_id, database_id) REFERENCES monitored_database,
    CHECK ((settled_at IS NULL) = (outcome IS NULL))
);
CREATE UNIQUE INDEX ON index_change (instance_id, database_id, schema_name, index_name) WHERE settled_at IS NULL;
CREATE INDEX ON index_change (instance_id, strategy_id, intended_at);
COMMENT ON TABLE index_change IS 'The journal: each change of an index is written here before anything is done on the server, and settled when the server shows how it ended. What is not settled is looked into whenever pgwright starts.';
COMMENT ON COLUMN index_change.is_rollback IS 'Whether it takes an earlier change back.';
COMMENT ON COLUMN index_change.create_statement IS 'What makes the index, or brings a dropped one back.';
COMMENT ON COLUMN index_change.index_oid IS 'Of the index before the change; building it anew concurrently gives it another.';
COMMENT ON COLUMN index_change.leftovers IS 'Invalid indexes of the table that were there before: not ours to remove.';
COMMENT ON COLUMN index_change.holder IS 'The process that works on it.';
COMMENT ON COLUMN index_change.is_undoing IS 'Whether what was done so far is being removed.';
COMMENT ON COLUMN index_change.is_paused IS 'Whether it stopped between two partitions, to go on later; all that is there is valid.';
COMMENT ON COLUMN index_change.bytes_before IS 'Of the index, before it was dropped or built anew.';

CREATE TYPE change_step_kind AS ENUM ('create', 'create_parent', 'attach', 'drop', 'drop_parent', 'reindex', 'analyze');
COMMENT ON TYPE change_step_kind IS 'A statement of a change: create (an index, concurrently), create_parent (the index of a partitioned table, without its parts), attach (a part to it), drop (an index, concurrently), drop_parent (the index of a partitioned table with its parts), reindex (an index, concurrently), analyze (a table).';

CREATE TABLE change_step (
    instance_id uuid NOT NULL,
    change_id uuid NOT NULL,
    step integer NOT NULL,
    kind change_step_kind NOT NULL,
    relation text NOT NULL,
    statement text NOT NULL,
    attempts integer NOT NULL DEFAULT 0,
    backend_pid integer NULL,
    backend_started_at timestamptz NULL,
    began_at timestamptz NOT NULL DEFAULT now(),
    ended_at timestamptz NULL,
    sqlstate char(5) NULL,
    message text NULL,
    PRIMARY KEY (instance_id, change_id, step),
    FOREIGN KEY (instance_id, change_id) REFERENCES index_change
);
COMMENT ON TABLE change_step IS 'The statements of a change in their order, each written before it runs.';
COMMENT ON COLUMN change_step.relation IS 'What it makes, drops or builds, with its schema.';
COMMENT ON COLUMN change_step.backend_pid IS 'The server''s process that runs it; with backend_started_at it is known again.';
COMMENT ON COLUMN change_step.ended_at IS 'Null while it runs, or if it is not known how it ended.';

CREATE TABLE change_lease (
    instance_id uuid PRIMARY KEY REFERENCES instance,
    holder uuid NOT NULL,
    held_until timestamptz NOT NULL
);
COMMENT ON TABLE change_lease IS 'Which process changes indexes of an instance, by the repository''s clock: one at a time.';

-- Who did what ------------------------------------------------------------------------------------------------------

CREATE TABLE strategy_event (
    id uuid NOT NULL,
    instance_id uuid NOT NULL,
    strategy_id uuid NOT NULL,
    happened_at timestamptz NOT NULL DEFAULT now(),
    user_id uuid NOT NULL REFERENCES app_user,
    from_status strategy_status NULL,
    to_status strategy_status NOT NULL,
    why text NULL,
    change_id uuid NULL,
    PRIMARY KEY (instance_id, id),
    FOREIGN KEY (instance_id, strategy_id) REFERENCES index_strategy,
    FOREIGN KEY (instance_id, change_id) REFERENCES index_change
);
CREATE INDEX ON strategy_event (instance_id, strategy_id, happened_at);
COMMENT ON TABLE strategy_event IS 'The audit log: every step in the life of a strategy, with who, when and why. The statements that ran are in change_step.';
COMMENT ON COLUMN strategy_event.from_status IS 'Null where the strategy began.';
COMMENT ON COLUMN strategy_event.why IS 'In the user''s words, or pgwright''s.';

-- Proof -------------------------------------------------------------------------------------------------------------

CREATE TYPE change_verdict AS ENUM ('improved', 'neutral', 'worse', 'not_enough_data');
COMMENT ON TYPE change_verdict IS 'What a change did to the real workload: improved, neutral (no difference that is neither chance nor too small to matter), worse, not_enough_data (too few calls, or what was called changed in kind).';

CREATE TABLE change_proof (
    instance_id uuid NOT NULL,
    change_id uuid NOT NULL,
    judged_at timestamptz NOT NULL DEFAULT now(),
    before_from timestamptz NOT NULL,
    before_until timestamptz NOT NULL,
    after_from timestamptz NOT NULL,
    after_until timestamptz NOT NULL,
    verdict change_verdict NOT NULL,
    reason text NOT NULL,
    figures jsonb NOT NULL,
    is_final boolean NOT NULL,
    PRIMARY KEY (instance_id, change_id),
    FOREIGN KEY (instance_id, change_id) REFERENCES index_change
);
COMMENT ON TABLE change_proof IS 'The real workload before and after a change; the last judgement replaces those before it.';
COMMENT ON COLUMN change_proof.figures IS 'What was measured, beside what was promised.';
COMMENT ON COLUMN change_proof.is_final IS 'Whether the time of watching is over.';

-- What may be done without asking -----------------------------------------------------------------------------------

CREATE TABLE change_policy (
    instance_id uuid NOT NULL REFERENCES instance,
    database_name varchar(100) NOT NULL DEFAULT '',
    windows text[] NOT NULL DEFAULT '{}',
    approves strategy_action[] NOT NULL DEFAULT '{}',
    applies boolean NOT NULL DEFAULT false,
    rolls_back boolean NOT NULL DEFAULT false,
    max_bytes bigint NULL,
    max_write_overhead_percent decimal NULL,
    include_tables text[] NOT NULL DEFAULT '{}',
    exclude_tables text[] NOT NULL DEFAULT '{}',
    watch_hours integer NOT NULL DEFAULT 48,
    unused_days integer NOT NULL DEFAULT 30,
    changed_by uuid NOT NULL REFERENCES app_user,
    changed_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (instance_id, database_name)
);
COMMENT ON TABLE change_policy IS 'What pgwright may do by itself, and when; nothing where there is no row.';
COMMENT ON COLUMN change_policy.database_name IS 'Empty for all databases of the instance that have no row of their own.';
COMMENT ON COLUMN change_policy.windows IS 'When changes may run, such as "Sat,Sun 01:00-06:00 Europe/Berlin"; any time if there is none.';
COMMENT ON COLUMN change_policy.approves IS 'Which actions are approved by themselves where they are proposed within the limits.';
COMMENT ON COLUMN change_policy.applies IS 'Whether what is approved is done by pgwright collect, within the windows.';
COMMENT ON COLUMN change_policy.rolls_back IS 'Whether a change that made the real workload worse is taken back by itself.';
COMMENT ON COLUMN change_policy.max_bytes IS 'The largest index that is approved by itself; null for any.';
COMMENT ON COLUMN change_policy.watch_hours IS 'How long a change is measured before it is kept.';
COMMENT ON COLUMN change_policy.unused_days IS 'For how long nothing may have used an index before it is proposed to be dropped.';
