-- Strategies for indexes, the log of what ran, use of indexes by day, and thresholds.

-- Index strategies --------------------------------------------------------------------------------------------------

CREATE TYPE index_type AS ENUM ('btree', 'hash', 'gin', 'gist', 'spgist', 'brin', 'other');
COMMENT ON TYPE index_type IS 'The access method: btree, hash, gin, gist, spgist and brin are PostgreSQL''s own; other is an extension''s, such as bloom or hnsw.';

CREATE TYPE usage_pattern AS ENUM ('point_lookup', 'range_scan', 'large_scan', 'constraint_only', 'write_only', 'unused', 'proposed');
COMMENT ON TYPE usage_pattern IS 'How an index is used, from what its scans were seen to read: point_lookup (at most 2 entries a scan), range_scan (more, up to a tenth of the table), large_scan (more than a tenth of the table), constraint_only (no scans, but a constraint needs it), write_only (no scans, while its table is written), unused (no scans and no writes), proposed (does not exist yet).';

CREATE TYPE maintenance_window AS ENUM ('any_time', 'low_traffic', 'planned');
COMMENT ON TYPE maintenance_window IS 'When work on an index is due: any_time (below 100 MB, done in seconds), low_traffic (up to 10 GB: in hours of little traffic), planned (larger: in a window agreed upon).';

CREATE TABLE index_strategy (
    id uuid NOT NULL,
    instance_id uuid NOT NULL REFERENCES instance,
    database_id integer NOT NULL,
    schema_name varchar(100) NOT NULL,
    table_name varchar(100) NOT NULL,
    index_name varchar(100) NOT NULL,
    index_type index_type NOT NULL,
    index_definition text NOT NULL CHECK (char_length(index_definition) <= 2000),
    columns jsonb NOT NULL,
    where_clause text NULL,
    usage_pattern usage_pattern NOT NULL,
    maintenance_window maintenance_window NOT NULL,
    is_created boolean NOT NULL DEFAULT false,
    is_monitoring boolean NOT NULL DEFAULT true,
    created_by uuid NOT NULL REFERENCES app_user,
    created_at timestamptz NOT NULL DEFAULT now(),
    is_active boolean NOT NULL DEFAULT true,
    index_id integer NULL,
    PRIMARY KEY (instance_id, id),
    FOREIGN KEY (instance_id, database_id) REFERENCES monitored_database,
    FOREIGN KEY (instance_id, index_id) REFERENCES monitored_index
);
CREATE UNIQUE INDEX ON index_strategy (instance_id, index_id) WHERE is_active AND index_id IS NOT NULL;
COMMENT ON TABLE index_strategy IS 'An index that somebody or something wants, has, or wants gone.';
COMMENT ON COLUMN index_strategy.columns IS 'Its keys in order: [{"column" or "expression", "order", "nulls", "included"}].';
COMMENT ON COLUMN index_strategy.is_created IS 'Whether it exists.';
COMMENT ON COLUMN index_strategy.is_monitoring IS 'Whether its use is written down day by day.';
COMMENT ON COLUMN index_strategy.is_active IS 'False once the index is gone, or not wanted any more.';
COMMENT ON COLUMN index_strategy.index_id IS 'The index that exists; null for one that does not.';

CREATE TABLE index_usage_stats (
    id uuid NOT NULL,
    instance_id uuid NOT NULL,
    index_strategy_id uuid NOT NULL,
    schema_name varchar(100) NOT NULL,
    table_name varchar(100) NOT NULL,
    index_name varchar(100) NOT NULL,
    total_scans bigint NOT NULL DEFAULT 0,
    total_tuples_read bigint NOT NULL DEFAULT 0,
    total_tuples_fetched bigint NOT NULL DEFAULT 0,
    avg_scan_time_ms decimal NOT NULL DEFAULT 0,
    selectivity_ratio decimal NOT NULL DEFAULT 0,
    index_size_bytes bigint NOT NULL DEFAULT 0,
    maintenance_cost_score decimal NOT NULL DEFAULT 0,
    is_recommended_for_drop boolean NOT NULL DEFAULT false,
    stats_date date NOT NULL DEFAULT current_date,
    last_analyzed timestamptz NOT NULL DEFAULT now(),
    is_incomplete boolean NOT NULL DEFAULT false,
    scan_time_source text NULL,
    recommendation_reason text NULL,
    PRIMARY KEY (instance_id, stats_date, id),
    UNIQUE (instance_id, stats_date, index_strategy_id),
    FOREIGN KEY (instance_id, index_strategy_id) REFERENCES index_strategy
) PARTITION BY RANGE (stats_date);
CREATE INDEX ON index_usage_stats (instance_id, index_strategy_id, stats_date);
COMMENT ON TABLE index_usage_stats IS 'One index on one day (UTC), over the primary and its replicas.';
COMMENT ON COLUMN index_usage_stats.avg_scan_time_ms IS 'From plans of the log with times, where those hold at least half of the scans of that day; else estimated from the blocks that a scan read.';
COMMENT ON COLUMN index_usage_stats.scan_time_source IS 'plans (of the log, with times), estimate (blocks), or null where no scan was seen.';
COMMENT ON COLUMN index_usage_stats.selectivity_ratio IS 'Entries read by a scan over rows of the table, 0 to 1: small is selective.';
COMMENT ON COLUMN index_usage_stats.maintenance_cost_score IS '0 to 100: the share of the table''s write work that goes to this index, by entries written times the bytes of an entry.';

