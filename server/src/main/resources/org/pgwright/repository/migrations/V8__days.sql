-- Days: the sums of all hours of a day (UTC), so that figures of months need not read every hour. A day is made once, when all
-- of its hours are: hours never change after that. Days of repositories that were there before are made by the same job, some
-- at a time; until then their hours are read.

CREATE TABLE statement_day (
    instance_id uuid NOT NULL,
    day timestamptz NOT NULL,
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
    PRIMARY KEY (instance_id, day, source_id),
    FOREIGN KEY (instance_id, source_id) REFERENCES statement_source
) PARTITION BY RANGE (day);
CREATE INDEX ON statement_day (instance_id, source_id, day);
COMMENT ON TABLE statement_day IS 'The sums of statement_hour over a whole day.';
COMMENT ON COLUMN statement_day.day IS 'When it began.';

CREATE TABLE table_day (
    instance_id uuid NOT NULL,
    day timestamptz NOT NULL,
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
    PRIMARY KEY (instance_id, day, table_id, node_id),
    FOREIGN KEY (instance_id, table_id) REFERENCES monitored_table
) PARTITION BY RANGE (day);
CREATE INDEX ON table_day (instance_id, table_id, day);
COMMENT ON TABLE table_day IS 'The sums of table_hour over a whole day.';
COMMENT ON COLUMN table_day.day IS 'When it began.';

CREATE TABLE index_day (
    instance_id uuid NOT NULL,
    day timestamptz NOT NULL,
    node_id integer NOT NULL,
    index_id integer NOT NULL,
    is_incomplete boolean NOT NULL,
    scans bigint,
    rows_read bigint,
    rows_fetched bigint,
    blocks_hit bigint,
    blocks_read bigint,
    PRIMARY KEY (instance_id, day, index_id, node_id),
    FOREIGN KEY (instance_id, index_id) REFERENCES monitored_index
) PARTITION BY RANGE (day);
CREATE INDEX ON index_day (instance_id, index_id, day);
COMMENT ON TABLE index_day IS 'The sums of index_hour over a whole day.';
COMMENT ON COLUMN index_day.day IS 'When it began.';

CREATE TABLE database_day (
    instance_id uuid NOT NULL,
    day timestamptz NOT NULL,
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
    PRIMARY KEY (instance_id, day, database_id, node_id),
    FOREIGN KEY (instance_id, database_id) REFERENCES monitored_database
) PARTITION BY RANGE (day);
CREATE INDEX ON database_day (instance_id, database_id, day);
COMMENT ON TABLE database_day IS 'The sums of database_hour over a whole day.';
COMMENT ON COLUMN database_day.day IS 'When it began.';

CREATE TABLE days_summed (
    instance_id uuid NOT NULL REFERENCES instance,
    kind counter_kind NOT NULL,
    until timestamptz NOT NULL,
    PRIMARY KEY (instance_id, kind)
);
COMMENT ON TABLE days_summed IS 'Up to which day the hours of a kind are summed up; changes with the sums in one transaction.';

-- What was counted in a time, from as few rows as possible: from whole days, from hours at the borders of the time (it begins
-- up to an hour earlier than asked for, as hours do), and from samples of which no hour is made yet. Its sums are those of the
-- views, over every time.

