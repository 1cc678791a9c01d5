package org.pgwright.twin.analysis;

import org.jspecify.annotations.Nullable;
import org.pgwright.planner.TableReference;
import org.pgwright.planner.TableReference.Expression;
import org.pgwright.planner.TableReference.Join;
import org.pgwright.planner.TableReference.Operator;
import org.pgwright.planner.TableReference.Predicate;
import org.pgwright.planner.TableReference.SortKey;
import org.pgwright.planner.TableReference.Stable;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.IntFunction;
import java.util.function.IntSupplier;
import java.util.stream.Stream;

/** One mention of a table, while the statement is being read. */
final class Mention {
    private final int id;
    private final Relation relation;
    private final Set<Condition> conditions = new LinkedHashSet<>();
    private final Set<Join> joins = new LinkedHashSet<>();
    private final List<SortKey> sort = new ArrayList<>();
    private final Set<SortKey> extremes = new LinkedHashSet<>();
    private final Set<String> group = new LinkedHashSet<>();
    private final Map<String, Expression> expressions = new LinkedHashMap<>();
    private final SortedSet<Integer> read = new TreeSet<>();
    private boolean modified;

    Mention(int id, Relation relation) {
        this.id = id;
        this.relation = relation;
    }

    int id() {
        return id;
    }

    Relation relation() {
        return relation;
    }

    /** The column of a number that the table has. */
    Relation.Column column(int number) {
        return Objects.requireNonNull(relation.columns().get(number));
    }

    Set<Condition> conditions() {
        return conditions;
    }

    /** Tells of an expression that may stand in the place of a column. */
    void know(Expression expression) {
        expressions.put(expression.sql(), expression);
    }

    void modify() {
        modified = true;
    }

    void add(Condition condition) {
        conditions.add(condition);
    }

    /** Adds a condition that narrows no column, named after the first of its columns. */
    void carry(Written condition) {
        if (conditions.stream().anyMatch(known -> condition.sql().equals(known.text()))) {
            return;
        }
        add(
                new Condition(
                        column(condition.columns().first()),
                        Operator.OTHER,
                        "",
                        List.of(),
                        null,
                        false,
                        condition.sql(),
                        null,
                        false));
    }

    /** Notes what would be a key if it were immutable, by the first of its columns. */
    void refuse(Stable.Part part, Written key) {
        add(
                new Condition(
                        column(key.columns().first()),
                        Operator.OTHER,
                        "",
                        List.of(),
                        null,
                        false,
                        null,
                        new Stable(part, key.sql()),
                        false));
    }

    void join(String column, String symbol, Mention other, String otherColumn) {
        joins.add(new Join(column, symbol, other.id, otherColumn));
    }

    /** Only the first order asked for counts: it is the one nearest to the scan. */
    void sort(List<SortKey> keys) {
        if (sort.isEmpty()) {
            sort.addAll(keys);
        }
    }

    /** The first entry in an order is wanted: each one takes a scan of its own. */
    void extreme(SortKey key) {
        extremes.add(key);
    }

    void group(String column) {
        group.add(column);
    }

    /** Notes that a column is read; 0 stands for the whole row, negative for system columns. */
    void read(int number) {
        if (number == 0) {
            read.addAll(relation.columns().keySet());
        } else if (relation.columns().containsKey(number)) {
            read.add(number);
        }
    }

    /**
     * What the statement asks of the mention, once for every scan that it takes.
     *
     * @param numbers gives the statement's own number of a parameter's slot
     * @param ids gives the ids of further scans
     */
    List<TableReference> toReferences(IntFunction<@Nullable Integer> numbers, IntSupplier ids) {
        if (extremes.isEmpty()) {
            return List.of(toReference(numbers, id, sort));
        }
        List<TableReference> scans = new ArrayList<>();
        for (SortKey extreme : extremes) {
            int scan = scans.isEmpty() ? id : ids.getAsInt();
            scans.add(toReference(numbers, scan, List.of(extreme)));
        }
        return scans;
    }

    private TableReference toReference(
            IntFunction<@Nullable Integer> numbers, int scan, List<SortKey> order) {
        List<Predicate> predicates =
                conditions.stream()
                        .map(condition -> predicate(condition, numbers))
                        .distinct()
                        .toList();
        return new TableReference(
                relation.name(),
                scan,
                modified,
                predicates,
                List.copyOf(joins),
                order,
                List.copyOf(group),
                read.stream().map(number -> column(number).name()).toList(),
                expressions(predicates, order));
    }

    /** The expressions among what is compared, sorted and grouped, each once. */
    private List<Expression> expressions(List<Predicate> predicates, List<SortKey> order) {
        return Stream.of(
                        predicates.stream().map(Predicate::column),
                        joins.stream().map(Join::column),
                        order.stream().map(SortKey::column),
                        group.stream())
                .flatMap(names -> names)
                .distinct()
                .map(expressions::get)
                .filter(Objects::nonNull)
                .toList();
    }

    private static Predicate predicate(
            Condition condition, IntFunction<@Nullable Integer> numbers) {
        Integer slot = condition.parameter();
        return new Predicate(
                condition.column().name(),
                condition.operator(),
                condition.symbol(),
                condition.families(),
                slot == null ? null : numbers.apply(slot),
                condition.alternative(),
                condition.text(),
                condition.stable());
    }
}
