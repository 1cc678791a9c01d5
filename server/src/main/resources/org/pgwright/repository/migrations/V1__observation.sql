-- What pgwright knows of the servers that it watches.
--
-- instance_id leads every key. Ids that people meet are UUIDv7 made by pgwright; what stands in blocks of samples by the
-- thousand has short numbers instead, which mean something within their instance only. All times are of the monitored
-- server's clock unless a comment says otherwise.

-- People ------------------------------------------------------------------------------------------------------------

CREATE TABLE app_user (
    id uuid PRIMARY KEY,
    name varchar(100) NOT NULL UNIQUE,
    created_at timestamptz NOT NULL DEFAULT now(),
    is_active boolean NOT NULL DEFAULT true
);
COMMENT ON TABLE app_user IS 'Who uses pgwright; "local" owns what the command line creates.';

INSERT INTO app_user (id, name) VALUES ('00000000-0000-7000-8000-000000000001', 'local');

-- What is watched ---------------------------------------------------------------------------------------------------

CREATE TABLE instance (
    instance_id uuid PRIMARY KEY,
    system_identifier bigint NOT NULL UNIQUE,
    name varchar(100) NOT NULL UNIQUE,
    created_by uuid NOT NULL REFERENCES app_user,
    created_at timestamptz NOT NULL DEFAULT now(),
    is_active boolean NOT NULL DEFAULT true
);
COMMENT ON TABLE instance IS 'A PostgreSQL cluster: a primary and its replicas, which share a system identifier.';

CREATE TABLE node (
    instance_id uuid NOT NULL REFERENCES instance,
    node_id integer GENERATED ALWAYS AS IDENTITY,
    address varchar(300) NOT NULL,
    role_name varchar(100) NOT NULL,
    connection jsonb NOT NULL,
    encrypted_password bytea,
    is_active boolean NOT NULL DEFAULT true,
    is_standby boolean NOT NULL,
    server_version varchar(100) NOT NULL,
    server_started_at timestamptz NOT NULL,
    first_seen timestamptz NOT NULL DEFAULT now(),
    last_seen timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (instance_id, node_id),
    UNIQUE (instance_id, address)
);
COMMENT ON TABLE node IS 'One server of an instance.';
COMMENT ON COLUMN node.connection IS 'How to reach it, without any secret.';
COMMENT ON COLUMN node.is_active IS 'False once it was removed: it is watched no more, and nothing waits for it.';
COMMENT ON COLUMN node.encrypted_password IS 'AES-256-GCM under the key of PGWRIGHT_KEY_FILE; null where there is none.';

CREATE TABLE collection_lease (
    instance_id uuid NOT NULL,
    node_id integer NOT NULL,
    holder uuid NOT NULL,
    held_until timestamptz NOT NULL,
    PRIMARY KEY (instance_id, node_id),
    FOREIGN KEY (instance_id, node_id) REFERENCES node
) WITH (fillfactor = 20);
COMMENT ON TABLE collection_lease IS 'Which process collects from a node, by the repository''s clock: what two collect would be counted wrongly.';

CREATE TABLE monitored_database (
    instance_id uuid NOT NULL REFERENCES instance,
    database_id integer GENERATED ALWAYS AS IDENTITY,
    database_oid oid NOT NULL,
    database_name varchar(100) NOT NULL,
    first_seen timestamptz NOT NULL,
    last_seen timestamptz NOT NULL,
    PRIMARY KEY (instance_id, database_id),
    UNIQUE (instance_id, database_oid)
);
COMMENT ON TABLE monitored_database IS 'A database of an instance, known by its oid, so that a new one of the same name is another.';

CREATE TABLE monitored_table (
    instance_id uuid NOT NULL,
    table_id integer GENERATED ALWAYS AS IDENTITY,
    database_id integer NOT NULL,
    schema_name varchar(100) NOT NULL,
    table_name varchar(100) NOT NULL,
    kind "char" NOT NULL,
    is_ours boolean NOT NULL DEFAULT false,
    first_seen timestamptz NOT NULL,
    last_seen timestamptz NOT NULL,
    PRIMARY KEY (instance_id, table_id),
    UNIQUE (instance_id, database_id, schema_name, table_name),
    FOREIGN KEY (instance_id, database_id) REFERENCES monitored_database
);
COMMENT ON COLUMN monitored_table.is_ours IS 'Whether it is a table of this repository.';
COMMENT ON COLUMN monitored_table.kind IS 'relkind of pg_class: r table, m materialised view, p partitioned table, t TOAST table.';

CREATE TYPE index_duty AS ENUM ('foreign_key', 'replica_identity', 'partitioned_index');
COMMENT ON TYPE index_duty IS 'What an index is needed for beside queries and constraints: foreign_key (its first key is a column of a foreign key, or one refers to it), replica_identity (logical replication finds rows by it), partitioned_index (a part of a partitioned table''s index).';

CREATE TABLE monitored_index (
    instance_id uuid NOT NULL,
    index_id integer GENERATED ALWAYS AS IDENTITY,
    table_id integer NOT NULL,
    index_name varchar(100) NOT NULL,
    method varchar(100) NOT NULL,
    definition text NOT NULL,
    predicate text,
    keys jsonb NOT NULL,
    is_unique boolean NOT NULL,
    is_primary boolean NOT NULL,
    is_constraint boolean NOT NULL,
    is_valid boolean NOT NULL,
    duties index_duty[] NOT NULL DEFAULT '{}',
    first_seen timestamptz NOT NULL,
    last_seen timestamptz NOT NULL,
    PRIMARY KEY (instance_id, index_id),
    UNIQUE (instance_id, table_id, index_name),
    FOREIGN KEY (instance_id, table_id) REFERENCES monitored_table
);
COMMENT ON COLUMN monitored_index.predicate IS 'Of a partial index; null for all rows.';
COMMENT ON COLUMN monitored_index.keys IS 'In order: [{"column" or "expression", "order", "nulls", "included"}].';
COMMENT ON COLUMN monitored_index.is_constraint IS 'Whether a constraint needs it.';