CREATE FUNCTION statement_counted_in(instance uuid, since timestamptz, before timestamptz)
RETURNS SETOF statement_counted STABLE LANGUAGE sql
BEGIN ATOMIC
    SELECT d.instance_id, NULL::integer AS node_id, d.source_id, d.day AS counted_at, true AS is_sum, d.is_incomplete,
           d.calls, d.row_count, d.execution_time, d.plans, d.planning_time, d.shared_blocks_hit, d.shared_blocks_read,
           d.shared_blocks_dirtied, d.shared_blocks_written, d.local_blocks_hit, d.local_blocks_read,
           d.local_blocks_dirtied, d.local_blocks_written, d.temp_blocks_read, d.temp_blocks_written, d.block_read_time,
           d.block_write_time, d.temp_block_time, d.wal_records, d.wal_full_page_images, d.wal_bytes, d.jit_time,
           d.squared_time, d.longest_time
      FROM statement_day d
     WHERE d.instance_id = instance
       AND d.day >= date_trunc('day', date_trunc('hour', since, 'UTC') + interval '23 hours', 'UTC')
       AND d.day < greatest(
               date_trunc('day', date_trunc('hour', since, 'UTC') + interval '23 hours', 'UTC'),
               least(date_trunc('day', before, 'UTC'),
                     coalesce((SELECT s.until FROM days_summed s
                                WHERE s.instance_id = instance AND s.kind = 'statement'), '-infinity')))
     UNION ALL
    SELECT h.instance_id, NULL::integer AS node_id, h.source_id, h.hour AS counted_at, true AS is_sum, h.is_incomplete,
           h.calls, h.row_count, h.execution_time, h.plans, h.planning_time, h.shared_blocks_hit, h.shared_blocks_read,
           h.shared_blocks_dirtied, h.shared_blocks_written, h.local_blocks_hit, h.local_blocks_read,
           h.local_blocks_dirtied, h.local_blocks_written, h.temp_blocks_read, h.temp_blocks_written, h.block_read_time,
           h.block_write_time, h.temp_block_time, h.wal_records, h.wal_full_page_images, h.wal_bytes, h.jit_time,
           h.squared_time, h.longest_time
      FROM statement_hour h
     WHERE h.instance_id = instance
       AND h.hour >= date_trunc('hour', since, 'UTC')
       AND h.hour < least(before, date_trunc('day', date_trunc('hour', since, 'UTC') + interval '23 hours', 'UTC'))
     UNION ALL
    SELECT h.instance_id, NULL::integer AS node_id, h.source_id, h.hour AS counted_at, true AS is_sum, h.is_incomplete,
           h.calls, h.row_count, h.execution_time, h.plans, h.planning_time, h.shared_blocks_hit, h.shared_blocks_read,
           h.shared_blocks_dirtied, h.shared_blocks_written, h.local_blocks_hit, h.local_blocks_read,
           h.local_blocks_dirtied, h.local_blocks_written, h.temp_blocks_read, h.temp_blocks_written, h.block_read_time,
           h.block_write_time, h.temp_block_time, h.wal_records, h.wal_full_page_images, h.wal_bytes, h.jit_time,
           h.squared_time, h.longest_time
      FROM statement_hour h
     WHERE h.instance_id = instance
       AND h.hour >= greatest(
               date_trunc('day', date_trunc('hour', since, 'UTC') + interval '23 hours', 'UTC'),
               least(date_trunc('day', before, 'UTC'),
                     coalesce((SELECT s.until FROM days_summed s
                                WHERE s.instance_id = instance AND s.kind = 'statement'), '-infinity')))
       AND h.hour < before
     UNION ALL
    SELECT s.instance_id, s.node_id, o.source_id, s.taken_at, false, o.source_id = ANY (s.incomplete),
           o.calls, o.row_count, o.execution_time, o.plans, o.planning_time, o.shared_blocks_hit, o.shared_blocks_read,
           o.shared_blocks_dirtied, o.shared_blocks_written, o.local_blocks_hit, o.local_blocks_read,
           o.local_blocks_dirtied, o.local_blocks_written, o.temp_blocks_read, o.temp_blocks_written, o.block_read_time,
           o.block_write_time, o.temp_block_time, o.wal_records, o.wal_full_page_images, o.wal_bytes, o.jit_time,
           o.squared_time, o.longest_time
      FROM statement_sample s
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
     WHERE s.instance_id = instance
       AND s.taken_at >= greatest(
               since,
               coalesce((SELECT r.until FROM rolled_up r
                          WHERE r.instance_id = instance AND r.kind = 'statement'), '-infinity'))
       AND s.taken_at < before;
END;
COMMENT ON FUNCTION statement_counted_in IS 'What statement_counted has of a time, a whole day in one row where it is summed up.';