-- What ran ----------------------------------------------------------------------------------------------------------

CREATE TYPE rows_examined_source AS ENUM ('measured', 'plan', 'estimate');
COMMENT ON TYPE rows_examined_source IS 'Where rows_examined comes from: measured (a plan with what was executed), plan (a plan with estimates), estimate (no plan: what the statement returned or changed, which it examined at least).';

CREATE TYPE performance_source AS ENUM ('log', 'interval');
COMMENT ON TYPE performance_source IS 'What a row of query_performance_log is: log (one execution that the server logged), interval (all calls between two times, from counters; times and rows are means of a call).';

CREATE TABLE plan (
    instance_id uuid NOT NULL,
    plan_hash bytea NOT NULL,
    statement_id integer NOT NULL,
    plan jsonb NOT NULL,
    nodes_left_out integer NOT NULL DEFAULT 0,
    rows_examined bigint,
    indexes_used jsonb,
    first_seen timestamptz NOT NULL,
    last_seen timestamptz NOT NULL,
    PRIMARY KEY (instance_id, statement_id, plan_hash),
    FOREIGN KEY (instance_id, statement_id) REFERENCES statement
);
COMMENT ON TABLE plan IS 'Plans, each stored once by its structure, as EXPLAIN (FORMAT JSON) shows it, with the figures of its first execution.';
COMMENT ON COLUMN plan.plan_hash IS 'SHA-256 of the plan without its numbers and constants.';
COMMENT ON COLUMN plan.nodes_left_out IS 'How many of its last nodes are not in plan, because it was too long.';
COMMENT ON COLUMN plan.indexes_used IS 'The names of the indexes that it reads, in order.';

CREATE TABLE interval_logged (
    instance_id uuid NOT NULL,
    node_id integer NOT NULL,
    until timestamptz NOT NULL,
    PRIMARY KEY (instance_id, node_id),
    FOREIGN KEY (instance_id, node_id) REFERENCES node
);
COMMENT ON TABLE interval_logged IS 'Up to when counters of a node are written into query_performance_log.';

