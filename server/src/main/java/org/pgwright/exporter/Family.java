package org.pgwright.exporter;

import java.util.List;

/** What is told of servers, databases and ourselves: every metric of ours, in docs/metrics.md. */
public enum Family {
    // Servers
    SERVER_INFO(
            "server_info",
            Type.GAUGE,
            "1, with version and role of a server.",
            "cluster",
            "server",
            "version",
            "role"),
    SERVER_UP(
            "server_up",
            Type.GAUGE,
            "Whether the server was looked at in the last two minutes.",
            "cluster",
            "server"),
    SERVER_START_TIME(
            "server_start_time_seconds",
            Type.GAUGE,
            "When the server was started.",
            "cluster",
            "server"),
    CONNECTIONS(
            "connections",
            Type.GAUGE,
            "Sessions by state at the last look.",
            "cluster",
            "server",
            "state"),
    CONNECTIONS_LIMIT(
            "connections_limit",
            Type.GAUGE,
            "How many connections the server takes (max_connections).",
            "cluster",
            "server"),
    SESSIONS_WAITING_FOR_LOCKS(
            "sessions_waiting_for_locks",
            Type.GAUGE,
            "Sessions that wait for a lock.",
            "cluster",
            "server"),
    LONGEST_TRANSACTION(
            "longest_transaction_seconds",
            Type.GAUGE,
            "How long the oldest transaction has been open; 0 for none.",
            "cluster",
            "server"),
    LONGEST_IDLE_IN_TRANSACTION(
            "longest_idle_in_transaction_seconds",
            Type.GAUGE,
            "How long the longest has waited for its client within a transaction; 0 for none.",
            "cluster",
            "server"),

    // Databases: counters as the server has them
    DATABASE_COMMITS(
            "database_commits_total",
            Type.COUNTER,
            "Transactions committed.",
            "cluster",
            "server",
            "database"),
    DATABASE_ROLLBACKS(
            "database_rollbacks_total",
            Type.COUNTER,
            "Transactions rolled back.",
            "cluster",
            "server",
            "database"),
    DATABASE_BLOCKS_HIT(
            "database_blocks_hit_total",
            Type.COUNTER,
            "Blocks found in shared buffers.",
            "cluster",
            "server",
            "database"),
    DATABASE_BLOCKS_READ(
            "database_blocks_read_total",
            Type.COUNTER,
            "Blocks not found in shared buffers.",
            "cluster",
            "server",
            "database"),
    DATABASE_ROWS_RETURNED(
            "database_rows_returned_total",
            Type.COUNTER,
            "Rows that scans came past (tup_returned).",
            "cluster",
            "server",
            "database"),
    DATABASE_ROWS_FETCHED(
            "database_rows_fetched_total",
            Type.COUNTER,
            "Rows fetched by index scans (tup_fetched).",
            "cluster",
            "server",
            "database"),
    DATABASE_ROWS_INSERTED(
            "database_rows_inserted_total",
            Type.COUNTER,
            "Rows inserted.",
            "cluster",
            "server",
            "database"),
    DATABASE_ROWS_UPDATED(
            "database_rows_updated_total",
            Type.COUNTER,
            "Rows updated.",
            "cluster",
            "server",
            "database"),
    DATABASE_ROWS_DELETED(
            "database_rows_deleted_total",
            Type.COUNTER,
            "Rows deleted.",
            "cluster",
            "server",
            "database"),
    DATABASE_CONFLICTS(
            "database_conflicts_total",
            Type.COUNTER,
            "Statements cancelled on a standby by recovery.",
            "cluster",
            "server",
            "database"),
    DATABASE_TEMP_FILES(
            "database_temp_files_total",
            Type.COUNTER,
            "Temporary files written.",
            "cluster",
            "server",
            "database"),
    DATABASE_TEMP_BYTES(
            "database_temp_bytes_total",
            Type.COUNTER,
            "Bytes written to temporary files.",
            "cluster",
            "server",
            "database"),
    DATABASE_DEADLOCKS(
            "database_deadlocks_total",
            Type.COUNTER,
            "Deadlocks.",
            "cluster",
            "server",
            "database"),
    DATABASE_BLOCK_READ_TIME(
            "database_block_read_seconds_total",
            Type.COUNTER,
            "Time spent reading blocks, where track_io_timing is on.",
            "cluster",
            "server",
            "database"),
    DATABASE_BLOCK_WRITE_TIME(
            "database_block_write_seconds_total",
            Type.COUNTER,
            "Time spent writing blocks, where track_io_timing is on.",
            "cluster",
            "server",
            "database"),
    DATABASE_SESSION_TIME(
            "database_session_seconds_total",
            Type.COUNTER,
            "Time that sessions were open.",
            "cluster",
            "server",
            "database"),
    DATABASE_ACTIVE_TIME(
            "database_active_seconds_total",
            Type.COUNTER,
            "Time that sessions were at work.",
            "cluster",
            "server",
            "database"),
    DATABASE_IDLE_IN_TRANSACTION_TIME(
            "database_idle_in_transaction_seconds_total",
            Type.COUNTER,
            "Time that sessions waited for their client within a transaction.",
            "cluster",
            "server",
            "database"),
    DATABASE_SESSIONS(
            "database_sessions_total",
            Type.COUNTER,
            "Sessions begun.",
            "cluster",
            "server",
            "database"),
    DATABASE_SESSIONS_ABANDONED(
            "database_sessions_abandoned_total",
            Type.COUNTER,
            "Sessions that lost their client.",
            "cluster",
            "server",
            "database"),
    DATABASE_SESSIONS_FATAL(
            "database_sessions_fatal_total",
            Type.COUNTER,
            "Sessions ended by a fatal error.",
            "cluster",
            "server",
            "database"),
    DATABASE_SESSIONS_KILLED(
            "database_sessions_killed_total",
            Type.COUNTER,
            "Sessions ended by an operator.",
            "cluster",
            "server",
            "database"),

