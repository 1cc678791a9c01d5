package org.pgwright.tuning.rehearsal;

import org.pgwright.workload.StatementText;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Which statements call functions of PostgreSQL, or of its extensions, whose effects no rollback
 * takes back. What functions of the user do is not seen.
 */
final class OutsideEffects {
    private static final Set<String> FUNCTIONS =
            Set.of(
                    "dblink",
                    "lo_export",
                    "pg_backup_start",
                    "pg_backup_stop",
                    "pg_cancel_backend",
                    "pg_create_restore_point",
                    "pg_log_backend_memory_contexts",
                    "pg_promote",
                    "pg_reload_conf",
                    "pg_rotate_logfile",
                    "pg_start_backup",
                    "pg_stop_backup",
                    "pg_switch_wal",
                    "pg_terminate_backend",
                    "setval");

    private static final List<String> FAMILIES =
            List.of(
                    "dblink_",
                    "pg_advisory_",
                    "pg_try_advisory_",
                    "pg_copy_",
                    "pg_create_",
                    "pg_drop_",
                    "pg_file_",
                    "pg_logical_",
                    "pg_replication_",
                    "pg_sleep",
                    "pg_stat_clear_",
                    "pg_stat_reset",
                    "pg_stat_statements_reset",
                    "pg_sync_",
                    "pg_wal_replay_");

    private OutsideEffects() {}

    /** The first such name in a statement; empty if there is none. */
    static Optional<String> in(String sql) {
        return StatementText.mentionedNames(sql).stream()
                .filter(
                        name ->
                                FUNCTIONS.contains(name)
                                        || FAMILIES.stream().anyMatch(name::startsWith))
                .findFirst();
    }
}
