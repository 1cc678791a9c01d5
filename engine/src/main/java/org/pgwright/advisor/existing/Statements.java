package org.pgwright.advisor.existing;

import org.pgwright.catalog.Index;

import java.util.List;

/** Writes the statements that drop indexes, build them anew, and bring them back. */
final class Statements {
    private Statements() {}

    /**
     * PostgreSQL drops the index of a partitioned table only with its parts, and not beside others.
     */
    static List<String> drop(Index index) {
        return List.of(
                (index.partitioned() ? "DROP INDEX " : "DROP INDEX CONCURRENTLY ")
                        + index.name().shown());
    }

    static List<String> reindex(Index index) {
        return List.of("REINDEX INDEX CONCURRENTLY " + index.name().shown());
    }

    /** What a dropped index is brought back by; for a partitioned table, on every partition. */
    static List<String> create(Index index) {
        String definition = index.definition();
        String made =
                index.partitioned()
                        ? definition.replaceFirst(" ON ONLY ", " ON ")
                        : definition.replaceFirst(
                                "^(CREATE (?:UNIQUE )?INDEX) ", "$1 CONCURRENTLY ");
        return List.of(made);
    }
}