-- Statements --------------------------------------------------------------------------------------------------------

CREATE TABLE statement (
    instance_id uuid NOT NULL REFERENCES instance,
    statement_id integer GENERATED ALWAYS AS IDENTITY,
    query_hash text NOT NULL CHECK (char_length(query_hash) <= 64),
    query_text text NOT NULL,
    is_ours boolean NOT NULL,
    first_seen timestamptz NOT NULL,
    PRIMARY KEY (instance_id, statement_id),
    UNIQUE (instance_id, query_hash)
);
COMMENT ON TABLE statement IS 'A normalised statement: no constants, one text for all versions of the server.';
COMMENT ON COLUMN statement.query_hash IS 'SHA-256 of the normalised text, in hexadecimal digits.';
COMMENT ON COLUMN statement.is_ours IS 'Whether pgwright itself runs it; then no advice is given on it.';

CREATE TABLE statement_source (
    instance_id uuid NOT NULL,
    source_id integer GENERATED ALWAYS AS IDENTITY,
    node_id integer NOT NULL,
    database_id integer NOT NULL,
    role_oid oid NOT NULL,
    role_name varchar(100) NOT NULL,
    queryid bigint NOT NULL,
    is_top_level boolean NOT NULL,
    statement_id integer NOT NULL,
    is_ours boolean NOT NULL DEFAULT false,
    first_seen timestamptz NOT NULL,
    PRIMARY KEY (instance_id, source_id),
    UNIQUE (instance_id, node_id, database_id, role_oid, queryid, is_top_level),
    FOREIGN KEY (instance_id, node_id) REFERENCES node,
    FOREIGN KEY (instance_id, database_id) REFERENCES monitored_database,
    FOREIGN KEY (instance_id, statement_id) REFERENCES statement
);
CREATE INDEX statement_source_statement ON statement_source (instance_id, statement_id);
COMMENT ON COLUMN statement_source.is_ours IS 'Whether pgwright ran it: its text is signed, or it ran in the repository''s database as the repository''s role.';
COMMENT ON TABLE statement_source IS 'A row of pg_stat_statements: a statement of one role in one database of one node.';

-- Counters ----------------------------------------------------------------------------------------------------------

CREATE TYPE counter_kind AS ENUM ('statement', 'table', 'index', 'database');
COMMENT ON TYPE counter_kind IS 'What a server keeps counters of: statement (pg_stat_statements), table (pg_stat_all_tables), index (pg_stat_all_indexes), database (pg_stat_database).';

CREATE TYPE interval_gap AS ENUM ('statistics_reset', 'eviction', 'crash', 'clock_step', 'recreated', 'not_allowed', 'replaced');
COMMENT ON TYPE interval_gap IS 'Why a server counted more in an interval than could be seen: statistics_reset (somebody reset the counters), eviction (pg_stat_statements forgot statements to make room), crash (the server lost its counters), clock_step (its clock was set back; the counts are right, the times are not), recreated (an object was dropped and made anew), not_allowed (the role may not see all), replaced (another server answers at the address).';

CREATE TABLE counter_look (
    instance_id uuid NOT NULL,
    node_id integer NOT NULL,
    database_id integer NOT NULL,
    kind counter_kind NOT NULL,
    taken_at timestamptz NOT NULL,
    server_started_at timestamptz NOT NULL,
    statistics_reset_at timestamptz,
    evictions bigint NOT NULL,
    is_restricted boolean NOT NULL,
    PRIMARY KEY (instance_id, node_id, kind, database_id)
);
COMMENT ON TABLE counter_look IS 'When each node''s counters were looked at last, and what the server said of their age then.';
COMMENT ON COLUMN counter_look.database_id IS '0 for what is counted for all databases at once.';

CREATE TABLE counter_state (
    instance_id uuid NOT NULL,
    node_id integer NOT NULL,
    kind counter_kind NOT NULL,
    object_id integer NOT NULL,
    database_id integer NOT NULL,
    incarnation bigint NOT NULL,
    since timestamptz,
    counters bigint[] NOT NULL,
    PRIMARY KEY (instance_id, node_id, kind, object_id)
) WITH (fillfactor = 70);
COMMENT ON TABLE counter_state IS 'Counters as they were at the last look, in the order of the columns of the kind''s sample table. Changes with the samples made of it in one transaction, so that nothing is lost or counted twice.';
COMMENT ON COLUMN counter_state.incarnation IS 'The object''s oid, which tells a new one from an old one of the same name; 0 for statements.';
COMMENT ON COLUMN counter_state.since IS 'Since when the server counts, where it says so (pg_stat_statements from 17 on).';

-- Samples: what was counted between two looks, one row for all objects of a kind with an array for each counter, because a
-- row for each object would take several times the space. Objects that did nothing are left out, and a counter that stood
-- still for all of them is null. Times are in microseconds, blocks are counted, sizes are in bytes.

