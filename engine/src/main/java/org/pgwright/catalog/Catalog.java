package org.pgwright.catalog;

import java.util.List;
import java.util.Objects;

/**
 * One database as its system catalogues describe it: everything that its planner knows, and what
 * samples of its rows tell, but no rows.
 *
 * <p>System schemas are not in it. Lists are in a fixed order (by schema and name), so that the
 * same database always gives the same catalog.
 */
public record Catalog(
        Server server,
        Database database,
        List<String> schemas,
        List<Role> roles,
        List<Extension> extensions,
        List<Collation> collations,
        List<TypeDefinition> types,
        List<Function> functions,
        List<Table> tables,
        List<Constraint> constraints,
        List<Index> indexes,
        List<View> views,
        List<ExtendedStatistics> extendedStatistics,
        List<Policy> policies,
        List<ColumnStatistics> columnStatistics,
        List<ColumnEnds> columnEnds,
        Samples samples) {
    public Catalog {
        schemas = List.copyOf(schemas);
        roles = List.copyOf(roles);
        extensions = List.copyOf(extensions);
        collations = List.copyOf(collations);
        types = List.copyOf(types);
        functions = List.copyOf(functions);
        tables = List.copyOf(tables);
        constraints = List.copyOf(constraints);
        indexes = List.copyOf(indexes);
        views = List.copyOf(views);
        extendedStatistics = List.copyOf(extendedStatistics);
        policies = List.copyOf(policies);
        columnStatistics = List.copyOf(columnStatistics);
        columnEnds = List.copyOf(columnEnds);
        // Snapshots that were taken before there were any have none.
        samples = Objects.requireNonNullElse(samples, Samples.NONE);
    }

    /** The same with other samples. */
    public Catalog with(Samples taken) {
        return new Catalog(
                server,
                database,
                schemas,
                roles,
                extensions,
                collations,
                types,
                functions,
                tables,
                constraints,
                indexes,
                views,
                extendedStatistics,
                policies,
                columnStatistics,
                columnEnds,
                taken);
    }
}
