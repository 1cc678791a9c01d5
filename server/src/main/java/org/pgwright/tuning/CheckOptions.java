package org.pgwright.tuning;

import org.jspecify.annotations.Nullable;
import org.pgwright.gate.Limits;
import org.pgwright.tuning.AdviceOptions.Source;

import java.nio.file.Path;
import java.util.List;

/**
 * What to check.
 *
 * @param database null to check files alone
 * @param scripts SQL files and folders of them
 */
public record CheckOptions(@Nullable DatabaseCheck database, List<Path> scripts, Limits limits) {
    public CheckOptions {
        scripts = List.copyOf(scripts);
    }

    /**
     * Which database, and what it is compared with.
     *
     * @param workload where the statements come from
     * @param baseline a baseline or a snapshot; null for none
     * @param statistics a snapshot whose sizes and statistics stand in for those of empty tables;
     *     null for none
     * @param twinPostgres the folder of the PostgreSQL to run the twin with; null to find one
     */
    public record DatabaseCheck(
            Source source,
            WorkloadChoice workload,
            StatementFilter statements,
            @Nullable Path baseline,
            @Nullable Path statistics,
            @Nullable Path twinPostgres) {}
}