CREATE FUNCTION table_counted_in(instance uuid, since timestamptz, before timestamptz)
RETURNS SETOF table_counted STABLE LANGUAGE sql
BEGIN ATOMIC
    SELECT d.instance_id, d.node_id, d.table_id, d.day AS counted_at, true AS is_sum, d.is_incomplete,
           d.sequential_scans, d.sequential_rows_read, d.index_scans, d.index_rows_fetched, d.rows_inserted,
           d.rows_updated, d.rows_deleted, d.rows_hot_updated, d.heap_blocks_hit, d.heap_blocks_read, d.index_blocks_hit,
           d.index_blocks_read, d.vacuums, d.automatic_vacuums, d.analyzes, d.automatic_analyzes
      FROM table_day d
     WHERE d.instance_id = instance
       AND d.day >= date_trunc('day', date_trunc('hour', since, 'UTC') + interval '23 hours', 'UTC')
       AND d.day < greatest(
               date_trunc('day', date_trunc('hour', since, 'UTC') + interval '23 hours', 'UTC'),
               least(date_trunc('day', before, 'UTC'),
                     coalesce((SELECT s.until FROM days_summed s
                                WHERE s.instance_id = instance AND s.kind = 'table'), '-infinity')))
     UNION ALL
    SELECT h.instance_id, h.node_id, h.table_id, h.hour AS counted_at, true AS is_sum, h.is_incomplete,
           h.sequential_scans, h.sequential_rows_read, h.index_scans, h.index_rows_fetched, h.rows_inserted,
           h.rows_updated, h.rows_deleted, h.rows_hot_updated, h.heap_blocks_hit, h.heap_blocks_read, h.index_blocks_hit,
           h.index_blocks_read, h.vacuums, h.automatic_vacuums, h.analyzes, h.automatic_analyzes
      FROM table_hour h
     WHERE h.instance_id = instance
       AND h.hour >= date_trunc('hour', since, 'UTC')
       AND h.hour < least(before, date_trunc('day', date_trunc('hour', since, 'UTC') + interval '23 hours', 'UTC'))
     UNION ALL
    SELECT h.instance_id, h.node_id, h.table_id, h.hour AS counted_at, true AS is_sum, h.is_incomplete,
           h.sequential_scans, h.sequential_rows_read, h.index_scans, h.index_rows_fetched, h.rows_inserted,
           h.rows_updated, h.rows_deleted, h.rows_hot_updated, h.heap_blocks_hit, h.heap_blocks_read, h.index_blocks_hit,
           h.index_blocks_read, h.vacuums, h.automatic_vacuums, h.analyzes, h.automatic_analyzes
      FROM table_hour h
     WHERE h.instance_id = instance
       AND h.hour >= greatest(
               date_trunc('day', date_trunc('hour', since, 'UTC') + interval '23 hours', 'UTC'),
               least(date_trunc('day', before, 'UTC'),
                     coalesce((SELECT s.until FROM days_summed s
                                WHERE s.instance_id = instance AND s.kind = 'table'), '-infinity')))
       AND h.hour < before
     UNION ALL
    SELECT s.instance_id, s.node_id, o.table_id, s.taken_at, false, o.table_id = ANY (s.incomplete),
           o.sequential_scans, o.sequential_rows_read, o.index_scans, o.index_rows_fetched, o.rows_inserted,
           o.rows_updated, o.rows_deleted, o.rows_hot_updated, o.heap_blocks_hit, o.heap_blocks_read, o.index_blocks_hit,
           o.index_blocks_read, o.vacuums, o.automatic_vacuums, o.analyzes, o.automatic_analyzes
      FROM table_sample s
     CROSS JOIN LATERAL unnest(
           s.objects, s.sequential_scans, s.sequential_rows_read, s.index_scans, s.index_rows_fetched, s.rows_inserted,
           s.rows_updated, s.rows_deleted, s.rows_hot_updated, s.heap_blocks_hit, s.heap_blocks_read, s.index_blocks_hit,
           s.index_blocks_read, s.vacuums, s.automatic_vacuums, s.analyzes, s.automatic_analyzes)
           AS o (
           table_id, sequential_scans, sequential_rows_read, index_scans, index_rows_fetched, rows_inserted,
           rows_updated, rows_deleted, rows_hot_updated, heap_blocks_hit, heap_blocks_read, index_blocks_hit,
           index_blocks_read, vacuums, automatic_vacuums, analyzes, automatic_analyzes)
     WHERE s.instance_id = instance
       AND s.taken_at >= greatest(
               since,
               coalesce((SELECT r.until FROM rolled_up r
                          WHERE r.instance_id = instance AND r.kind = 'table'), '-infinity'))
       AND s.taken_at < before;