CREATE TABLE statement_sample (
    instance_id uuid NOT NULL,
    node_id integer NOT NULL,
    database_id integer NOT NULL,
    taken_at timestamptz NOT NULL,
    interval_start timestamptz NOT NULL,
    gaps interval_gap[] NOT NULL,
    incomplete integer[] NOT NULL,
    objects integer[] NOT NULL,
    calls bigint[],
    row_count bigint[],
    execution_time bigint[],
    plans bigint[],
    planning_time bigint[],
    shared_blocks_hit bigint[],
    shared_blocks_read bigint[],
    shared_blocks_dirtied bigint[],
    shared_blocks_written bigint[],
    local_blocks_hit bigint[],
    local_blocks_read bigint[],
    local_blocks_dirtied bigint[],
    local_blocks_written bigint[],
    temp_blocks_read bigint[],
    temp_blocks_written bigint[],
    block_read_time bigint[],
    block_write_time bigint[],
    temp_block_time bigint[],
    wal_records bigint[],
    wal_full_page_images bigint[],
    wal_bytes bigint[],
    jit_time bigint[],
    squared_time bigint[],
    longest_time bigint[],
    PRIMARY KEY (instance_id, taken_at, node_id, database_id)
) PARTITION BY RANGE (taken_at);
COMMENT ON TABLE statement_sample IS 'pg_stat_statements; objects are of statement_source.';
COMMENT ON COLUMN statement_sample.database_id IS '0: pg_stat_statements counts for all databases at once.';
COMMENT ON COLUMN statement_sample.gaps IS 'Why the interval may hold less than happened; empty for all that happened.';
COMMENT ON COLUMN statement_sample.incomplete IS 'The objects whose own counters were started anew within the interval.';
COMMENT ON COLUMN statement_sample.squared_time IS 'The sum of the squares of execution times, in thousandths of square milliseconds.';
COMMENT ON COLUMN statement_sample.longest_time IS 'The longest execution, where it was longer than any before; zero elsewhere.';

CREATE TABLE table_sample (
    instance_id uuid NOT NULL,
    node_id integer NOT NULL,
    database_id integer NOT NULL,
    taken_at timestamptz NOT NULL,
    interval_start timestamptz NOT NULL,
    gaps interval_gap[] NOT NULL,
    incomplete integer[] NOT NULL,
    objects integer[] NOT NULL,
    sequential_scans bigint[],
    sequential_rows_read bigint[],
    index_scans bigint[],
    index_rows_fetched bigint[],
    rows_inserted bigint[],
    rows_updated bigint[],
    rows_deleted bigint[],
    rows_hot_updated bigint[],
    heap_blocks_hit bigint[],
    heap_blocks_read bigint[],
    index_blocks_hit bigint[],
    index_blocks_read bigint[],
    vacuums bigint[],
    automatic_vacuums bigint[],
    analyzes bigint[],
    automatic_analyzes bigint[],
    PRIMARY KEY (instance_id, taken_at, node_id, database_id)
) PARTITION BY RANGE (taken_at);
COMMENT ON TABLE table_sample IS 'pg_stat_all_tables and pg_statio_all_tables; objects are of monitored_table.';

CREATE TABLE index_sample (
    instance_id uuid NOT NULL,
    node_id integer NOT NULL,
    database_id integer NOT NULL,
    taken_at timestamptz NOT NULL,
    interval_start timestamptz NOT NULL,
    gaps interval_gap[] NOT NULL,
    incomplete integer[] NOT NULL,
    objects integer[] NOT NULL,
    scans bigint[],
    rows_read bigint[],
    rows_fetched bigint[],
    blocks_hit bigint[],
    blocks_read bigint[],
    PRIMARY KEY (instance_id, taken_at, node_id, database_id)
) PARTITION BY RANGE (taken_at);
COMMENT ON TABLE index_sample IS 'pg_stat_all_indexes and pg_statio_all_indexes; objects are of monitored_index.';

CREATE TABLE database_sample (
    instance_id uuid NOT NULL,
    node_id integer NOT NULL,
    database_id integer NOT NULL,
    taken_at timestamptz NOT NULL,
    interval_start timestamptz NOT NULL,
    gaps interval_gap[] NOT NULL,
    incomplete integer[] NOT NULL,
    objects integer[] NOT NULL,
    commits bigint[],
    rollbacks bigint[],
    blocks_hit bigint[],
    blocks_read bigint[],
    rows_returned bigint[],
    rows_fetched bigint[],
    rows_inserted bigint[],
    rows_updated bigint[],
    rows_deleted bigint[],
    conflicts bigint[],
    temp_files bigint[],
    temp_bytes bigint[],
    deadlocks bigint[],
    block_read_time bigint[],
    block_write_time bigint[],
    session_time bigint[],
    active_time bigint[],
    idle_in_transaction_time bigint[],
    sessions bigint[],
    sessions_abandoned bigint[],
    sessions_fatal bigint[],
    sessions_killed bigint[],
    PRIMARY KEY (instance_id, taken_at, node_id, database_id)
) PARTITION BY RANGE (taken_at);
COMMENT ON TABLE database_sample IS 'pg_stat_database; objects are of monitored_database.';

-- Hours: samples summed up. A null counts as zero; it takes no space.

