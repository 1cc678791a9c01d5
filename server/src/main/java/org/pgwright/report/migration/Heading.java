package org.pgwright.report.migration;

import org.pgwright.catalog.Identifier;

import java.time.Instant;
import java.util.List;

/**
 * What every file says of itself.
 *
 * @param database whose indexes they are
 * @param at when they were found out
 */
record Heading(String database, Instant at) {
    private static final String OUTSIDE =
            "Runs outside a transaction, as CONCURRENTLY has to. It may run again, also after a"
                    + " failure, and where somebody has made or dropped an index by hand.";

    /** The first lines of a file, without the sign of a comment. */
    List<String> lines(Phase phase) {
        return List.of(
                "Indexes of the database %s, by pgwright, as of %s; %s"
                        .formatted(Identifier.shown(database), at, phase.title()),
                OUTSIDE);
    }
}
