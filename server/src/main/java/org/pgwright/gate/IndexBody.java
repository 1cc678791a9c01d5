package org.pgwright.gate;

import org.pgwright.ddl.IndexStatement;

/** What an index is but for its name: equal for one that was renamed, or built anew. */
final class IndexBody {
    private IndexBody() {}

    static String of(Baseline.KnownIndex index) {
        return IndexStatement.read(index.definition())
                .filter(IndexStatement.Create.class::isInstance)
                .map(IndexStatement.Create.class::cast)
                .map(IndexBody::of)
                .orElse(index.definition());
    }

    private static String of(IndexStatement.Create create) {
        return (create.isUnique() ? "UNIQUE " : "") + create.table().quoted() + " " + create.tail();
    }
}