CREATE TABLE statement_hour (
    instance_id uuid NOT NULL,
    hour timestamptz NOT NULL,
    source_id integer NOT NULL,
    is_incomplete boolean NOT NULL,
    calls bigint NOT NULL,
    row_count bigint,
    execution_time bigint,
    plans bigint,
    planning_time bigint,
    shared_blocks_hit bigint,
    shared_blocks_read bigint,
    shared_blocks_dirtied bigint,
    shared_blocks_written bigint,
    local_blocks_hit bigint,
    local_blocks_read bigint,
    local_blocks_dirtied bigint,
    local_blocks_written bigint,
    temp_blocks_read bigint,
    temp_blocks_written bigint,
    block_read_time bigint,
    block_write_time bigint,
    temp_block_time bigint,
    wal_records bigint,
    wal_full_page_images bigint,
    wal_bytes bigint,
    jit_time bigint,
    squared_time bigint,
    longest_time bigint,
    PRIMARY KEY (instance_id, hour, source_id),
    FOREIGN KEY (instance_id, source_id) REFERENCES statement_source
) PARTITION BY RANGE (hour);
CREATE INDEX ON statement_hour (instance_id, source_id, hour);
COMMENT ON COLUMN statement_hour.is_incomplete IS 'Whether more may have happened than could be seen.';
COMMENT ON COLUMN statement_hour.longest_time IS 'The longest execution, where it was longer than any before; null elsewhere.';

CREATE TABLE table_hour (
    instance_id uuid NOT NULL,
    hour timestamptz NOT NULL,
    node_id integer NOT NULL,
    table_id integer NOT NULL,
    is_incomplete boolean NOT NULL,
    sequential_scans bigint,
    sequential_rows_read bigint,
    index_scans bigint,
    index_rows_fetched bigint,
    rows_inserted bigint,
    rows_updated bigint,
    rows_deleted bigint,
    rows_hot_updated bigint,
    heap_blocks_hit bigint,
    heap_blocks_read bigint,
    index_blocks_hit bigint,
    index_blocks_read bigint,
    vacuums bigint,
    automatic_vacuums bigint,
    analyzes bigint,
    automatic_analyzes bigint,
    PRIMARY KEY (instance_id, hour, table_id, node_id),
    FOREIGN KEY (instance_id, table_id) REFERENCES monitored_table
) PARTITION BY RANGE (hour);
CREATE INDEX ON table_hour (instance_id, table_id, hour);

CREATE TABLE index_hour (
    instance_id uuid NOT NULL,
    hour timestamptz NOT NULL,
    node_id integer NOT NULL,
    index_id integer NOT NULL,
    is_incomplete boolean NOT NULL,
    scans bigint,
    rows_read bigint,
    rows_fetched bigint,
    blocks_hit bigint,
    blocks_read bigint,
    PRIMARY KEY (instance_id, hour, index_id, node_id),
    FOREIGN KEY (instance_id, index_id) REFERENCES monitored_index
) PARTITION BY RANGE (hour);
CREATE INDEX ON index_hour (instance_id, index_id, hour);

CREATE TABLE database_hour (
    instance_id uuid NOT NULL,
    hour timestamptz NOT NULL,
    node_id integer NOT NULL,
    database_id integer NOT NULL,
    is_incomplete boolean NOT NULL,
    commits bigint,
    rollbacks bigint,
    blocks_hit bigint,
    blocks_read bigint,
    rows_returned bigint,
    rows_fetched bigint,
    rows_inserted bigint,
    rows_updated bigint,
    rows_deleted bigint,
    conflicts bigint,
    temp_files bigint,
    temp_bytes bigint,
    deadlocks bigint,
    block_read_time bigint,
    block_write_time bigint,
    session_time bigint,
    active_time bigint,
    idle_in_transaction_time bigint,
    sessions bigint,
    sessions_abandoned bigint,
    sessions_fatal bigint,
    sessions_killed bigint,
    PRIMARY KEY (instance_id, hour, database_id, node_id),
    FOREIGN KEY (instance_id, database_id) REFERENCES monitored_database
) PARTITION BY RANGE (hour);
CREATE INDEX ON database_hour (instance_id, database_id, hour);

CREATE TABLE rolled_up (
    instance_id uuid NOT NULL REFERENCES instance,
    kind counter_kind NOT NULL,
    until timestamptz NOT NULL,
    PRIMARY KEY (instance_id, kind)
);
COMMENT ON TABLE rolled_up IS 'Up to which hour the samples of a kind are summed up.';

-- What was counted, whether it is summed up already or not: what questions are asked of.

CREATE VIEW statement_counted AS
SELECT h.instance_id, NULL::integer AS node_id, h.source_id, h.hour AS counted_at, true AS is_sum, h.is_incomplete,
       h.calls, h.row_count, h.execution_time, h.plans, h.planning_time, h.shared_blocks_hit, h.shared_blocks_read,
       h.shared_blocks_dirtied, h.shared_blocks_written, h.local_blocks_hit, h.local_blocks_read,
       h.local_blocks_dirtied, h.local_blocks_written, h.temp_blocks_read, h.temp_blocks_written, h.block_read_time,
       h.block_write_time, h.temp_block_time, h.wal_records, h.wal_full_page_images, h.wal_bytes, h.jit_time,
       h.squared_time, h.longest_time
  FROM statement_hour h
 UNION ALL
