package org.pgwright.cli;

import org.jspecify.annotations.Nullable;
import org.pgwright.error.ErrorCode;
import org.pgwright.error.PgwrightException;
import org.pgwright.postgres.ConnectionEnvironment;
import org.pgwright.repository.RepositoryLocation;
import org.pgwright.tuning.StatementFilter;
import org.pgwright.tuning.WorkloadChoice;

import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

import java.nio.file.Path;
import java.time.Duration;

/** The options that say which statements to look at. */
final class WorkloadArguments {
    private static final String REPOSITORY = "repository";
    private static final Duration USUAL_TIME = Duration.ofDays(7);

    @Mixin private final RepositoryArguments repository = new RepositoryArguments();

    @Option(
            names = "--workload",
            paramLabel = "FILE|DIR|repository",
            order = 11,
            description = {
                "SQL file, or folder of *.sql files, with the statements to look at, instead of"
                        + " those of pg_stat_statements. A line '-- weight N' at its top says how"
                        + " often a file's statements run.",
                "Or what pgwright collect has kept (the default with --repository or --data, but not"
                        + " with --propose)."
            })
    private @Nullable Path workload;

    @Option(
            names = "--since",
            paramLabel = "TIME",
            order = 11,
            converter = Durations.class,
            description =
                    "How far back to take statements from the repository, such as 24h; 7d is the"
                            + " default.")
    private @Nullable Duration since;

    @Option(
            names = "--min-calls",
            paramLabel = "N",
            order = 14,
            description = "Leave out statements that ran less often, but those of files.")
    private long minCalls;

    @Option(
            names = "--min-time",
            paramLabel = "TIME",
            order = 15,
            converter = Durations.class,
            description = {
                "Leave out statements that took less time in all, such as 30s, but those of files;"
                        + " a number alone is minutes."
            })
    private Duration minTime = Duration.ZERO;

    /** Whether statements are chosen at all. */
    boolean given() {
        return workload != null || repository.given();
    }

    /**
     * Where the statements come from.
     *
     * @param keeps whether the repository also keeps what comes of it
     * @throws PgwrightException USAGE if that is said twice, or a time without use
     */
    WorkloadChoice workload(ConnectionEnvironment environment, Terminal terminal, boolean keeps) {
        boolean isNamed = workload != null && workload.equals(Path.of(REPOSITORY));
        if (isNamed || (workload == null && repository.given() && !keeps)) {
            return new WorkloadChoice.Kept(repository.location(environment, terminal), since());
        }
        if (repository.given() && !keeps) {
            throw new PgwrightException(
                    ErrorCode.USAGE,
                    "statements are to come both from --workload and from the repository",
                    "name one of them; a file of the name repository is ./repository");
        }
        if (since != null) {
            throw new PgwrightException(
                    ErrorCode.USAGE,
                    "--since goes with the statements of the repository only",
                    "add --workload repository, or leave it out");
        }
        return workload == null
                ? new WorkloadChoice.OfSource()
                : new WorkloadChoice.Files(workload);
    }

    /** Where the repository is. */
    RepositoryLocation repository(ConnectionEnvironment environment, Terminal terminal) {
        return repository.location(environment, terminal);
    }

    /** Whether a repository is named. */
    boolean repositoryGiven() {
        return repository.given();
    }

    /** The folder for journals of rehearsals, beside that of the embedded repository. */
    Path journals(ConnectionEnvironment environment) {
        return repository.journals(environment);
    }

    private Duration since() {
        Duration wanted = since == null ? USUAL_TIME : since;
        if (wanted.isZero()) {
            throw new PgwrightException(
                    ErrorCode.USAGE, "--since 0 is no time", "give a time such as 24h");
        }
        return wanted;
    }

    /**
     * Which statements of a server to look at.
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