CREATE TABLE query_performance_log (
    id uuid NOT NULL,
    instance_id uuid NOT NULL REFERENCES instance,
    query_hash text NOT NULL CHECK (char_length(query_hash) <= 64),
    query_pattern text NOT NULL CHECK (char_length(query_pattern) <= 2000),
    execution_time_ms decimal NOT NULL,
    rows_examined bigint NOT NULL,
    rows_returned bigint NOT NULL,
    indexes_used jsonb NULL,
    execution_plan jsonb NULL,
    used_index boolean NOT NULL DEFAULT false,
    is_slow_query boolean NOT NULL DEFAULT false,
    slow_query_threshold_ms decimal NOT NULL DEFAULT 1000,
    database_user varchar(100) NOT NULL,
    application_context varchar(100) NULL,
    executed_at timestamptz NOT NULL DEFAULT now(),
    rows_examined_source rows_examined_source NOT NULL,
    source performance_source NOT NULL,
    calls bigint NOT NULL,
    interval_start timestamptz NULL,
    is_incomplete boolean NOT NULL DEFAULT false,
    node_id integer NOT NULL,
    database_id integer NOT NULL,
    statement_id integer NOT NULL,
    plan_hash bytea NULL,
    is_plan_own boolean NOT NULL DEFAULT false,
    literals jsonb NULL,
    PRIMARY KEY (instance_id, executed_at, id),
    FOREIGN KEY (instance_id, statement_id) REFERENCES statement,
    FOREIGN KEY (instance_id, database_id) REFERENCES monitored_database,
    FOREIGN KEY (instance_id, node_id) REFERENCES node
) PARTITION BY RANGE (executed_at);
CREATE INDEX ON query_performance_log (instance_id, statement_id, executed_at);
COMMENT ON TABLE query_performance_log IS 'One execution, or all of an interval, of one normalised query.';
COMMENT ON COLUMN query_performance_log.execution_time_ms IS 'Of the execution, or of a call of the interval on average.';
COMMENT ON COLUMN query_performance_log.executed_at IS 'When the execution, or the interval, ended.';
COMMENT ON COLUMN query_performance_log.application_context IS 'application_name of the session; null where only counters are known.';
COMMENT ON COLUMN query_performance_log.is_plan_own IS 'Whether plan_hash is of the plan that was logged of this execution; else it is of the plan of the statement that was known last, and may be wrong.';
COMMENT ON COLUMN query_performance_log.literals IS 'The statement as it was logged, with its literals, and its parameters: {"statement", "parameters"}; only while literals are not masked (collect --no-mask-literals). Samples for the advisor.';
COMMENT ON COLUMN query_performance_log.execution_plan IS 'As EXPLAIN (FORMAT JSON) shows it, with what was measured, for slow executions whose plan was logged.';

CREATE TYPE plan_change_cause AS ENUM ('index_gone', 'index_added', 'analyzed', 'setting_changed', 'server_upgraded', 'table_grown', 'parameter', 'unknown');
COMMENT ON TYPE plan_change_cause IS 'Why a statement probably got another plan: index_gone (an index of the old plan was dropped or is invalid), index_added (the new plan reads an index that was not there), analyzed (a table of it got new statistics), setting_changed (of the planner), server_upgraded (another version), table_grown (by a fifth or more), parameter (the old plan is still made, for other values), unknown (none of these).';

CREATE TABLE plan_change (
    instance_id uuid NOT NULL,
    statement_id integer NOT NULL,
    database_id integer NOT NULL,
    new_plan_hash bytea NOT NULL,
    old_plan_hash bytea NOT NULL,
    changed_at timestamptz NOT NULL,
    last_before timestamptz NOT NULL,
    old_executions bigint NOT NULL,
    old_median_ms decimal NOT NULL,
    old_mean_ms decimal NOT NULL,
    new_executions bigint NOT NULL,
    new_median_ms decimal NOT NULL,
    new_mean_ms decimal NOT NULL,
    cause plan_change_cause NOT NULL,
    details jsonb NOT NULL,
    old_plan jsonb NOT NULL,
    new_plan jsonb NOT NULL,
    recorded_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (instance_id, statement_id, database_id, new_plan_hash),
    FOREIGN KEY (instance_id, statement_id) REFERENCES statement,
    FOREIGN KEY (instance_id, database_id) REFERENCES monitored_database
);
CREATE INDEX ON plan_change (instance_id, changed_at);
COMMENT ON TABLE plan_change IS 'A statement that got a new plan in a database and is slower with it, by executions of which the plan was logged. Recorded once.';
COMMENT ON COLUMN plan_change.changed_at IS 'When an execution with the new plan ended first.';
COMMENT ON COLUMN plan_change.last_before IS 'When an execution with the old plan ended last before that.';
COMMENT ON COLUMN plan_change.old_executions IS 'Of the day before changed_at, as the times with it.';
COMMENT ON COLUMN plan_change.new_executions IS 'Since changed_at, when it was recorded, as the times with it.';
COMMENT ON COLUMN plan_change.details IS 'What the cause is about: a list of indexes, tables, or settings with their values before and after.';
COMMENT ON COLUMN plan_change.old_plan IS 'As in plan, which may forget it.';

CREATE TABLE query_log_strategy (
    instance_id uuid NOT NULL,
    executed_at timestamptz NOT NULL,
    query_log_id uuid NOT NULL,
    index_strategy_id uuid NOT NULL,
    PRIMARY KEY (instance_id, executed_at, query_log_id, index_strategy_id),
    FOREIGN KEY (instance_id, index_strategy_id) REFERENCES index_strategy
) PARTITION BY RANGE (executed_at);
COMMENT ON TABLE query_log_strategy IS 'The strategies whose indexes an execution of query_performance_log used, or those of an interval by the plan that is known. Partitioned and dropped with it; no foreign key, which would keep its partitions from being dropped.';

