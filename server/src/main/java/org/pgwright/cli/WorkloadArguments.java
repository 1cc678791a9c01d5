package org.pgwright.cli;

import org.jspecify.annotations.Nullable;
import org.pgwright.error.ErrorCode;
import org.pgwright.error.PgwrightException;
import org.pgwright.tuning.StatementFilter;

import picocli.CommandLine.Option;

import java.nio.file.Path;
import java.time.Duration;

/** The options that say which statements to look at. */
final class WorkloadArguments {
    @Option(
            names = "--workload",
            paramLabel = "FILE|DIR",
            order = 11,
            description = {
                "SQL file, or folder of *.sql files, with the statements to look at, instead of"
                        + " those of pg_stat_statements. A line '-- weight N' at its top says how"
                        + " often a file's statements run."
            })
    private @Nullable Path workload;

    @Option(
            names = "--min-calls",
            paramLabel = "N",
            order = 14,
            description = "Leave out statements of pg_stat_statements that ran less often.")
    private long minCalls;

    @Option(
            names = "--min-time",
            paramLabel = "TIME",
            order = 15,
            converter = Durations.class,
            description = {
                "Leave out statements of pg_stat_statements that took less time in all, such as"
                        + " 30s; a number alone is minutes."
            })
    private Duration minTime = Duration.ZERO;

    /** Where the statements are, null for those of the server or the snapshot. */
    @Nullable Path workload() {
        return workload;
    }

    /**
     * Which of the server's statements to look at.
     *
     * @throws PgwrightException USAGE for a negative number of calls
     */
    StatementFilter filter() {
        if (minCalls < 0) {
            throw new PgwrightException(
                    ErrorCode.USAGE, "--min-calls " + minCalls + " is negative", "give 0 or more");
        }
        return new StatementFilter(minCalls, minTime);
    }
}