END;
COMMENT ON FUNCTION table_counted_in IS 'What table_counted has of a time, a whole day in one row where it is summed up.';

CREATE FUNCTION index_counted_in(instance uuid, since timestamptz, before timestamptz)
RETURNS SETOF index_counted STABLE LANGUAGE sql
BEGIN ATOMIC
    SELECT d.instance_id, d.node_id, d.index_id, d.day AS counted_at, true AS is_sum, d.is_incomplete,
           d.scans, d.rows_read, d.rows_fetched, d.blocks_hit, d.blocks_read
      FROM index_day d
     WHERE d.instance_id = instance
       AND d.day >= date_trunc('day', date_trunc('hour', since, 'UTC') + interval '23 hours', 'UTC')
       AND d.day < greatest(
               date_trunc('day', date_trunc('hour', since, 'UTC') + interval '23 hours', 'UTC'),
               least(date_trunc('day', before, 'UTC'),
                     coalesce((SELECT s.until FROM days_summed s
                                WHERE s.instance_id = instance AND s.kind = 'index'), '-infinity')))
     UNION ALL
    SELECT h.instance_id, h.node_id, h.index_id, h.hour AS counted_at, true AS is_sum, h.is_incomplete,
           h.scans, h.rows_read, h.rows_fetched, h.blocks_hit, h.blocks_read
      FROM index_hour h
     WHERE h.instance_id = instance
       AND h.hour >= date_trunc('hour', since, 'UTC')
       AND h.hour < least(before, date_trunc('day', date_trunc('hour', since, 'UTC') + interval '23 hours', 'UTC'))
     UNION ALL
    SELECT h.instance_id, h.node_id, h.index_id, h.hour AS counted_at, true AS is_sum, h.is_incomplete,
           h.scans, h.rows_read, h.rows_fetched, h.blocks_hit, h.blocks_read
      FROM index_hour h
     WHERE h.instance_id = instance
       AND h.hour >= greatest(
               date_trunc('day', date_trunc('hour', since, 'UTC') + interval '23 hours', 'UTC'),
               least(date_trunc('day', before, 'UTC'),
                     coalesce((SELECT s.until FROM days_summed s
                                WHERE s.instance_id = instance AND s.kind = 'index'), '-infinity')))
       AND h.hour < before
     UNION ALL
    SELECT s.instance_id, s.node_id, o.index_id, s.taken_at, false, o.index_id = ANY (s.incomplete),
           o.scans, o.rows_read, o.rows_fetched, o.blocks_hit, o.blocks_read
      FROM index_sample s
     CROSS JOIN LATERAL unnest(
           s.objects, s.scans, s.rows_read, s.rows_fetched, s.blocks_hit, s.blocks_read)
           AS o (
           index_id, scans, rows_read, rows_fetched, blocks_hit, blocks_read)
     WHERE s.instance_id = instance
       AND s.taken_at >= greatest(
               since,
               coalesce((SELECT r.until FROM rolled_up r
                          WHERE r.instance_id = instance AND r.kind = 'index'), '-infinity'))
       AND s.taken_at < before;
END;
COMMENT ON FUNCTION index_counted_in IS 'What index_counted has of a time, a whole day in one row where it is summed up.';

