package org.pgwright.change;

import org.pgwright.catalog.QualifiedName;
import org.pgwright.repository.strategy.ChangeSteps;
import org.pgwright.repository.strategy.JournalledChange;
import org.pgwright.strategy.Action;
import org.pgwright.strategy.ChangedObject;

import java.util.Optional;
import java.util.function.Predicate;

/** Which courses a change takes: on to what is wanted, and back to where nothing is left of it. */
final class Route {
    private final JournalledChange change;
    private final ChangeSteps steps;

    Route(JournalledChange change, ChangeSteps steps) {
        this.change = change;
        this.steps = steps;
    }

    /** To what is wanted. */
    Course on() {
        return switch (change.object()) {
            case INDEX -> onIndex();
            case STATISTICS -> onStatistics();
        };
    }

    private Course onIndex() {
        return switch (change.action()) {
            case CREATE ->
                    new Course.Make(
                            change.index(), ChangeExecutor.definition(change.createStatement()));
            case DROP -> new Course.Unmake(change.index());
            case REINDEX -> rebuild(name -> steps.rebuilt(change).contains(name.shown()));
        };
    }

    private Course onStatistics() {
        return switch (change.action()) {
            case CREATE ->
                    new StatisticsCourse.Make(
                            change.qualifiedIndex(),
                            change.table(),
                            ChangeExecutor.statistics(change.createStatement()),
                            () -> wasThere() || steps.isAnalyzed(change));
            case DROP -> unmake();
            case REINDEX -> throw new IllegalStateException("statistics are not built anew");
        };
    }

    private Course unmake() {
        return new StatisticsCourse.Unmake(change.qualifiedIndex(), change.table());
    }

    private boolean wasThere() {
        return change.before().indexOid() != null;
    }

    /** To where nothing is left of it; empty if that is so, as a drop has not begun. */
    Optional<Course> back(TableTree tree) {
        return switch (change.object()) {
            case INDEX -> backFromIndex(tree);
            case STATISTICS ->
                    change.action() == Action.CREATE && !wasThere()
                            ? Optional.of(unmake())
                            : Optional.empty();
        };
    }

    private Optional<Course> backFromIndex(TableTree tree) {
        return switch (change.action()) {
            case CREATE -> Optional.of(new Course.Unmake(change.index()));
            case DROP -> {
                boolean isWhole =
                        tree.partsOf(change.index()).stream()
                                .anyMatch(part -> part.index().isValid());
                yield isWhole ? Optional.empty() : Optional.of(new Course.Unmake(change.index()));
            }
            case REINDEX -> Optional.of(rebuild(name -> true));
        };
    }

    /** To where no part is left that is not valid. */
    Course tidy() {
        return new Course.Tidy(change.index());
    }

    private Course rebuild(Predicate<QualifiedName> done) {
        return new Course.Rebuild(change.index(), done, change.before().leftovers());
    }

    /** After the death of a process: statistics that are there lack nothing but ANALYZE. */
    boolean isToResume(TableTree tree) {
        return isToGoOn(tree)
                || (change.object() == ChangedObject.STATISTICS && tree.statistics().isPresent());
    }

    /** What is complete but for our knowing it, and what is to be gone. */
    boolean isToGoOn(TableTree tree) {
        return switch (change.action()) {
            case DROP -> true;
            case CREATE, REINDEX -> on().next(tree).isEmpty();
        };
    }

    /** Whether it was to be gone, and is. */
    boolean isGone(TableTree tree) {
        return change.action() == Action.DROP && on().next(tree).isEmpty();
    }

    /** Partitions that are done need not be done again; all that is there is valid by itself. */
    boolean isPausable(StepEnd end, TableTree tree) {
        if (change.object() != ChangedObject.INDEX
                || change.action() != Action.CREATE
                || end instanceof StepEnd.Failed
                || end instanceof StepEnd.Lost) {
            return false;
        }
        return tree.isPartitioned()
                && tree.root().index(change.index()).isEmpty()
                && tree.members(TableTree.Kind.TABLE).stream()
                        .anyMatch(
                                leaf ->
                                        leaf.index(PartNames.of(change.index(), leaf.name()))
                                                .filter(TableTree.IndexSeen::isValid)
                                                .isPresent());
    }
}