    // Databases: how they are
    DATABASE_SIZE(
            "database_size_bytes", Type.GAUGE, "Size of the database.", "cluster", "database"),
    DATABASE_FROZEN_AGE(
            "database_frozen_transaction_age",
            Type.GAUGE,
            "Transactions since the oldest row that is not frozen; at 2,100 million the server stops.",
            "cluster",
            "database"),
    DATABASE_DEAD_ROWS(
            "database_worst_dead_rows_ratio",
            Type.GAUGE,
            "Largest share of dead rows of any table of 1,000 rows or more.",
            "cluster",
            "database"),
    DATABASE_BLOAT(
            "database_worst_bloat_ratio",
            Type.GAUGE,
            "Largest share of any table or index of 10 MB or more that would not be there if it were written anew; an estimate.",
            "cluster",
            "database"),
    DATABASE_VACUUM_OVERDUE(
            "database_worst_vacuum_overdue_seconds",
            Type.GAUGE,
            "Longest time since a vacuum of any table that one is due for; 0 while none is.",
            "cluster",
            "database"),
    DATABASE_SEQUENTIAL_SCANS(
            "database_worst_sequential_scans_per_minute",
            Type.GAUGE,
            "Most sequential scans a minute of any table over 10,000 rows.",
            "cluster",
            "database"),