SELECT s.instance_id, s.node_id, o.source_id, s.taken_at, false, o.source_id = ANY (s.incomplete),
       o.calls, o.row_count, o.execution_time, o.plans, o.planning_time, o.shared_blocks_hit, o.shared_blocks_read,
       o.shared_blocks_dirtied, o.shared_blocks_written, o.local_blocks_hit, o.local_blocks_read,
       o.local_blocks_dirtied, o.local_blocks_written, o.temp_blocks_read, o.temp_blocks_written, o.block_read_time,
       o.block_write_time, o.temp_block_time, o.wal_records, o.wal_full_page_images, o.wal_bytes, o.jit_time,
       o.squared_time, o.longest_time
  FROM statement_sample s
  LEFT JOIN rolled_up r ON r.instance_id = s.instance_id AND r.kind = 'statement'
 CROSS JOIN LATERAL unnest(
       s.objects, s.calls, s.row_count, s.execution_time, s.plans, s.planning_time, s.shared_blocks_hit,
       s.shared_blocks_read, s.shared_blocks_dirtied, s.shared_blocks_written, s.local_blocks_hit,
       s.local_blocks_read, s.local_blocks_dirtied, s.local_blocks_written, s.temp_blocks_read,
       s.temp_blocks_written, s.block_read_time, s.block_write_time, s.temp_block_time, s.wal_records,
       s.wal_full_page_images, s.wal_bytes, s.jit_time, s.squared_time, s.longest_time)
       AS o (
       source_id, calls, row_count, execution_time, plans, planning_time, shared_blocks_hit, shared_blocks_read,
       shared_blocks_dirtied, shared_blocks_written, local_blocks_hit, local_blocks_read, local_blocks_dirtied,
       local_blocks_written, temp_blocks_read, temp_blocks_written, block_read_time, block_write_time,
       temp_block_time, wal_records, wal_full_page_images, wal_bytes, jit_time, squared_time, longest_time)
 WHERE s.taken_at >= coalesce(r.until, '-infinity');
COMMENT ON VIEW statement_counted IS 'Sums by the hour (is_sum, counted_at is when the hour began) and samples since then (counted_at is when the interval ended).';

CREATE VIEW table_counted AS
SELECT h.instance_id, h.node_id, h.table_id, h.hour AS counted_at, true AS is_sum, h.is_incomplete,
       h.sequential_scans, h.sequential_rows_read, h.index_scans, h.index_rows_fetched, h.rows_inserted,
       h.rows_updated, h.rows_deleted, h.rows_hot_updated, h.heap_blocks_hit, h.heap_blocks_read, h.index_blocks_hit,
       h.index_blocks_read, h.vacuums, h.automatic_vacuums, h.analyzes, h.automatic_analyzes
  FROM table_hour h
 UNION ALL
SELECT s.instance_id, s.node_id, o.table_id, s.taken_at, false, o.table_id = ANY (s.incomplete),
       o.sequential_scans, o.sequential_rows_read, o.index_scans, o.index_rows_fetched, o.rows_inserted,
       o.rows_updated, o.rows_deleted, o.rows_hot_updated, o.heap_blocks_hit, o.heap_blocks_read, o.index_blocks_hit,
       o.index_blocks_read, o.vacuums, o.automatic_vacuums, o.analyzes, o.automatic_analyzes
  FROM table_sample s
  LEFT JOIN rolled_up r ON r.instance_id = s.instance_id AND r.kind = 'table'
 CROSS JOIN LATERAL unnest(
       s.objects, s.sequential_scans, s.sequential_rows_read, s.index_scans, s.index_rows_fetched, s.rows_inserted,
       s.rows_updated, s.rows_deleted, s.rows_hot_updated, s.heap_blocks_hit, s.heap_blocks_read, s.index_blocks_hit,
       s.index_blocks_read, s.vacuums, s.automatic_vacuums, s.analyzes, s.automatic_analyzes)
       AS o (
       table_id, sequential_scans, sequential_rows_read, index_scans, index_rows_fetched, rows_inserted,
       rows_updated, rows_deleted, rows_hot_updated, heap_blocks_hit, heap_blocks_read, index_blocks_hit,
       index_blocks_read, vacuums, automatic_vacuums, analyzes, automatic_analyzes)
 WHERE s.taken_at >= coalesce(r.until, '-infinity');

CREATE VIEW index_counted AS
SELECT h.instance_id, h.node_id, h.index_id, h.hour AS counted_at, true AS is_sum, h.is_incomplete,
       h.scans, h.rows_read, h.rows_fetched, h.blocks_hit, h.blocks_read
  FROM index_hour h
 UNION ALL
SELECT s.instance_id, s.node_id, o.index_id, s.taken_at, false, o.index_id = ANY (s.incomplete),
       o.scans, o.rows_read, o.rows_fetched, o.blocks_hit, o.blocks_read
  FROM index_sample s
  LEFT JOIN rolled_up r ON r.instance_id = s.instance_id AND r.kind = 'index'
 CROSS JOIN LATERAL unnest(
       s.objects, s.scans, s.rows_read, s.rows_fetched, s.blocks_hit, s.blocks_read)
       AS o (
       index_id, scans, rows_read, rows_fetched, blocks_hit, blocks_read)
 WHERE s.taken_at >= coalesce(r.until, '-infinity');

CREATE VIEW database_counted AS
SELECT h.instance_id, h.node_id, h.database_id, h.hour AS counted_at, true AS is_sum, h.is_incomplete,
       h.commits, h.rollbacks, h.blocks_hit, h.blocks_read, h.rows_returned, h.rows_fetched, h.rows_inserted,
       h.rows_updated, h.rows_deleted, h.conflicts, h.temp_files, h.temp_bytes, h.deadlocks, h.block_read_time,
       h.block_write_time, h.session_time, h.active_time, h.idle_in_transaction_time, h.sessions,
       h.sessions_abandoned, h.sessions_fatal, h.sessions_killed
  FROM database_hour h
 UNION ALL
