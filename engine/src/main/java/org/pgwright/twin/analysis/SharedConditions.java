package org.pgwright.twin.analysis;

import org.pgwright.planner.TableReference;
import org.pgwright.planner.TableReference.Operator;
import org.pgwright.planner.TableReference.Predicate;

import java.util.ArrayList;
import java.util.List;

/**
 * Keeps of a statement's conditions, as predicates of partial indexes, those that nearly all of its
 * calls have: an index made for other constants serves few of them.
 */
final class SharedConditions {
    private static final double NEARLY_ALL = 0.9;

    private final List<Asked> asked;
    private final double calls;

    private SharedConditions(List<Asked> asked) {
        this.asked = asked;
        this.calls = asked.stream().mapToDouble(Asked::calls).sum();
    }

    /**
     * What one text of a statement asks of tables.
     *
     * @param calls that it stands for
     */
    record Asked(List<TableReference> references, double calls) {
        Asked {
            references = List.copyOf(references);
        }
    }

    /**
     * What a statement asks of tables.
     *
     * @param asked by each of its texts, of which the first stands for all but for its constants
     */
    static List<TableReference> of(List<Asked> asked) {
        return new SharedConditions(asked).references();
    }

    /** Whether two texts differ, on each mention of a table, in one condition at most. */
    static boolean differLittle(List<TableReference> one, List<TableReference> other) {
        if (one.size() != other.size()) {
            return false;
        }
        for (int i = 0; i < one.size(); i++) {
            List<Predicate> others = other.get(i).predicates();
            long differing =
                    one.get(i).predicates().stream().filter(p -> !others.contains(p)).count();
            if (differing > 1 || one.get(i).predicates().size() != others.size()) {
                return false;
            }
        }
        return true;
    }

    private List<TableReference> references() {
        List<TableReference> first = asked.getFirst().references();
        List<TableReference> shared = new ArrayList<>();
        for (int i = 0; i < first.size(); i++) {
            shared.add(first.get(i).with(shared(first.get(i), i)));
        }
        return shared;
    }

    private List<Predicate> shared(TableReference reference, int place) {
        return reference.predicates().stream()
                .filter(p -> !isNothingElse(p) || isShared(p, reference, place))
                .map(p -> isShared(p, reference, place) ? p : p.withoutCondition())
                .distinct()
                .toList();
    }

    /** Whether it narrows no column: it is of use to a partial index only. */
    private static boolean isNothingElse(Predicate predicate) {
        return predicate.operator() == Operator.OTHER && predicate.symbol().isEmpty();
    }

    private boolean isShared(Predicate predicate, TableReference reference, int place) {
        double sharing =
                asked.stream()
                        .filter(text -> has(text.references(), predicate, reference, place))
                        .mapToDouble(Asked::calls)
                        .sum();
        return predicate.condition() == null || sharing >= NEARLY_ALL * calls;
    }

    private static boolean has(
            List<TableReference> references,
            Predicate predicate,
            TableReference reference,
            int place) {
        return place < references.size()
                && references.get(place).table().equals(reference.table())
                && references.get(place).predicates().contains(predicate);
    }
}