    // Tables: the largest 100 of a cluster
    TABLE_SIZE(
            "table_size_bytes",
            Type.GAUGE,
            "Size of the table, without indexes and TOAST.",
            "cluster",
            "database",
            "schema",
            "table"),
    TABLE_TOTAL_SIZE(
            "table_total_size_bytes",
            Type.GAUGE,
            "Size of the table with indexes and TOAST.",
            "cluster",
            "database",
            "schema",
            "table"),
    TABLE_ROWS(
            "table_rows",
            Type.GAUGE,
            "Rows, as the server estimates.",
            "cluster",
            "database",
            "schema",
            "table"),
    TABLE_DEAD_ROWS(
            "table_dead_rows",
            Type.GAUGE,
            "Dead rows, as the server estimates.",
            "cluster",
            "database",
            "schema",
            "table"),
    TABLE_LAST_VACUUM(
            "table_last_vacuum_timestamp_seconds",
            Type.GAUGE,
            "When it was vacuumed last, by hand or automatically.",
            "cluster",
            "database",
            "schema",
            "table"),
    TABLE_LAST_ANALYZE(
            "table_last_analyze_timestamp_seconds",
            Type.GAUGE,
            "When it was analyzed last, by hand or automatically.",
            "cluster",
            "database",
            "schema",
            "table"),
    TABLE_BLOAT(
            "table_bloat_ratio",
            Type.GAUGE,
            "Share that would not be there if it were written anew; an estimate.",
            "cluster",
            "database",
            "schema",
            "table"),
    TABLE_SEQUENTIAL_SCANS(
            "table_sequential_scans_total",
            Type.COUNTER,
            "Sequential scans.",
            "cluster",
            "server",
            "database",
            "schema",
            "table"),
    TABLE_SEQUENTIAL_ROWS_READ(
            "table_sequential_rows_read_total",
            Type.COUNTER,
            "Rows read by sequential scans.",
            "cluster",
            "server",
            "database",
            "schema",
            "table"),
    TABLE_INDEX_SCANS(
            "table_index_scans_total",
            Type.COUNTER,
            "Index scans.",
            "cluster",
            "server",
            "database",
            "schema",
            "table"),
    TABLE_INDEX_ROWS_FETCHED(
            "table_index_rows_fetched_total",
            Type.COUNTER,
            "Rows fetched by index scans.",
            "cluster",
            "server",
            "database",
            "schema",
            "table"),
    TABLE_ROWS_INSERTED(
            "table_rows_inserted_total",
            Type.COUNTER,
            "Rows inserted.",
            "cluster",
            "server",
            "database",
            "schema",
            "table"),
    TABLE_ROWS_UPDATED(
            "table_rows_updated_total",
            Type.COUNTER,
            "Rows updated.",
            "cluster",
            "server",
            "database",
            "schema",
            "table"),
    TABLE_ROWS_DELETED(
            "table_rows_deleted_total",
            Type.COUNTER,
            "Rows deleted.",
            "cluster",
            "server",
            "database",
            "schema",
            "table"),
    TABLE_ROWS_HOT_UPDATED(
            "table_rows_hot_updated_total",
            Type.COUNTER,
            "Rows updated without touching indexes.",
            "cluster",
            "server",
            "database",
            "schema",
            "table"),
    TABLE_HEAP_BLOCKS_HIT(
            "table_heap_blocks_hit_total",
            Type.COUNTER,
            "Blocks of the table found in shared buffers.",
            "cluster",
            "server",
            "database",
            "schema",
            "table"),
    TABLE_HEAP_BLOCKS_READ(
            "table_heap_blocks_read_total",
            Type.COUNTER,
            "Blocks of the table not found in shared buffers.",
            "cluster",
            "server",
            "database",
            "schema",
            "table"),
    TABLE_INDEX_BLOCKS_HIT(
            "table_index_blocks_hit_total",
            Type.COUNTER,
            "Blocks of its indexes found in shared buffers.",
            "cluster",
            "server",
            "database",
            "schema",
            "table"),
    TABLE_INDEX_BLOCKS_READ(
            "table_index_blocks_read_total",
            Type.COUNTER,
            "Blocks of its indexes not found in shared buffers.",
            "cluster",
            "server",
            "database",
            "schema",
            "table"),
    TABLE_VACUUMS(
            "table_vacuums_total",
            Type.COUNTER,
            "Vacuums by hand.",
            "cluster",
            "server",
            "database",
            "schema",
            "table"),
    TABLE_AUTOMATIC_VACUUMS(
            "table_automatic_vacuums_total",
            Type.COUNTER,
            "Vacuums by autovacuum.",
            "cluster",
            "server",
            "database",
            "schema",
            "table"),
    TABLE_ANALYZES(
            "table_analyzes_total",
            Type.COUNTER,
            "Analyzes by hand.",
            "cluster",
            "server",
            "database",
            "schema",
            "table"),
    TABLE_AUTOMATIC_ANALYZES(
            "table_automatic_analyzes_total",
            Type.COUNTER,
            "Analyzes by autovacuum.",
            "cluster",
            "server",
            "database",
            "schema",
            "table"),

