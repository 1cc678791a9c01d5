package org.pgwright.findings;

import org.pgwright.catalog.CatalogLookup;
import org.pgwright.catalog.Index;

import java.util.List;

/** Indexes that writes keep up to date but no query may use (manual, CREATE INDEX CONCURRENTLY). */
final class InvalidIndexes {
    private final CatalogLookup lookup;

    InvalidIndexes(CatalogLookup lookup) {
        this.lookup = lookup;
    }

    List<Finding> find() {
        return lookup.catalog().indexes().stream()
                .filter(index -> !index.valid() && isUsers(index))
                .filter(index -> !isInvalidByItsParts(index))
                .map(this::finding)
                .toList();
    }

    private boolean isUsers(Index index) {
        return index.extension() == null
                && lookup.table(index.table()).filter(t -> t.extension() == null).isPresent();
    }

    /** The part is the cause, and is named itself. */
    private boolean isInvalidByItsParts(Index index) {
        return lookup.partsOf(index.name()).stream()
                .anyMatch(part -> !part.valid() || isInvalidByItsParts(part));
    }

    private Finding finding(Index index) {
        return new Finding(
                Finding.Kind.INVALID_INDEX,
                index.table(),
                IndexShape.columns(index),
                index.name(),
                null,
                index.partitioned() ? detachedDetail() : detail(index));
    }

    private static String detachedDetail() {
        return "invalid because not every partition has an index attached to it: create the missing"
                + " ones and attach them (ALTER INDEX ... ATTACH PARTITION)";
    }

    private String detail(Index index) {
        String size = IndexShape.size(lookup, index);
        String remains = index.name().name();
        if (remains.matches(".*_ccold\\d*")) {
            return size
                    + " left by a REINDEX CONCURRENTLY that could not drop it: it can be dropped";
        }
        if (remains.matches(".*_ccnew\\d*")) {
            return size
                    + " left by a REINDEX CONCURRENTLY that failed or is still running: if none is"
                    + " running, drop it and reindex again";
        }
        return size
                + " that no query can use but every write pays for"
                + (index.unique() ? ", and whose uniqueness is still enforced" : "")
                + ": a concurrent build of it failed or is still running; if none is running, drop"
                + " it or REINDEX it";
    }
}