CREATE TABLE log_position (
    instance_id uuid NOT NULL,
    node_id integer NOT NULL,
    source varchar(1000) NOT NULL,
    position jsonb NOT NULL,
    reached_at timestamptz NOT NULL,
    PRIMARY KEY (instance_id, node_id, source),
    FOREIGN KEY (instance_id, node_id) REFERENCES node
);
COMMENT ON TABLE log_position IS 'How far a server''s log has been read; changes with what was stored of it in one transaction.';

CREATE TYPE log_event_kind AS ENUM ('error', 'lock_wait', 'deadlock', 'temporary_file', 'checkpoint', 'automatic_vacuum', 'automatic_analyze', 'server');
COMMENT ON TYPE log_event_kind IS 'What the server logged beside statements: error (a statement failed), lock_wait (a session waited longer than deadlock_timeout), deadlock, temporary_file (beyond log_temp_files), checkpoint, automatic_vacuum, automatic_analyze, server (start, stop, crash).';

CREATE TABLE log_event (
    id uuid NOT NULL,
    instance_id uuid NOT NULL,
    node_id integer NOT NULL,
    logged_at timestamptz NOT NULL,
    kind log_event_kind NOT NULL,
    database_name text,
    role_name text,
    application_name text,
    query_hash text,
    sqlstate char(5),
    message text NOT NULL,
    details jsonb NOT NULL,
    PRIMARY KEY (instance_id, logged_at, id)
) PARTITION BY RANGE (logged_at);
CREATE INDEX ON log_event (instance_id, kind, logged_at);
COMMENT ON TABLE log_event IS 'What the server logged beside statements; the same within a minute is one row with a count.';
COMMENT ON COLUMN log_event.message IS 'With literals of user data masked.';
COMMENT ON COLUMN log_event.details IS 'count: how often in that minute; total and most: of those, the sum and the largest, in bytes (temporary_file), milliseconds (lock_wait) or seconds (checkpoint, automatic_vacuum, automatic_analyze); and what is told of the kind only.';

CREATE TABLE logged_call_hour (
    instance_id uuid NOT NULL,
    hour timestamptz NOT NULL,
    node_id integer NOT NULL,
    database_id integer NOT NULL,
    role_name varchar(100) NOT NULL,
    statement_id integer NOT NULL,
    calls bigint NOT NULL,
    total_time bigint NOT NULL,
    call_times bytea NOT NULL,
    PRIMARY KEY (instance_id, hour, node_id, database_id, role_name, statement_id),
    FOREIGN KEY (instance_id, statement_id) REFERENCES statement,
    FOREIGN KEY (instance_id, database_id) REFERENCES monitored_database,
    FOREIGN KEY (instance_id, node_id) REFERENCES node
) PARTITION BY RANGE (hour);
CREATE INDEX ON logged_call_hour (instance_id, statement_id, hour);
COMMENT ON TABLE logged_call_hour IS 'All calls that the server logged with their time, by the hour in which they ended. Which calls those are is in log_hour.';
COMMENT ON COLUMN logged_call_hour.total_time IS 'In microseconds.';
COMMENT ON COLUMN logged_call_hour.call_times IS 'How many took how long, in microseconds: the byte 1, then for each bucket of a histogram of three digits that is used the step from the one before (the first from -1) and the calls in it, seven bits a byte, the lowest first.';

CREATE TABLE logged_scan_hour (
    instance_id uuid NOT NULL,
    hour timestamptz NOT NULL,
    node_id integer NOT NULL,
    index_id integer NOT NULL,
    scans bigint NOT NULL,
    total_time bigint NOT NULL,
    PRIMARY KEY (instance_id, hour, node_id, index_id),
    FOREIGN KEY (instance_id, index_id) REFERENCES monitored_index,
    FOREIGN KEY (instance_id, node_id) REFERENCES node
) PARTITION BY RANGE (hour);
COMMENT ON TABLE logged_scan_hour IS 'Scans of indexes in the plans that the server logged with times, by the hour in which their statements ended.';
COMMENT ON COLUMN logged_scan_hour.total_time IS 'In microseconds; that of an index scan holds the rows that it fetches from the table, that of a bitmap index scan does not.';

