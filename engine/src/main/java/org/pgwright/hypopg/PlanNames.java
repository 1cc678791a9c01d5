package org.pgwright.hypopg;

import org.jspecify.annotations.Nullable;
import org.pgwright.catalog.QualifiedName;
import org.pgwright.error.ErrorCode;
import org.pgwright.error.PgwrightException;
import org.pgwright.planner.Plan.IndexName;
import org.pgwright.postgres.ExplainJson;

import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** Tells what the names in one plan mean. */
final class PlanNames implements ExplainJson.Names {
    private final Map<String, Integer> hypothetical;
    private final Function<String, List<QualifiedName>> relations;
    private @Nullable QualifiedName latest;
    private boolean ambiguous;

    /**
     * @param hypothetical ids by the names that HypoPG gave
     * @param relations the relations of a name, the likeliest first
     */
    PlanNames(Map<String, Integer> hypothetical, Function<String, List<QualifiedName>> relations) {
        this.hypothetical = hypothetical;
        this.relations = relations;
    }

    /** Whether a name could have meant several relations. */
    boolean wereAmbiguous() {
        return ambiguous;
    }

    @Override
    public QualifiedName relation(@Nullable String schema, String name) {
        latest = schema == null ? likeliest(name) : new QualifiedName(schema, name);
        return latest;
    }

    /**
     * An index is in the schema of its table. A Bitmap Index Scan does not name the table, but the
     * Bitmap Heap Scan above it does, with no other table between them.
     */
    @Override
    public IndexName index(@Nullable QualifiedName relation, String name) {
        Integer id = hypothetical.get(name);
        if (id != null) {
            return new IndexName.Hypothetical(id);
        }
        QualifiedName table = relation == null ? latest : relation;
        if (table == null) {
            throw gone("index " + name);
        }
        return new IndexName.Existing(new QualifiedName(table.schema(), name));
    }

    private QualifiedName likeliest(String name) {
        List<QualifiedName> candidates = relations.apply(name);
        ambiguous |= candidates.size() > 1;
        if (candidates.isEmpty()) {
            throw gone("table " + name);
        }
        return candidates.getFirst();
    }

    private static PgwrightException gone(String what) {
        return new PgwrightException(
                ErrorCode.INTERNAL,
                what + " of a plan is not in the database any more",
                "it may have been dropped meanwhile; try again");
    }
}
