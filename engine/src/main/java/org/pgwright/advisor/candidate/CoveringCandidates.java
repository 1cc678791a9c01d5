package org.pgwright.advisor.candidate;

import org.pgwright.advisor.analysis.AdvisedStatement;
import org.pgwright.advisor.analysis.InterestingColumns;
import org.pgwright.catalog.CatalogLookup;
import org.pgwright.catalog.ColumnStatistics;
import org.pgwright.catalog.IndexDefinition;
import org.pgwright.catalog.QualifiedName;
import org.pgwright.planner.TableReference;
import org.pgwright.planner.TableReference.Predicate;

import java.util.ArrayList;
import java.util.HashSet;
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

    /** As a key a column is compared at every insert; more are carried. */
    private static final int MAX_FURTHER_KEYS = 2;

    private final CatalogLookup lookup;
    private final ColumnRules rules;

    public CoveringCandidates(CatalogLookup lookup) {
        this.lookup = lookup;
        this.rules = new ColumnRules(lookup);
    }

    /**
     * Variants of an index that cover what a statement reads of its table.
     *
     * @param index that helps the statement
     */
    public List<Variation> of(AdvisedStatement statement, IndexDefinition index) {
        if (!index.method().equals("btree")) {
            return List.of();
        }
        return statement.references().stream()
                .filter(reference -> isOf(index.table(), reference.table()))
                .flatMap(
                        reference ->
                                Stream.of(askedFor(statement, reference, index), index)
                                        .distinct()
                                        .flatMap(base -> covering(base, reference)))
                .distinct()
                .map(covering -> new Variation(covering, List.of(index)))
                .toList();
    }

    /** The index with those first keys only that a mention asks for, and at least one. */
    private static IndexDefinition askedFor(
            AdvisedStatement statement, TableReference reference, IndexDefinition index) {
        Set<String> asked = new HashSet<>(InterestingColumns.of(reference));
        asked.addAll(InterestingColumns.extremes(statement, reference));
        List<IndexDefinition.Key> keys = new ArrayList<>(List.of(index.keys().getFirst()));
        for (IndexDefinition.Key key : index.keys().subList(1, index.keys().size())) {
            if (!asked.contains(key.column())) {
                break;
            }
            keys.add(key);
        }
        return index.keyedBy(keys).including(List.of());
    }

    private boolean isOf(QualifiedName indexed, QualifiedName mentioned) {
        return indexed.equals(mentioned)
                || lookup.partitionAncestorsOf(indexed).contains(mentioned)
                || lookup.partitionAncestorsOf(mentioned).contains(indexed);
    }

    /**
     * With all columns, and without those that only the conditions of a partial index name: all its
     * entries satisfy them, so nothing has to be looked at. As keys, too, where they are few: equal
     * entries of keys share their room on disk, those with further columns never do (manual,
     * section 65.1.4.3).
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
                .flatMap(further -> carrying(index, further));
    }

    private Stream<IndexDefinition> carrying(IndexDefinition index, List<String> further) {
        List<String> together =
                Stream.concat(index.include().stream(), further.stream()).distinct().toList();
        Stream<IndexDefinition> included = Stream.of(index.including(together));
        if (together.size() > MAX_FURTHER_KEYS
                || !together.stream().allMatch(column -> isOrdered(index.table(), column))) {
            return included;
        }
        List<IndexDefinition.Key> keys =
                Stream.concat(
                                index.keys().stream(),
                                together.stream().map(IndexDefinition.Key::ascending))
                        .toList();
        return Stream.concat(included, Stream.of(index.including(List.of()).keyedBy(keys)));
    }

    private boolean isOrdered(QualifiedName table, String column) {
        return lookup.column(table, column).filter(c -> rules.isOrdered(c.type())).isPresent();
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
