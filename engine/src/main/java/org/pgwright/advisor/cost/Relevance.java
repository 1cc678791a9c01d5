package org.pgwright.advisor.cost;

import org.pgwright.advisor.analysis.AdvisedStatement;
import org.pgwright.advisor.analysis.InterestingColumns;
import org.pgwright.catalog.CatalogLookup;
import org.pgwright.catalog.Index;
import org.pgwright.catalog.IndexDefinition;
import org.pgwright.catalog.QualifiedName;
import org.pgwright.catalog.Table;
import org.pgwright.planner.TableReference;
import org.pgwright.planner.TableReference.Operator;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Whether an index can change a statement's plan at all, and whether it can by its mere being. */
final class Relevance {
    private final CatalogLookup lookup;

    Relevance(CatalogLookup lookup) {
        this.lookup = lookup;
    }

    /**
     * Whether the planner may use the index: it is on a table that the statement reads, and has a
     * key that the statement asks for or all columns that it reads.
     */
    boolean isRelevant(IndexDefinition index, AdvisedStatement statement) {
        Set<String> columns = new HashSet<>(index.columns());
        columns.addAll(index.include());
        return statement.references().stream()
                .filter(reference -> reaches(index.table(), reference.table()))
                .anyMatch(reference -> isAskedFor(columns, statement, reference));
    }

    /**
     * Whether the planner is likely to use the index: the statement asks for its first key and
     * grants its conditions, or it has all columns that the statement reads.
     */
    boolean isPromising(IndexDefinition index, AdvisedStatement statement) {
        Set<String> first = Set.of(index.columns().getFirst());
        Set<String> columns = new HashSet<>(index.columns());
        columns.addAll(index.include());
        return statement.references().stream()
                .filter(reference -> reaches(index.table(), reference.table()))
                .filter(reference -> grants(reference, index.conditions()))
                .anyMatch(
                        reference ->
                                isAskedFor(first, statement, reference)
                                        || columns.containsAll(reference.output()));
    }

    /** Whether a mention asks only for rows that are in a partial index, going by the texts. */
    private static boolean grants(TableReference reference, List<String> conditions) {
        return conditions.stream()
                .allMatch(
                        condition ->
                                reference.predicates().stream()
                                        .anyMatch(
                                                p ->
                                                        !p.alternative()
                                                                && condition.equals(
                                                                        p.condition())));
    }

    private static boolean isAskedFor(
            Set<String> columns, AdvisedStatement statement, TableReference reference) {
        return InterestingColumns.of(reference).stream().anyMatch(columns::contains)
                || InterestingColumns.extremes(statement, reference).stream()
                        .anyMatch(columns::contains)
                || columns.containsAll(reference.output());
    }

    /** The tables whose indexes scans of a statement can read. */
    Set<QualifiedName> reached(AdvisedStatement statement) {
        Set<QualifiedName> reached = new HashSet<>();
        for (TableReference reference : statement.references()) {
            QualifiedName mentioned = reference.table();
            reached.add(mentioned);
            lookup.descendantsOf(mentioned).forEach(table -> reached.add(table.name()));
            reached.addAll(lookup.partitionAncestorsOf(mentioned));
        }
        return reached;
    }

    /** Whether a scan of the mentioned table can read the indexed one, or a part of it. */
    private boolean reaches(QualifiedName indexed, QualifiedName mentioned) {
        return indexed.equals(mentioned)
                || lookup.descendantsOf(mentioned).stream()
                        .map(Table::name)
                        .anyMatch(indexed::equals)
                || lookup.partitionAncestorsOf(mentioned).contains(indexed);
    }

    /**
     * What an index tells the planner even where no plan uses it, null for nothing. Indexes that
     * tell the same thing are equal.
     *
     * <p>A B-tree tells the smallest and largest value of its first column, which the planner looks
     * up for comparisons beyond the histogram ({@code get_actual_variable_range}), unless an
     * existing index tells it already.
     */
    Optional<ColumnEnd> tells(IndexDefinition index, AdvisedStatement statement) {
        String leading = index.keys().getFirst().column();
        boolean compared =
                statement.references().stream()
                        .filter(reference -> reaches(index.table(), reference.table()))
                        .flatMap(reference -> reference.predicates().stream())
                        .anyMatch(
                                p -> p.operator() == Operator.RANGE && p.column().equals(leading));
        return compared
                        && index.method().equals("btree")
                        && index.conditions().isEmpty()
                        && !isTold(index.table(), leading)
                ? Optional.of(new ColumnEnd(index.table(), leading))
                : Optional.empty();
    }

    private boolean isTold(QualifiedName table, String column) {
        List<Index> existing = lookup.indexesOf(table);
        return existing.stream()
                .anyMatch(
                        i ->
                                i.valid()
                                        && i.method().equals("btree")
                                        && i.predicate() == null
                                        && column.equals(i.keys().getFirst().column()));
    }

    /** The ends of a column, known through any B-tree that it leads. */
    record ColumnEnd(QualifiedName table, String column) {}
}
