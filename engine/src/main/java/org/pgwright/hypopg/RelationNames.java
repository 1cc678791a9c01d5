package org.pgwright.hypopg;

import org.pgwright.catalog.QualifiedName;
import org.pgwright.postgres.Deadlines;
import org.pgwright.postgres.ReadTransaction;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Remembers which tables there are of a name. */
final class RelationNames {
    private final Map<String, List<QualifiedName>> known = new HashMap<>();

    /** All tables of that name; those on the search path first. */
    List<QualifiedName> of(String name, ReadTransaction transaction) {
        return known.computeIfAbsent(
                name,
                missing ->
                        transaction.rows(
                                "hypopg.relation",
                                Deadlines.CATALOG,
                                row -> new QualifiedName(row.text("schema_name"), missing),
                                missing));
    }
}