SELECT s.instance_id, s.node_id, o.database_id, s.taken_at, false, o.database_id = ANY (s.incomplete),
       o.commits, o.rollbacks, o.blocks_hit, o.blocks_read, o.rows_returned, o.rows_fetched, o.rows_inserted,
       o.rows_updated, o.rows_deleted, o.conflicts, o.temp_files, o.temp_bytes, o.deadlocks, o.block_read_time,
       o.block_write_time, o.session_time, o.active_time, o.idle_in_transaction_time, o.sessions,
       o.sessions_abandoned, o.sessions_fatal, o.sessions_killed
  FROM database_sample s
  LEFT JOIN rolled_up r ON r.instance_id = s.instance_id AND r.kind = 'database'
 CROSS JOIN LATERAL unnest(
       s.objects, s.commits, s.rollbacks, s.blocks_hit, s.blocks_read, s.rows_returned, s.rows_fetched,
       s.rows_inserted, s.rows_updated, s.rows_deleted, s.conflicts, s.temp_files, s.temp_bytes, s.deadlocks,
       s.block_read_time, s.block_write_time, s.session_time, s.active_time, s.idle_in_transaction_time, s.sessions,
       s.sessions_abandoned, s.sessions_fatal, s.sessions_killed)
       AS o (
       database_id, commits, rollbacks, blocks_hit, blocks_read, rows_returned, rows_fetched, rows_inserted,
       rows_updated, rows_deleted, conflicts, temp_files, temp_bytes, deadlocks, block_read_time, block_write_time,
       session_time, active_time, idle_in_transaction_time, sessions, sessions_abandoned, sessions_fatal,
       sessions_killed)
 WHERE s.taken_at >= coalesce(r.until, '-infinity');

-- How things are ----------------------------------------------------------------------------------------------------

CREATE TABLE table_state (
    instance_id uuid NOT NULL,
    table_id integer NOT NULL,
    taken_at timestamptz NOT NULL,
    relation_oid oid NOT NULL,
    estimated_rows bigint NOT NULL,
    dead_rows bigint NOT NULL,
    changed_since_analyze bigint NOT NULL,
    table_bytes bigint,
    total_bytes bigint,
    last_vacuum timestamptz,
    last_analyze timestamptz,
    frozen_transaction_age bigint NOT NULL,
    PRIMARY KEY (instance_id, table_id),
    FOREIGN KEY (instance_id, table_id) REFERENCES monitored_table
) WITH (fillfactor = 80);
COMMENT ON TABLE table_state IS 'A table of the primary as it was when last looked at; gone where the table is.';
COMMENT ON COLUMN table_state.table_bytes IS 'Null where a lock was in the way at every look.';
COMMENT ON COLUMN table_state.last_vacuum IS 'By hand or automatic.';

CREATE TABLE index_state (
    instance_id uuid NOT NULL,
    index_id integer NOT NULL,
    taken_at timestamptz NOT NULL,
    relation_oid oid NOT NULL,
    index_bytes bigint,
    key_count integer NOT NULL,
    entry_count bigint NOT NULL,
    PRIMARY KEY (instance_id, index_id),
    FOREIGN KEY (instance_id, index_id) REFERENCES monitored_index
) WITH (fillfactor = 80);

CREATE TABLE database_state (
    instance_id uuid NOT NULL,
    database_id integer NOT NULL,
    taken_at timestamptz NOT NULL,
    database_bytes bigint,
    frozen_transaction_age bigint NOT NULL,
    PRIMARY KEY (instance_id, database_id),
    FOREIGN KEY (instance_id, database_id) REFERENCES monitored_database
);
COMMENT ON COLUMN database_state.database_bytes IS 'Null where the role may not ask.';

CREATE TABLE setting_history (
    instance_id uuid NOT NULL,
    node_id integer NOT NULL,
    setting_name varchar(100) NOT NULL,
    seen_at timestamptz NOT NULL,
    setting_value text,
    unit varchar(20),
    source varchar(100),
    PRIMARY KEY (instance_id, node_id, setting_name, seen_at),
    FOREIGN KEY (instance_id, node_id) REFERENCES node
);
COMMENT ON COLUMN setting_history.setting_value IS 'From this time on; null where the setting is gone.';

-- Activity ----------------------------------------------------------------------------------------------------------

CREATE TABLE activity_sample (
    instance_id uuid NOT NULL,
    node_id integer NOT NULL,
    taken_at timestamptz NOT NULL,
    connections integer NOT NULL,
    connection_limit integer NOT NULL,
    pids integer[] NOT NULL,
    states text[] NOT NULL,
    wait_types text[] NOT NULL,
    wait_events text[] NOT NULL,
    database_names text[] NOT NULL,
    role_names text[] NOT NULL,
    application_names text[] NOT NULL,
    statement_ids integer[] NOT NULL,
    transaction_millis bigint[] NOT NULL,
    query_millis bigint[] NOT NULL,
    blockers text[] NOT NULL,
    kept_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    PRIMARY KEY (instance_id, taken_at, node_id)
) PARTITION BY RANGE (taken_at);
CREATE INDEX ON activity_sample (instance_id, kept_at);
COMMENT ON TABLE activity_sample IS 'The sessions that were not idle at one moment, one array element each.';
COMMENT ON COLUMN activity_sample.kept_at IS 'By the repository''s clock; later than taken_at where the repository was away.';
COMMENT ON COLUMN activity_sample.statement_ids IS 'Of statement; 0 for none, or where the role may not see it.';
COMMENT ON COLUMN activity_sample.connections IS 'Client sessions of all states.';
COMMENT ON COLUMN activity_sample.blockers IS 'The pids that a session waits for, separated by commas; empty for none.';
COMMENT ON COLUMN activity_sample.transaction_millis IS 'How long the transaction has been open; null for none, and for a parallel worker, whose transaction is its leader''s. Less than nothing where the server''s clock was set back.';
COMMENT ON COLUMN activity_sample.query_millis IS 'Since when the query runs, or since when the session waits for its client within a transaction.';

