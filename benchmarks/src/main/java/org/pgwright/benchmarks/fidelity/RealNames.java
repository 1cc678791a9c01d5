package org.pgwright.benchmarks.fidelity;

import org.jspecify.annotations.Nullable;
import org.pgwright.catalog.QualifiedName;
import org.pgwright.planner.Plan.IndexName;
import org.pgwright.postgres.ExplainJson;

import java.util.Map;

/**
 * Names in the plans of a real server as they are: without schemas, every index existing.
 *
 * @param definitions what indexes are to be called instead of their names
 */
public record RealNames(Map<String, String> definitions) implements ExplainJson.Names {
    /** Every name as it is. */
    public static final RealNames AS_THEY_ARE = new RealNames(Map.of());

    public RealNames {
        definitions = Map.copyOf(definitions);
    }

    @Override
    public QualifiedName relation(@Nullable String schema, String name) {
        return new QualifiedName(schema == null ? "" : schema, name);
    }

    @Override
    public IndexName index(@Nullable QualifiedName relation, String name) {
        return new IndexName.Existing(new QualifiedName("", definitions.getOrDefault(name, name)));
    }
}
