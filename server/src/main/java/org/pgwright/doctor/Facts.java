package org.pgwright.doctor;

import org.jspecify.annotations.Nullable;
import org.pgwright.postgres.Row;

import java.sql.SQLException;

/**
 * What the doctor asks the server.
 *
 * @param preloaded {@code shared_preload_libraries}; null where the role may not see it
 * @param hidden tables that the role may not read
 * @param neverAnalyzed tables with rows and without statistics
 */
record Facts(
        String version,
        String role,
        String database,
        boolean superuser,
        int blockSize,
        Hosting hosting,
        Rights rights,
        @Nullable String preloaded,
        Statements statements,
        boolean autoExplainLoaded,
        boolean tracksIo,
        boolean autovacuum,
        long slowQueryMillis,
        long hidden,
        long behindRowSecurity,
        long neverAnalyzed) {
    /** What the role may do. */
    record Rights(boolean monitor, boolean readAllData, boolean readIdentifier) {}

    /** The state of pg_stat_statements. */
    record Statements(boolean loaded, boolean available, boolean installed) {}

    static Facts read(Row row) throws SQLException {
        return new Facts(
                row.text("version"),
                row.text("role"),
                row.text("database"),
                row.flag("superuser"),
                row.integer("block_size"),
                hosting(row),
                new Rights(
                        row.flag("may_monitor"),
                        row.flag("may_read_all_data"),
                        row.flag("may_read_identifier")),
                row.textOrNull("preloaded"),
                new Statements(
                        row.flag("statements_loaded"),
                        row.flag("statements_available"),
                        row.flag("statements_installed")),
                row.flag("auto_explain_loaded"),
                row.flag("tracks_io"),
                row.flag("autovacuum"),
                row.number("slow_query_millis"),
                row.number("hidden"),
                row.number("behind_row_security"),
                row.number("never_analyzed"));
    }

    private static Hosting hosting(Row row) throws SQLException {
        if (row.flag("on_rds")) {
            return Hosting.RDS;
        }
        if (row.flag("on_cloud_sql")) {
            return Hosting.CLOUD_SQL;
        }
        return row.flag("on_azure") ? Hosting.AZURE : Hosting.SELF_MANAGED;
    }
}