    // Indexes: the largest 100 of a cluster
    INDEX_SIZE(
            "index_size_bytes",
            Type.GAUGE,
            "Size of the index.",
            "cluster",
            "database",
            "schema",
            "table",
            "index"),
    INDEX_BLOAT(
            "index_bloat_ratio",
            Type.GAUGE,
            "Share that would not be there if it were written anew; an estimate.",
            "cluster",
            "database",
            "schema",
            "table",
            "index"),
    INDEX_SCANS(
            "index_scans_total",
            Type.COUNTER,
            "Scans of the index.",
            "cluster",
            "server",
            "database",
            "schema",
            "table",
            "index"),
    INDEX_ROWS_READ(
            "index_rows_read_total",
            Type.COUNTER,
            "Entries returned by scans of the index.",
            "cluster",
            "server",
            "database",
            "schema",
            "table",
            "index"),
    INDEX_ROWS_FETCHED(
            "index_rows_fetched_total",
            Type.COUNTER,
            "Live rows fetched by simple scans of the index.",
            "cluster",
            "server",
            "database",
            "schema",
            "table",
            "index"),
    INDEX_BLOCKS_HIT(
            "index_blocks_hit_total",
            Type.COUNTER,
            "Blocks of the index found in shared buffers.",
            "cluster",
            "server",
            "database",
            "schema",
            "table",
            "index"),
    INDEX_BLOCKS_READ(
            "index_blocks_read_total",
            Type.COUNTER,
            "Blocks of the index not found in shared buffers.",
            "cluster",
            "server",
            "database",
            "schema",
            "table",
            "index"),

    // Queries: the 50 dearest of a cluster in the last 5 minutes
    QUERY_CALLS("query_calls_per_second", Type.GAUGE, "Calls a second.", "cluster", "query"),
    QUERY_EXECUTION(
            "query_execution_seconds_per_second",
            Type.GAUGE,
            "Time spent executing it a second: 1 keeps one session busy.",
            "cluster",
            "query"),
    QUERY_ROWS(
            "query_rows_per_second",
            Type.GAUGE,
            "Rows returned or changed a second.",
            "cluster",
            "query"),
    QUERY_BLOCKS_READ(
            "query_blocks_read_per_second",
            Type.GAUGE,
            "Blocks not found in shared buffers a second.",
            "cluster",
            "query"),
    QUERY_LATENCY_MEAN(
            "query_latency_mean_seconds", Type.GAUGE, "Mean time of a call.", "cluster", "query"),
    QUERY_LATENCY_P95(
            "query_latency_p95_seconds",
            Type.GAUGE,
            "95 % of calls of the last hour were faster; only where the log tells of them.",
            "cluster",
            "query"),
    QUERY_LATENCY_P99(
            "query_latency_p99_seconds",
            Type.GAUGE,
            "99 % of calls of the last hour were faster; only where the log tells of them.",
            "cluster",
            "query"),

