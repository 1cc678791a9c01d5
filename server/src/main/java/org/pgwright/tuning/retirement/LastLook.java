package org.pgwright.tuning.retirement;

import org.pgwright.catalog.CatalogLookup;
import org.pgwright.catalog.Index;
import org.pgwright.catalog.QualifiedName;
import org.pgwright.collector.IndexMarksCollector;
import org.pgwright.maintenance.IndexUse;
import org.pgwright.maintenance.Verdict.Cause;
import org.pgwright.maintenance.Verdict.Needless;
import org.pgwright.maintenance.Verdict.Stays;
import org.pgwright.observation.IndexMarks;
import org.pgwright.postgres.ReadTransaction;
import org.pgwright.postgres.TargetReader;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** What the server says of indexes that seem to be needless, before they are tried. */
final class LastLook {
    private final Assessment.Case one;
    private final CatalogLookup lookup;
    private final Map<QualifiedName, IndexMarks> marks;

    private LastLook(
            Assessment.Case one, CatalogLookup lookup, Map<QualifiedName, IndexMarks> marks) {
        this.one = one;
        this.lookup = lookup;
        this.marks = marks;
    }

    /**
     * Looks.
     *
     * @throws org.pgwright.error.PgwrightException if the server cannot be reached or read
     */
    static LastLook at(Assessment.Case one, CatalogLookup lookup) {
        Map<QualifiedName, IndexMarks> marks = new HashMap<>();
        try (TargetReader reader = TargetReader.open(one.settings());
                ReadTransaction transaction = reader.begin()) {
            IndexMarksCollector.read(transaction).forEach(mark -> marks.put(mark.index(), mark));
        }
        return new LastLook(one, lookup, marks);
    }

    /** What brings an index back. */
    Restoration restoration(Index index) {
        return Restoration.of(lookup, index, marks);
    }

    /** Why it is not sure enough to be tried; empty if it is. */
    Optional<Stays> unsure(Needless found) {
        Index index = found.index();
        if (!marks.containsKey(index.name())) {
            return unknown(index, "somebody has just dropped it");
        }
        return switch (found.suspect().ground()) {
            case UNUSED ->
                    isAnother(index)
                            ? unknown(index, "it was made anew since pgwright collect looked last")
                            : Optional.empty();
            case REDUNDANT ->
                    one.snapshot().workload().statements().isEmpty()
                            ? unknown(
                                    index,
                                    "another index begins with its keys, but no statement is known"
                                            + " that could show what changes without it")
                            : Optional.empty();
            case DUPLICATE, SUPERSEDED, INVALID, BLOATED -> Optional.empty();
        };
    }

    private static Optional<Stays> unknown(Index index, String reason) {
        return Optional.of(Stays.because(index, Cause.NOT_KNOWN, reason));
    }

    /** Whether what was watched under its name, or that of a part, was another index. */
    private boolean isAnother(Index index) {
        if (index.partitioned()) {
            return lookup.partsOf(index.name()).stream().anyMatch(this::isAnother);
        }
        IndexUse use = one.facts().uses().get(index.name());
        IndexMarks now = marks.get(index.name());
        return use == null || now == null || use.oid() != now.oid();
    }
}