CREATE FUNCTION database_counted_in(instance uuid, since timestamptz, before timestamptz)
RETURNS SETOF database_counted STABLE LANGUAGE sql
BEGIN ATOMIC
    SELECT d.instance_id, d.node_id, d.database_id, d.day AS counted_at, true AS is_sum, d.is_incomplete,
           d.commits, d.rollbacks, d.blocks_hit, d.blocks_read, d.rows_returned, d.rows_fetched, d.rows_inserted,
           d.rows_updated, d.rows_deleted, d.conflicts, d.temp_files, d.temp_bytes, d.deadlocks, d.block_read_time,
           d.block_write_time, d.session_time, d.active_time, d.idle_in_transaction_time, d.sessions,
           d.sessions_abandoned, d.sessions_fatal, d.sessions_killed
      FROM database_day d
     WHERE d.instance_id = instance
       AND d.day >= date_trunc('day', date_trunc('hour', since, 'UTC') + interval '23 hours', 'UTC')
       AND d.day < greatest(
               date_trunc('day', date_trunc('hour', since, 'UTC') + interval '23 hours', 'UTC'),
               least(date_trunc('day', before, 'UTC'),
                     coalesce((SELECT s.until FROM days_summed s
                                WHERE s.instance_id = instance AND s.kind = 'database'), '-infinity')))
     UNION ALL
    SELECT h.instance_id, h.node_id, h.database_id, h.hour AS counted_at, true AS is_sum, h.is_incomplete,
           h.commits, h.rollbacks, h.blocks_hit, h.blocks_read, h.rows_returned, h.rows_fetched, h.rows_inserted,
           h.rows_updated, h.rows_deleted, h.conflicts, h.temp_files, h.temp_bytes, h.deadlocks, h.block_read_time,
           h.block_write_time, h.session_time, h.active_time, h.idle_in_transaction_time, h.sessions,
           h.sessions_abandoned, h.sessions_fatal, h.sessions_killed
      FROM database_hour h
     WHERE h.instance_id = instance
       AND h.hour >= date_trunc('hour', since, 'UTC')
       AND h.hour < least(before, date_trunc('day', date_trunc('hour', since, 'UTC') + interval '23 hours', 'UTC'))
     UNION ALL
    SELECT h.instance_id, h.node_id, h.database_id, h.hour AS counted_at, true AS is_sum, h.is_incomplete,
           h.commits, h.rollbacks, h.blocks_hit, h.blocks_read, h.rows_returned, h.rows_fetched, h.rows_inserted,
           h.rows_updated, h.rows_deleted, h.conflicts, h.temp_files, h.temp_bytes, h.deadlocks, h.block_read_time,
           h.block_write_time, h.session_time, h.active_time, h.idle_in_transaction_time, h.sessions,
           h.sessions_abandoned, h.sessions_fatal, h.sessions_killed
      FROM database_hour h
     WHERE h.instance_id = instance
       AND h.hour >= greatest(
               date_trunc('day', date_trunc('hour', since, 'UTC') + interval '23 hours', 'UTC'),
               least(date_trunc('day', before, 'UTC'),
                     coalesce((SELECT s.until FROM days_summed s
                                WHERE s.instance_id = instance AND s.kind = 'database'), '-infinity')))
       AND h.hour < before
     UNION ALL
    SELECT s.instance_id, s.node_id, o.database_id, s.taken_at, false, o.database_id = ANY (s.incomplete),
           o.commits, o.rollbacks, o.blocks_hit, o.blocks_read, o.rows_returned, o.rows_fetched, o.rows_inserted,
           o.rows_updated, o.rows_deleted, o.conflicts, o.temp_files, o.temp_bytes, o.deadlocks, o.block_read_time,
           o.block_write_time, o.session_time, o.active_time, o.idle_in_transaction_time, o.sessions,
           o.sessions_abandoned, o.sessions_fatal, o.sessions_killed
      FROM database_sample s
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
     WHERE s.instance_id = instance
       AND s.taken_at >= greatest(
               since,
               coalesce((SELECT r.until FROM rolled_up r
                          WHERE r.instance_id = instance AND r.kind = 'database'), '-infinity'))
       AND s.taken_at < before;
END;
COMMENT ON FUNCTION database_counted_in IS 'What database_counted has of a time, a whole day in one row where it is summed up.';