    // Clusters: as thresholds are compared with
    LATENCY_MEAN(
            "latency_mean_seconds",
            Type.GAUGE,
            "Mean time of a call of all queries in the last 5 minutes.",
            "cluster"),
    LATENCY_P95(
            "latency_p95_seconds",
            Type.GAUGE,
            "95 % of calls of the last hour were faster; only where the log tells of all.",
            "cluster"),
    LATENCY_P99(
            "latency_p99_seconds",
            Type.GAUGE,
            "99 % of calls of the last hour were faster; only where the log tells of all.",
            "cluster"),
    SLOW_QUERIES(
            "slow_queries_per_minute",
            Type.GAUGE,
            "Calls a minute that took a second or longer, at least.",
            "cluster"),
    CACHE_HIT(
            "cache_hit_ratio",
            Type.GAUGE,
            "Blocks found in shared buffers over blocks asked for, in the last 5 minutes.",
            "cluster"),
    CONNECTIONS_USED(
            "connections_used_ratio",
            Type.GAUGE,
            "Connections of the primary over its limit.",
            "cluster"),
    ACTIVE_SESSIONS(
            "active_sessions", Type.GAUGE, "Sessions of the primary that are at work.", "cluster"),
    IDLE_IN_TRANSACTION(
            "idle_in_transaction_seconds",
            Type.GAUGE,
            "How long the longest of the primary has waited for its client; 0 for none.",
            "cluster"),
    LOCK_WAITS(
            "lock_waits", Type.GAUGE, "Sessions of the primary that wait for a lock.", "cluster"),
    DEADLOCK_RATE(
            "deadlocks_per_minute",
            Type.GAUGE,
            "Deadlocks a minute in the last 5 minutes.",
            "cluster"),
    TEMP_FILE_RATE(
            "temp_file_bytes_per_minute",
            Type.GAUGE,
            "Bytes a minute written to temporary files in the last 5 minutes.",
            "cluster"),
    UNUSED_INDEXES("unused_indexes", Type.GAUGE, "Indexes that nothing needs.", "cluster"),
    INVALID_INDEXES("invalid_indexes", Type.GAUGE, "Indexes that no query may use.", "cluster"),
    DISK_FULL(
            "disk_full_seconds",
            Type.GAUGE,
            "Time until the disk is full, where its size is known.",
            "cluster"),
    CHECKPOINT_PRESSURE(
            "checkpoints_requested_ratio",
            Type.GAUGE,
            "Checkpoints of the last hour that WAL asked for, of all.",
            "cluster"),
    REPLICATION_LAG(
            "replication_lag_seconds",
            Type.GAUGE,
            "How long a replica lags behind.",
            "cluster",
            "replica"),
    SLOT_RETAINED_WAL(
            "replication_slot_retained_bytes",
            Type.GAUGE,
            "WAL that a replication slot holds back.",
            "cluster",
            "slot"),
    ALERTS(
            "alerts",
            Type.GAUGE,
            "Alerts that stand, by metric and state.",
            "cluster",
            "metric",
            "state"),
    COLLECTOR_SUCCESS(
            "collector_success",
            Type.GAUGE,
            "Whether all runs of a collector in its last minute succeeded.",
            "cluster",
            "server",
            "database",
            "collector"),
    COLLECTOR_DURATION(
            "collector_duration_seconds",
            Type.GAUGE,
            "Mean time of a run of a collector in its last minute.",
            "cluster",
            "server",
            "database",
            "collector"),
    COLLECTOR_FAILURES(
            "collector_failures_in_a_row",
            Type.GAUGE,
            "Runs of any collector that failed in a row; the most.",
            "cluster"),

    // pgwright itself
    BUILD_INFO("build_info", Type.GAUGE, "1, with the version of pgwright.", "version"),
    REPOSITORY_UP("repository_up", Type.GAUGE, "Whether the repository answered."),
    READ_TIME(
            "read_seconds", Type.GAUGE, "How long reading these values from the repository took."),
    READ_AT(
            "read_timestamp_seconds",
            Type.GAUGE,
            "When these values were read from the repository."),
    POOL_CONNECTIONS(
            "repository_connections",
            Type.GAUGE,
            "Connections to the repository by state.",
            "state"),
    POOL_LIMIT("repository_connections_limit", Type.GAUGE, "Most connections to the repository."),
    POOL_WAITING(
            "repository_connections_waiting",
            Type.GAUGE,
            "Threads that wait for a connection to the repository."),
    HTTP_REQUESTS(
            "http_request_duration_seconds",
            Type.HISTOGRAM,
            "Requests and the time to answer them.",
            "method",
            "route",
            "status");

    private static final String PREFIX = "pgwright_";

    private final String name;
    private final Type type;
    private final String help;

    /** With commas: an enum has nothing that could be changed. */
    private final String labels;

    /** What kind of metric it is. */
    public enum Type {
        /** Only grows, until whoever counts starts anew. */
        COUNTER,
        GAUGE,
        HISTOGRAM
    }

    Family(String name, Type type, String help, String... labels) {
        this.name = PREFIX + name;
        this.type = type;
        this.help = help;
        this.labels = String.join(",", labels);
    }

    /** As Prometheus knows it. */
    public String metric() {
        return name;
    }

    public Type type() {
        return type;
    }

    /** What it is, in a sentence. */
    public String help() {
        return help;
    }

    /** Names of its labels, in the order in which values are given. */
    public List<String> labels() {
        return labels.isEmpty() ? List.of() : List.of(labels.split(",", -1));
    }
}
