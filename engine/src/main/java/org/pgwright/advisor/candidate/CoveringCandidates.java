package org.pgwright.advisor.candidate;

import org.pgwright.advisor.analysis.AdvisedStatement;
import org.pgwright.catalog.CatalogLookup;
import org.pgwright.catalog.ColumnStatistics;
import org.pgwright.catalog.IndexDefinition;
import org.pgwright.catalog.QualifiedName;
import org.pgwright.planner.TableReference;
import org.pgwright.planner.TableReference.Predicate;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Indexes that also carry the other columns that a statement reads, so that an index-only scan need
 * not visit the table (manual, section 11.9).
 */
public final class CoveringCandidates {
    /** More make a second table of the index. */
    private static final int MAX_FURTHER = 6;

    /** Bytes; an entry holds 2,704 at most, and values vary around their average. */
    private static final int MAX_FURTHER_WIDTH = 256;

    /** Bytes of one column: wide ones vary most, and one that is too wide fails the insert. */
    private static final int MAX_WIDTH = 64;

    /** With most of the row in it, the index is as slow to read as the table. */
    private static final double MAX_SHARE_OF_ROW = 0.5;

    /** What is assumed of a column that was never analysed, as the planner does. */
    private static final int UNKNOWN_WIDTH = 32;

    private final CatalogLookup lookup;

    public CoveringCandidates(CatalogLookup lookup) {
        this.lookup = lookup;
    }

    /**
     * Variants of indexes that cover what a statement reads of their tables, each once.
     *
     * @param useful that help the statement
     */
    public List<IndexDefinition> of(AdvisedStatement statement, List<IndexDefinition> useful) {
        Set<IndexDefinition> covering = new LinkedHashSet<>();
        for (IndexDefinition index : useful) {
            if (index.method().equals("btree") && index.include().isEmpty()) {
                statement.references().stream()
                        .filter(reference -> isOf(index.table(), reference.table()))
                        .flatMap(reference -> covering(index, reference))
                        .forEach(covering::add);
            }
        }
        return List.copyOf(covering);
    }

    private boolean isOf(QualifiedName indexed, QualifiedName mentioned) {
        return indexed.equals(mentioned)
                || lookup.partitionAncestorsOf(indexed).contains(mentioned)
                || lookup.partitionAncestorsOf(mentioned).contains(indexed);
    }

    /**
     * With all columns, and without those that only the conditions of a partial index name: all its
     * entries satisfy them, so nothing has to be looked at.
     */
    private Stream<IndexDefinition> covering(IndexDefinition index, TableReference reference) {
        List<String> granted =
                reference.predicates().stream()
                        .filter(p -> index.conditions().contains(String.valueOf(p.condition())))
                        .map(Predicate::column)
                        .toList();
        List<String> all =
                reference.output().stream().filter(c -> !index.columns().contains(c)).toList();
        List<String> needed = all.stream().filter(c -> !granted.contains(c)).toList();
        return Stream.of(all, needed)
                .distinct()
                .filter(further -> isCarried(index.table(), further))
                .map(index::including);
    }

    private boolean isCarried(QualifiedName table, List<String> further) {
        int together = further.stream().mapToInt(column -> width(table, column)).sum();
        return !further.isEmpty()
                && further.size() <= MAX_FURTHER
                && together <= MAX_FURTHER_WIDTH
                && together <= MAX_SHARE_OF_ROW * rowWidth(table)
                && further.stream().allMatch(column -> width(table, column) <= MAX_WIDTH)
                && further.stream().allMatch(column -> isStored(table, column));
    }

    /** Bytes that a row takes in its table, all told. */
    private double rowWidth(QualifiedName table) {
        double rows = lookup.table(table).map(lookup::rowsOf).orElse(0.0);
        double pages = lookup.table(table).map(lookup::pagesOf).orElse(0L);
        return pages * lookup.catalog().server().blockSize() / Math.max(1, rows);
    }

    private int width(QualifiedName table, String column) {
        return lookup.statisticsOf(table, column)
                .map(ColumnStatistics::averageWidth)
                .orElse(UNKNOWN_WIDTH);
    }

    private boolean isStored(QualifiedName table, String column) {
        return lookup.column(table, column).filter(c -> c.generation() == null).isPresent();
    }
}