CREATE TABLE activity_minute (
    instance_id uuid NOT NULL,
    minute timestamptz NOT NULL,
    node_id integer NOT NULL,
    database_name text NOT NULL,
    role_name text NOT NULL,
    application_name text NOT NULL,
    statement_id integer NOT NULL,
    state text NOT NULL,
    wait_type text NOT NULL,
    wait_event text NOT NULL,
    seen bigint NOT NULL,
    samples bigint NOT NULL,
    PRIMARY KEY (instance_id, minute, node_id, database_name, role_name, application_name, statement_id, state, wait_type, wait_event)
) PARTITION BY RANGE (minute);
COMMENT ON TABLE activity_minute IS 'Samples of activity summed up: sum(seen) / sum(samples) is how many sessions there were at a time on average.';
COMMENT ON COLUMN activity_minute.statement_id IS 'Of statement; 0 for none, or where the role may not see it.';
COMMENT ON COLUMN activity_minute.seen IS 'In how many samples a session was found so, once for each session.';
COMMENT ON COLUMN activity_minute.samples IS 'How many samples the minute has, in its row without a session (state is empty); 0 in all others.';

CREATE TYPE session_event_kind AS ENUM ('lock_wait', 'long_transaction', 'idle_in_transaction');
COMMENT ON TYPE session_event_kind IS 'What happened to a session: lock_wait (two looks or more saw it wait for a lock), long_transaction (open for five minutes or longer), idle_in_transaction (a client did nothing for a minute or longer within a transaction).';

CREATE TABLE session_event (
    instance_id uuid NOT NULL,
    first_seen_at timestamptz NOT NULL,
    node_id integer NOT NULL,
    pid integer NOT NULL,
    kind session_event_kind NOT NULL,
    began_at timestamptz NOT NULL,
    work_began_at timestamptz NOT NULL,
    last_seen_at timestamptz NOT NULL,
    ended_at timestamptz NULL,
    lasted_millis bigint NOT NULL CHECK (lasted_millis >= 0),
    looks integer NOT NULL,
    is_partly_seen boolean NOT NULL,
    database_name text NOT NULL,
    role_name text NOT NULL,
    application_name text NOT NULL,
    state text NOT NULL,
    statement_id integer NOT NULL,
    blockers jsonb NOT NULL,
    PRIMARY KEY (instance_id, first_seen_at, node_id, pid, kind)
) PARTITION BY RANGE (first_seen_at);
CREATE INDEX ON session_event (instance_id) WHERE ended_at IS NULL;
COMMENT ON TABLE session_event IS 'Waits for locks and long transactions, each once, from samples of activity.';
COMMENT ON COLUMN session_event.first_seen_at IS 'The first look that saw it, or saw that it was long.';
COMMENT ON COLUMN session_event.began_at IS 'Of a wait the first look that saw it: it may have begun up to one look before. Else as the server says.';
COMMENT ON COLUMN session_event.work_began_at IS 'When the query that waits, the transaction or being idle began, which tells it from what the same process did before.';
COMMENT ON COLUMN session_event.ended_at IS 'The first look that no longer saw it; null while it lasts.';
COMMENT ON COLUMN session_event.lasted_millis IS 'At least; never less than nothing, whatever the server''s clock does.';
COMMENT ON COLUMN session_event.is_partly_seen IS 'Whether looks are missing within it or at its end, or the server''s clock was set back.';
COMMENT ON COLUMN session_event.state IS 'At the last look that saw it, as are statement_id, role_name and application_name.';
COMMENT ON COLUMN session_event.statement_id IS 'Of statement; 0 for none, or where the role may not see it.';
COMMENT ON COLUMN session_event.blockers IS 'Those that a wait was for, directly or through another that waited, ten at the most: [{"pid", "database", "role", "application", "state", "statement", "waiting", "looks"}]; statement is of statement, waiting says whether it waited itself, looks at how many it was seen so.';

CREATE TYPE activity_purpose AS ENUM ('minutes', 'events');
COMMENT ON TYPE activity_purpose IS 'What samples of activity are worked up into: minutes (activity_minute), events (session_event).';

CREATE TABLE activity_summed (
    instance_id uuid NOT NULL REFERENCES instance,
    purpose activity_purpose NOT NULL,
    until timestamptz NOT NULL,
    PRIMARY KEY (instance_id, purpose)
);
COMMENT ON TABLE activity_summed IS 'Up to which kept_at samples of activity are worked up; changes with what is made of them in one transaction.';

CREATE TABLE replication_sample (
    instance_id uuid NOT NULL,
    node_id integer NOT NULL,
    taken_at timestamptz NOT NULL,
    peer varchar(200) NOT NULL,
    state varchar(40) NOT NULL,
    is_replica boolean NOT NULL,
    lag_bytes bigint,
    lag_time interval,
    retained_bytes bigint,
    PRIMARY KEY (instance_id, taken_at, node_id, peer)
) PARTITION BY RANGE (taken_at);
COMMENT ON COLUMN replication_sample.peer IS 'A replica by its application name (and address, where several have the same), a replication slot as slot:NAME, or upstream for what a standby follows.';
COMMENT ON COLUMN replication_sample.is_replica IS 'Whether it is a server that replays what it is sent, on which indexes may be used: no subscriber, no archiver, no slot.';

