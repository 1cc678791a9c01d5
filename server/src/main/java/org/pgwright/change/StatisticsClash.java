package org.pgwright.change;

import org.pgwright.catalog.QualifiedName;
import org.pgwright.ddl.StatisticsContent;
import org.pgwright.repository.strategy.KnownStrategy;
import org.pgwright.strategy.Action;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Says whether statistics that are not to be touched have the name of those that a strategy is
 * about.
 */
final class StatisticsClash {
    private final KnownStrategy strategy;
    private final Action action;

    StatisticsClash(KnownStrategy strategy, Action action) {
        this.strategy = strategy;
        this.action = action;
    }

    /**
     * What is in the way.
     *
     * @param seen whatever has the name in the schema
     * @param holders of locks of the table
     * @return a sentence each, with what to do about it; empty if nothing is
     */
    List<String> of(TableTree tree, Optional<StatisticsSeen> seen, List<LockHolder> holders) {
        QualifiedName name = strategy.qualifiedIndex();
        if (action == Action.CREATE && tree.isEmpty()) {
            return List.of(
                    "%s is neither a table nor a materialized view; name one that is"
                            .formatted(strategy.table()));
        }
        if (seen.isEmpty()) {
            return List.of();
        }
        StatisticsSeen there = seen.get();
        if (!there.table().equals(strategy.table())) {
            return List.of(
                    "the statistics %s are of the table %s; drop them, or choose another name"
                            .formatted(name, there.table()));
        }
        return there.definition() == null ? List.of(locked(holders)) : others(name, there);
    }

    private String locked(List<LockHolder> holders) {
        return "somebody else has the table %s alone: %s; wait until that has ended"
                .formatted(
                        strategy.table(),
                        holders.isEmpty()
                                ? "a moment ago"
                                : holders.stream()
                                        .map(LockHolder::shown)
                                        .collect(Collectors.joining(", ")));
    }

    private List<String> others(QualifiedName name, StatisticsSeen there) {
        StatisticsContent content = ChangeExecutor.statistics(strategy.createStatement()).content();
        if (!there.isLike(content)) {
            return List.of(
                    "other statistics of the table have the name %s; drop them with DROP"
                                    .formatted(name)
                            + " STATISTICS, or choose another name");
        }
        return action == Action.CREATE || there.mayDrop()
                ? List.of()
                : List.of(
                        "the statistics belong to %s; GRANT %s TO %s, or connect as their owner"
                                .formatted(there.owner(), there.owner(), there.role()));
    }
}
