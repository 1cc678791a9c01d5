package org.pgwright.tuning;

import org.jspecify.annotations.Nullable;
import org.pgwright.advisor.Budget;
import org.pgwright.advisor.TableFilter;
import org.pgwright.postgres.ConnectionSettings;

import java.nio.file.Path;

/**
 * What advice is wanted.
 *
 * @param workload where the statements come from
 * @param frontier whether to find out what could be had for fewer bytes
 * @param twinPostgres the folder of the PostgreSQL to run the twin with; null to find one
 */
public record AdviceOptions(
        Source source,
        WorkloadChoice workload,
        Budget budget,
        boolean frontier,
        TableFilter tables,
        StatementFilter statements,
        WhatIf whatIf,
        @Nullable Path twinPostgres,
        Ending ending) {
    /** What is advised on. */
    public sealed interface Source {
        /** A database on a running server. */
        record Server(ConnectionSettings settings) implements Source {}

        /** A file that {@code pgwright snapshot} wrote. */
        record File(Path snapshot) implements Source {}
    }

    /** Where indexes are tried. */
    public enum WhatIf {
        /** On a planner twin on this machine. */
        TWIN,
        /** With the extension HypoPG on the monitored server. */
        HYPOPG
    }
}