CREATE TABLE log_hour (
    instance_id uuid NOT NULL,
    hour timestamptz NOT NULL,
    node_id integer NOT NULL,
    logging jsonb NULL,
    is_logging_changed boolean NOT NULL DEFAULT false,
    followed_from timestamptz NULL,
    followed_until timestamptz NULL,
    is_lossy boolean NOT NULL DEFAULT false,
    PRIMARY KEY (instance_id, hour, node_id),
    FOREIGN KEY (instance_id, node_id) REFERENCES node
) PARTITION BY RANGE (hour);
COMMENT ON TABLE log_hour IS 'Which part of an hour of a server''s log was read, and which calls the server logged in it.';
COMMENT ON COLUMN log_hour.logging IS 'The settings that say which calls are logged, for each role and database that has its own, and for all others: [{"database", "role", "settings"}]; null where it is not known.';
COMMENT ON COLUMN log_hour.is_logging_changed IS 'Whether those settings changed in the hour, so that none held throughout.';
COMMENT ON COLUMN log_hour.followed_from IS 'All entries from here to followed_until were read, unless is_lossy.';

-- Thresholds --------------------------------------------------------------------------------------------------------

CREATE TYPE metric_type AS ENUM ('mean_latency', 'p95_latency', 'p99_latency', 'slow_queries', 'cache_hit', 'connections', 'active_sessions', 'idle_in_transaction', 'lock_waits', 'deadlocks', 'dead_rows', 'bloat', 'last_autovacuum', 'transaction_age', 'replication_lag', 'slot_retained_wal', 'temp_files', 'sequential_scans', 'unused_indexes', 'invalid_indexes', 'disk_growth', 'checkpoint_pressure', 'collector_failure');
COMMENT ON TYPE metric_type IS 'What is watched: mean_latency, p95_latency, p99_latency (of statements), slow_queries (over the threshold, a minute), cache_hit (share of blocks found in shared buffers), connections (share of max_connections), active_sessions, idle_in_transaction (longest), lock_waits (sessions waiting), deadlocks (a minute), dead_rows (share of a table), bloat (share of a table or index), last_autovacuum (time since), transaction_age (of the oldest unfrozen row), replication_lag, slot_retained_wal, temp_files (bytes a minute), sequential_scans (of tables over 10,000 rows, a minute), unused_indexes, invalid_indexes, disk_growth (days until full), checkpoint_pressure (share of checkpoints that were requested), collector_failure (runs that failed in a row).';

CREATE TYPE threshold_unit AS ENUM ('milliseconds', 'seconds', 'hours', 'days', 'percent', 'count', 'bytes', 'transactions');
COMMENT ON TYPE threshold_unit IS 'The unit of both thresholds: milliseconds, seconds, hours, days, percent (0 to 100), count, bytes, transactions.';

CREATE TABLE performance_threshold (
    id uuid NOT NULL,
    instance_id uuid NOT NULL REFERENCES instance,
    metric_type metric_type NOT NULL,
    schema_name varchar(100) NULL,
    table_name varchar(100) NULL,
    warning_threshold decimal NOT NULL,
    critical_threshold decimal NOT NULL,
    threshold_unit threshold_unit NOT NULL,
    alert_enabled boolean NOT NULL DEFAULT true,
    alert_configuration jsonb NULL,
    created_by uuid NOT NULL REFERENCES app_user,
    created_at timestamptz NOT NULL DEFAULT now(),
    is_active boolean NOT NULL DEFAULT true,
    PRIMARY KEY (instance_id, id)
);
COMMENT ON TABLE performance_threshold IS 'When to warn. A null table_name is the whole database.';
COMMENT ON COLUMN performance_threshold.alert_configuration IS 'Such as {"for": "PT5M"}: how long a value has to be beyond the threshold.';

CREATE TABLE query_log_breach (
    instance_id uuid NOT NULL,
    executed_at timestamptz NOT NULL,
    query_log_id uuid NOT NULL,
    threshold_id uuid NOT NULL,
    PRIMARY KEY (instance_id, executed_at, query_log_id, threshold_id),
    FOREIGN KEY (instance_id, threshold_id) REFERENCES performance_threshold
) PARTITION BY RANGE (executed_at);
COMMENT ON TABLE query_log_breach IS 'The rows of query_performance_log that breached a threshold; partitioned and dropped with them.';
