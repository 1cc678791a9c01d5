package org.pgwright.snapshot;

import org.pgwright.catalog.Catalog;
import org.pgwright.catalog.CatalogLookup;
import org.pgwright.catalog.QualifiedName;
import org.pgwright.catalog.Table;
import org.pgwright.planner.TableReference;
import org.pgwright.planner.TableReference.Expression;

import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What to sample for a workload: the expressions by which its statements search, sort and group.
 *
 * <p>Left out is what cannot be computed without code that is not PostgreSQL's own.
 *
 * @param expressions in the order of the workload
 */
public record WantedSamples(List<OfExpression> expressions) {
    /** Each takes two places in pg_stat_statements. */
    private static final int MOST = 50;

    /** The largest partitions stand for all. */
    private static final int MOST_PARTITIONS = 3;

    /** Where reading all rows takes no time nobody needs an index, nor its statistics. */
    private static final double FEWEST_ROWS = 1_000;

    /** The types without an order, of which no B-tree can be made. */
    private static final Set<String> UNORDERED =
            Set.of("json", "xml", "point", "line", "lseg", "box", "path", "polygon", "circle");

    public WantedSamples {
        expressions = List.copyOf(expressions);
    }

    /** An expression on a table that holds rows. */
    public record OfExpression(QualifiedName table, Expression expression) {}

    /**
     * @param references what the statements of the workload ask of tables
     */
    public static WantedSamples of(Catalog catalog, Collection<TableReference> references) {
        CatalogLookup lookup = new CatalogLookup(catalog);
        ForeignCode foreignCode = new ForeignCode(catalog.indexes(), catalog.extendedStatistics());
        Set<OfExpression> wanted = new LinkedHashSet<>();
        for (TableReference reference : references) {
            for (Expression expression : reference.expressions()) {
                lookup.table(reference.table()).stream()
                        .flatMap(table -> parts(table, lookup))
                        .filter(part -> isSafe(expression, part))
                        .map(Table::name)
                        .filter(part -> !foreignCode.isRunBy(part))
                        .forEach(part -> wanted.add(new OfExpression(part, expression)));
            }
        }
        return new WantedSamples(wanted.stream().limit(MOST).toList());
    }

    public boolean isEmpty() {
        return expressions.isEmpty();
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
                && !UNORDERED.contains(expression.type())
                && table.columns().stream()
                        .filter(column -> expression.columns().contains(column.name()))
                        .allMatch(column -> column.generation() == null);
    }
}