CREATE TABLE build_sample (
    instance_id uuid NOT NULL,
    node_id integer NOT NULL,
    taken_at timestamptz NOT NULL,
    pid integer NOT NULL,
    database_name text NOT NULL,
    command text NOT NULL,
    relation_oid oid NOT NULL,
    index_oid oid NOT NULL,
    phase text NOT NULL,
    blocks_done bigint NOT NULL,
    blocks_total bigint NOT NULL,
    rows_done bigint NOT NULL,
    rows_total bigint NOT NULL,
    PRIMARY KEY (instance_id, taken_at, node_id, pid)
) PARTITION BY RANGE (taken_at);
COMMENT ON TABLE build_sample IS 'Index builds under way (pg_stat_progress_create_index).';

-- Schemas -----------------------------------------------------------------------------------------------------------

CREATE TYPE bloat_unknown AS ENUM ('not_readable', 'not_analyzed', 'other_method', 'block_size');
COMMENT ON TYPE bloat_unknown IS 'Why bloat cannot be estimated: not_readable (the role may not see the statistics of the table), not_analyzed (there are none), other_method (the index is no B-tree), block_size (the blocks of the server are not of 8 kB).';

CREATE TABLE bloat_estimate (
    instance_id uuid NOT NULL,
    estimated_at timestamptz NOT NULL,
    database_id integer NOT NULL,
    table_ids integer[] NOT NULL,
    table_bytes bigint[] NOT NULL,
    toast_bytes bigint[] NOT NULL,
    table_fresh_bytes bigint[] NOT NULL,
    table_unknown bloat_unknown[] NOT NULL,
    index_ids integer[] NOT NULL,
    index_bytes bigint[] NOT NULL,
    index_fresh_bytes bigint[] NOT NULL,
    index_unknown bloat_unknown[] NOT NULL,
    PRIMARY KEY (instance_id, estimated_at, database_id),
    FOREIGN KEY (instance_id, database_id) REFERENCES monitored_database
) PARTITION BY RANGE (estimated_at);
COMMENT ON TABLE bloat_estimate IS 'Tables and indexes of the primary that have 1 MB or more: how large they are, and how large they would be if written anew. An element of an array for each.';
COMMENT ON COLUMN bloat_estimate.table_bytes IS 'Of their main parts.';
COMMENT ON COLUMN bloat_estimate.toast_bytes IS 'Of the main parts of their TOAST tables.';
COMMENT ON COLUMN bloat_estimate.table_fresh_bytes IS 'Of a main part after VACUUM FULL; null where it is not known.';
COMMENT ON COLUMN bloat_estimate.index_fresh_bytes IS 'After REINDEX; null where it is not known.';

CREATE TYPE schema_finding_kind AS ENUM ('invalid_index', 'duplicate_index', 'redundant_index', 'foreign_key_without_index');
COMMENT ON TYPE schema_finding_kind IS 'What is wrong with a schema: invalid_index (no query may use it, but writes keep it up to date), duplicate_index (another one is the same), redundant_index (another one begins with its keys), foreign_key_without_index (deletes of what it refers to read the whole table).';

CREATE TABLE schema_finding (
    instance_id uuid NOT NULL,
    finding_id integer GENERATED ALWAYS AS IDENTITY,
    database_id integer NOT NULL,
    kind schema_finding_kind NOT NULL,
    schema_name varchar(100) NOT NULL,
    table_name varchar(100) NOT NULL,
    index_name varchar(100),
    columns text[] NOT NULL,
    other_schema varchar(100),
    other_name varchar(100),
    detail text NOT NULL,
    first_seen timestamptz NOT NULL,
    last_seen timestamptz NOT NULL,
    PRIMARY KEY (instance_id, finding_id),
    FOREIGN KEY (instance_id, database_id) REFERENCES monitored_database
);
CREATE INDEX schema_finding_database ON schema_finding (instance_id, database_id);
COMMENT ON TABLE schema_finding IS 'What was wrong with a schema at the last look; gone where it holds no more.';
COMMENT ON COLUMN schema_finding.columns IS 'As index keys write them.';
COMMENT ON COLUMN schema_finding.other_name IS 'The index that does the same, or the table that a foreign key refers to.';

CREATE TABLE column_state (
    instance_id uuid NOT NULL,
    table_id integer NOT NULL,
    column_names text[] NOT NULL,
    column_types text[] NOT NULL,
    distinct_values double precision[] NOT NULL,
    null_fractions double precision[] NOT NULL,
    average_widths integer[] NOT NULL,
    PRIMARY KEY (instance_id, table_id),
    FOREIGN KEY (instance_id, table_id) REFERENCES monitored_table
);
COMMENT ON TABLE column_state IS 'What ANALYZE found of the columns of a table; nulls where the role may not see it, or it never ran. No values.';
COMMENT ON COLUMN column_state.distinct_values IS 'As n_distinct of pg_stats: a number, or minus a share of the rows.';

-- Our own work ------------------------------------------------------------------------------------------------------

CREATE TABLE collector_run (
    instance_id uuid NOT NULL,
    started_at timestamptz NOT NULL,
    node_id integer NOT NULL,
    collector varchar(40) NOT NULL,
    database_name varchar(100) NOT NULL,
    runs integer NOT NULL,
    failures integer NOT NULL,
    total_time bigint NOT NULL,
    longest_time bigint NOT NULL,
    last_failure text,
    PRIMARY KEY (instance_id, started_at, node_id, collector, database_name)
) PARTITION BY RANGE (started_at);
COMMENT ON TABLE collector_run IS 'How collectors did, summed up by the minute, by our own clock; times in microseconds.';

CREATE TABLE job (
    name varchar(60) PRIMARY KEY,
    last_started timestamptz NOT NULL,
    last_ended timestamptz,
    last_failure text
);
COMMENT ON TABLE job IS 'Work on the repository itself: partitions, retention, sums.';
