package org.pgwright.advisor.candidate;

import org.pgwright.advisor.analysis.AdvisedStatement;
import org.pgwright.catalog.CatalogLookup;
import org.pgwright.catalog.IndexDefinition;
import org.pgwright.catalog.QualifiedName;
import org.pgwright.catalog.Table;
import org.pgwright.planner.TableReference;
import org.pgwright.planner.TableReference.Operator;
import org.pgwright.planner.TableReference.Predicate;

import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * The indexes that one would make at first sight, looking at the conditions of statements and at
 * nothing else: one column that is compared, each. Whether any of them is worth it is not said
 * here, and they need not have been tried.
 */
public final class ExpectedIndexes {
    private static final Set<Operator> COMPARED =
            EnumSet.of(Operator.EQUAL, Operator.IN, Operator.RANGE, Operator.BOOLEAN);

    private static final Set<Operator> EQUALITIES =
            EnumSet.of(Operator.EQUAL, Operator.IN, Operator.BOOLEAN);

    private final CatalogLookup lookup;
    private final IndexRules rules;
    private final ExistingIndexes existing;
    private final ColumnRules columns;

    public ExpectedIndexes(CatalogLookup lookup) {
        this.lookup = lookup;
        this.rules = new IndexRules(lookup);
        this.existing = new ExistingIndexes(lookup);
        this.columns = new ColumnRules(lookup);
    }

    /**
     * An index on one column.
     *
     * @param statements the numbers of those that compare the column
     * @param equality whether all of them ask for single values
     */
    public record Expected(IndexDefinition definition, Set<Integer> statements, boolean equality) {
        public Expected {
            statements = Set.copyOf(statements);
        }
    }

    /** In the order in which statements mention them; what exists already is left out. */
    public List<Expected> of(List<AdvisedStatement> statements) {
        Map<IndexDefinition, Expected> expected = new LinkedHashMap<>();
        for (AdvisedStatement statement : statements) {
            for (TableReference reference : statement.references()) {
                for (Predicate predicate : reference.predicates()) {
                    definition(reference.table(), predicate)
                            .map(d -> expected(d, statement, predicate))
                            .ifPresent(e -> expected.merge(e.definition(), e, this::both));
                }
            }
        }
        return List.copyOf(expected.values());
    }

    private Optional<IndexDefinition> definition(QualifiedName table, Predicate predicate) {
        if (!COMPARED.contains(predicate.operator())) {
            return Optional.empty();
        }
        return lookup.column(table, predicate.column())
                .filter(column -> columns.refusal(table, column).isEmpty())
                .map(column -> IndexDefinition.btree(table, List.of(column.name())))
                .filter(definition -> existing.serving(definition).isEmpty());
    }

    private static Expected expected(
            IndexDefinition definition, AdvisedStatement statement, Predicate predicate) {
        return new Expected(
                definition, Set.of(statement.number()), EQUALITIES.contains(predicate.operator()));
    }

    private Expected both(Expected one, Expected other) {
        Set<Integer> statements = new TreeSet<>(one.statements());
        statements.addAll(other.statements());
        return new Expected(one.definition(), statements, one.equality() && other.equality());
    }

    /** Why its table is to have no index at all, such as that it is tiny; empty where it may. */
    public Optional<String> refusalOfTable(IndexDefinition definition) {
        Table table = lookup.table(definition.table()).orElseThrow();
        return rules.refusal(table);
    }
}
