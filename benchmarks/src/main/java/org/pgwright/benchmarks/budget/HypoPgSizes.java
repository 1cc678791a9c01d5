package org.pgwright.benchmarks.budget;

import org.pgwright.catalog.Bytes;
import org.pgwright.catalog.CatalogLookup;
import org.pgwright.catalog.ColumnStatistics;
import org.pgwright.catalog.IndexDefinition;
import org.pgwright.catalog.Table;
import org.pgwright.planner.Configuration;
import org.pgwright.planner.HypotheticalIndex;
import org.pgwright.planner.Plan;
import org.pgwright.planner.PlannableStatement;
import org.pgwright.planner.WhatIfPlanner;

import java.util.List;
import java.util.stream.Stream;

/**
 * A planner whose B-trees take as much of a budget as HypoPG says, so that advice can be compared
 * with that of advisors which used it.
 *
 * <p>Plans are the other planner's, and so are the sizes of what is not a B-tree. HypoPG's formula
 * is that of {@code hypo_estimate_index} in its {@code hypopg.c}: for each row the mean width of
 * the columns, 8 bytes a column for an entry's head and 4, aligned to 8, for its pointer; 30 % more
 * for fill factor and bloat; no deduplication, no NULLs, no upper levels.
 */
final class HypoPgSizes implements WhatIfPlanner {
    private static final int ENTRY_HEAD = 8;
    private static final int ENTRY_POINTER = 4;
    private static final int ALIGNMENT = 8;
    private static final double BLOAT = 1.3;

    /** HypoPG knows the width of no expression but md5, lower and upper. */
    private static final int EXPRESSION = 50;

    private static final int PAGE_HEADER = 24;
    private static final int PAGE_END = 16;

    private final WhatIfPlanner planner;
    private final CatalogLookup lookup;

    HypoPgSizes(WhatIfPlanner planner, CatalogLookup lookup) {
        this.planner = planner;
        this.lookup = lookup;
    }

    @Override
    public List<Offer> offer(List<IndexDefinition> definitions) {
        return planner.offer(definitions).stream().map(this::resized).toList();
    }

    private Offer resized(Offer offer) {
        return switch (offer) {
            case Offer.Made(HypotheticalIndex index)
                    when index.definition().method().equals("btree") ->
                    new Offer.Made(
                            new HypotheticalIndex(
                                    index.id(),
                                    index.definition(),
                                    size(index.definition()),
                                    index.share()));
            case Offer.Made made -> made;
            case Offer.Refused refused -> refused;
        };
    }

    private Bytes size(IndexDefinition index) {
        List<Integer> widths =
                Stream.concat(
                                index.keys().stream().map(key -> width(index, key)),
                                index.include().stream().map(column -> width(index, column)))
                        .toList();
        return btree(rows(index), widths, lookup.catalog().server().blockSize());
    }

    private double rows(IndexDefinition index) {
        if (index.predicate() == null) {
            Table table = lookup.table(index.table()).orElseThrow();
            return lookup.rowsOf(table);
        }
        String matching =
                "SELECT FROM %s WHERE %s".formatted(index.table().quoted(), index.predicate());
        return planner.plan(PlannableStatement.of(matching), Configuration.EXISTING).rows();
    }

    private int width(IndexDefinition index, IndexDefinition.Key key) {
        return key.expression() ? EXPRESSION : width(index, key.column());
    }

    private int width(IndexDefinition index, String column) {
        return lookup.statisticsOf(index.table(), column)
                .map(ColumnStatistics::averageWidth)
                .orElseThrow(
                        () ->
                                new IllegalArgumentException(
                                        "no statistics of %s.%s"
                                                .formatted(index.table().shown(), column)));
    }

    /**
     * What HypoPG says that a B-tree takes.
     *
     * @param widths of all its columns, included ones too, in bytes
     */
    static Bytes btree(double rows, List<Integer> widths, int blockSize) {
        int columns = widths.size();
        int pointers = ENTRY_POINTER * columns;
        int aligned = (pointers + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
        int entry =
                widths.stream().mapToInt(Integer::intValue).sum() + ENTRY_HEAD * columns + aligned;
        long pages = (long) (rows * entry * BLOAT / (blockSize - PAGE_HEADER - PAGE_END));
        return new Bytes(Math.max(1, pages) * blockSize);
    }

    @Override
    public Plan plan(PlannableStatement statement, Configuration configuration) {
        return planner.plan(statement, configuration);
    }

    @Override
    public int openSessions(int most) {
        return planner.openSessions(most);
    }

    @Override
    public long calls() {
        return planner.calls();
    }

    @Override
    public void close() {
        planner.close();
    }
}
