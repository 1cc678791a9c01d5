package org.pgwright.snapshot;

import org.pgwright.catalog.Catalog;
import org.pgwright.catalog.CatalogLookup;
import org.pgwright.catalog.Identifier;
import org.pgwright.catalog.QualifiedName;
import org.pgwright.catalog.Table;
import org.pgwright.planner.TableReference;
import org.pgwright.planner.TableReference.Expression;

import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What to sample for a workload: the expressions by which its statements search, sort and group,
 * what GIN indexes would make of columns and expressions in which they look for something, and the
 * pairs of columns that they ask for together.
 *
 * <p>Left out is what cannot be computed without code that is not PostgreSQL's own.
 *
 * @param expressions in the order of the workload
 * @param keys in the order of the workload
 * @param pairs in the order of the workload
 */
public record WantedSamples(List<OfExpression> expressions, List<OfKeys> keys, List<OfPair> pairs) {
    /** Each takes two places in pg_stat_statements. */
    private static final int MOST = 50;

    /** One place each. */
    private static final int MOST_KEYS = 30;

    /** One place each. */
    private static final int MOST_PAIRS = 30;

    /** The largest partitions stand for all. */
    private static final int MOST_PARTITIONS = 3;

    /** Where reading all rows takes no time nobody needs an index, nor its statistics. */
    private static final double FEWEST_ROWS = 1_000;

    /** The types without an order, of which no B-tree can be made. */
    private static final Set<String> UNORDERED =
            Set.of("json", "xml", "point", "line", "lseg", "box", "path", "polygon", "circle");

    public WantedSamples {
        expressions = List.copyOf(expressions);
        keys = List.copyOf(keys);
        pairs = List.copyOf(pairs);
    }

    /** An expression on a table that holds rows. */
    public record OfExpression(QualifiedName table, Expression expression) {}

    /**
     * A column or an expression on a table that holds rows, and how it is to be taken apart.
     *
     * @param column its name, or the text of an expression
     * @param sql the same in SQL
     * @param type of its values, as {@code format_type} has it
     */
    public record OfKeys(
            QualifiedName table,
            String column,
            String sql,
            String type,
            KeyKind kind,
            QualifiedName operatorClass) {}

    /** Two columns of a table, in the table's order. */
    public record OfPair(QualifiedName table, String first, String second) {}

    /** All tables of which something is wanted. */
    Set<QualifiedName> tables() {
        return Stream.of(
                        expressions.stream().map(OfExpression::table),
                        keys.stream().map(OfKeys::table),
                        pairs.stream().map(OfPair::table))
                .flatMap(tables -> tables)
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    /**
     * @param references what the statements of the workload ask of tables
     */
    public static WantedSamples of(Catalog catalog, Collection<TableReference> references) {
        CatalogLookup lookup = new CatalogLookup(catalog);
        ForeignCode foreignCode = new ForeignCode(catalog.indexes(), catalog.extendedStatistics());
        Set<OfExpression> expressions = new LinkedHashSet<>();
        Set<OfKeys> keys = new LinkedHashSet<>();
        Set<OfPair> pairs = new LinkedHashSet<>();
        WantedPairs wantedPairs = new WantedPairs(lookup);
        for (TableReference reference : references) {
            List<Table> parts =
                    lookup.table(reference.table()).stream()
                            .flatMap(table -> parts(table, lookup))
                            .filter(part -> !foreignCode.isRunBy(part.name()))
                            .toList();
            for (Expression expression : reference.expressions()) {
                parts.stream()
                        .filter(part -> isSafe(expression, part))
                        .filter(part -> !UNORDERED.contains(expression.type()))
                        .forEach(
                                part -> expressions.add(new OfExpression(part.name(), expression)));
            }
            parts.forEach(part -> keys(reference, part).forEach(keys::add));
            parts.forEach(part -> pairs.addAll(wantedPairs.of(reference, part)));
        }
        return new WantedSamples(
                expressions.stream().limit(MOST).toList(),
                keys.stream().limit(MOST_KEYS).toList(),
                pairs.stream().limit(MOST_PAIRS).toList());
    }

    public boolean isEmpty() {
        return expressions.isEmpty() && keys.isEmpty() && pairs.isEmpty();
    }

    /** What the conditions of a mention look for that a GIN index could find. */
    private static Stream<OfKeys> keys(TableReference reference, Table part) {
        return reference.predicates().stream()
                .flatMap(
                        predicate ->
                                predicate.operatorFamilies().stream()
                                        .flatMap(
                                                family ->
                                                        keys(
                                                                reference,
                                                                part,
                                                                predicate.column(),
                                                                family)));
    }

    private static Stream<OfKeys> keys(
            TableReference reference, Table part, String name, String family) {
        Optional<KeyKind> kind = KeyKind.ofFamily(family);
        if (kind.isEmpty()) {
            return Stream.empty();
        }
        Stream<OfKeys> column =
                part.columns().stream()
                        .filter(c -> c.name().equals(name) && c.generation() == null)
                        .map(
                                c ->
                                        keys(
                                                part,
                                                name,
                                                Identifier.quoted(name),
                                                c.type(),
                                                family,
                                                kind.get()));
        Stream<OfKeys> expression =
                reference.expressions().stream()
                        .filter(e -> e.sql().equals(name) && isSafe(e, part))
                        .map(e -> keys(part, name, e.sql(), e.type(), family, kind.get()));
        return Stream.concat(column, expression)
                .filter(wanted -> wanted.kind().takes(wanted.type()))
                .limit(1);
    }

    private static OfKeys keys(
            Table part, String name, String sql, String type, String family, KeyKind kind) {
        return new OfKeys(part.name(), name, sql, type, kind, kind.operatorClass(family));
    }

    /** The table itself, or the largest partitions. */
    private static Stream<Table> parts(Table table, CatalogLookup lookup) {
        return lookup.leavesOf(table).stream()
                .filter(part -> part.kind() != Table.Kind.FOREIGN && part.size().pages() > 0)
                .filter(part -> lookup.ownRowsOf(part) >= FEWEST_ROWS)
                .sorted(Comparator.comparingDouble(part -> -lookup.ownRowsOf(part)))
                .limit(MOST_PARTITIONS);
    }

    private static boolean isSafe(Expression expression, Table table) {
        return expression.builtIn()
                && table.columns().stream()
                        .filter(column -> expression.columns().contains(column.name()))
                        .allMatch(column -> column.generation() == null);
    }
}
