package org.pgwright.advisor;

import org.pgwright.catalog.CatalogLookup;
import org.pgwright.catalog.QualifiedName;
import org.pgwright.catalog.Table;
import org.pgwright.error.ErrorCode;
import org.pgwright.error.PgwrightException;

import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Which tables indexes may be recommended on.
 *
 * <p>Patterns are as psql's {@code \d} takes them: {@code table} in any schema or {@code
 * schema.table}, {@code *} for any characters and {@code ?} for one, folded to lower case but for
 * parts in double quotes. A partitioned table stands for its partitions.
 *
 * @param include empty for every table
 * @param exclude wins over {@code include}; may name tables that do not exist
 */
public record TableFilter(List<String> include, List<String> exclude) {
    public static final TableFilter ALL = new TableFilter(List.of(), List.of());

    /** How many existing names an error about an unknown one offers. */
    private static final int NEAR_NAMES = 3;

    public TableFilter {
        include = List.copyOf(include);
        exclude = List.copyOf(exclude);
    }

    /**
     * Whether a table is to be advised on.
     *
     * @param lookup to find the partitioned tables above it
     */
    public boolean admits(QualifiedName table, CatalogLookup lookup) {
        return (include.isEmpty() || namesAny(include, table, lookup))
                && !namesAny(exclude, table, lookup);
    }

    private static boolean namesAny(
            List<String> patterns, QualifiedName table, CatalogLookup lookup) {
        return patterns.stream()
                .map(NamePattern::parse)
                .anyMatch(
                        pattern ->
                                pattern.matches(table)
                                        || lookup.partitionAncestorsOf(table).stream()
                                                .anyMatch(pattern::matches));
    }

    /**
     * Makes sure that every included pattern names a table.
     *
     * @throws PgwrightException USAGE, with the names that are nearest, if one names none
     */
    public void requireKnownTables(CatalogLookup lookup) {
        List<QualifiedName> tables = lookup.catalog().tables().stream().map(Table::name).toList();
        for (String pattern : include) {
            NamePattern names = NamePattern.parse(pattern);
            if (tables.stream().noneMatch(names::matches)) {
                throw unknown(pattern, names, tables);
            }
        }
    }

    /** The excluded patterns that name no table, so that they have no effect. */
    public List<String> exclusionsWithoutTable(CatalogLookup lookup) {
        List<QualifiedName> tables = lookup.catalog().tables().stream().map(Table::name).toList();
        return exclude.stream()
                .filter(pattern -> tables.stream().noneMatch(NamePattern.parse(pattern)::matches))
                .toList();
    }

    private static PgwrightException unknown(
            String pattern, NamePattern names, List<QualifiedName> tables) {
        String near =
                tables.stream()
                        .sorted(
                                Comparator.comparingInt(names::distance)
                                        .thenComparing(Comparator.naturalOrder()))
                        .limit(NEAR_NAMES)
                        .map(QualifiedName::shown)
                        .collect(Collectors.joining(", "));
        String remedy =
                near.isEmpty()
                        ? "the database has no tables that the role can see"
                        : "did you mean one of " + near + "?";
        return new PgwrightException(
                ErrorCode.USAGE, "no table is named '" + pattern + "' (--include)", remedy);
    }
}
