package org.pgwright.tuning.rehearsal;

import org.jspecify.annotations.Nullable;
import org.pgwright.change.ChangeLimits;
import org.pgwright.postgres.ConnectionSettings;
import org.pgwright.repository.RepositoryLocation;
import org.pgwright.tuning.StatementFilter;
import org.pgwright.tuning.WorkloadChoice;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * What is to be rehearsed.
 *
 * @param copy leads to the copy, the only server that is changed
 * @param origin which database the proposals are for
 * @param repository where strategies are, and what pgwright knows of servers; null where a file
 *     says what to do and no repository is named
 * @param journals the folder for the journals of rehearsals
 */
public record RehearsalOptions(
        ConnectionSettings copy,
        Wanted wanted,
        Origin origin,
        @Nullable RepositoryLocation repository,
        Path journals,
        Statements statements,
        ChangeLimits limits,
        boolean isKept) {
    /** What is to be tried. */
    public sealed interface Wanted {
        /**
         * Strategies of the repository.
         *
         * @param names of some; empty for all that are proposed or approved
         */
        record Strategies(List<String> names) implements Wanted {
            public Strategies {
                names = List.copyOf(names);
            }
        }

        /** A file of advice. */
        record Advice(Path file) implements Wanted {}

        /** A file of SQL. */
        record Sql(Path file) implements Wanted {}

        /** Nothing: what a rehearsal that was killed has left is put right. */
        record Nothing() implements Wanted {}
    }

    /**
     * Which database the proposals are for.
     *
     * @param settings lead to it; null where nobody said
     * @param instance as the repository names it; null where nobody said
     * @param database its name there; null where nobody said
     */
    public record Origin(
            @Nullable ConnectionSettings settings,
            @Nullable String instance,
            @Nullable String database) {}

    /**
     * Which statements run, and how.
     *
     * @param choice where they come from; those of a source for what is usual
     * @param since how far back to look in the repository where nothing else was said
     * @param most how many run at most
     * @param runs of each before and after, at least 1, beside the one that warms the caches
     * @param timeout of each run
     */
    public record Statements(
            WorkloadChoice choice,
            Duration since,
            StatementFilter filter,
            int most,
            int runs,
            Duration timeout) {}
}
