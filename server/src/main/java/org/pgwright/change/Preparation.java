package org.pgwright.change;

import org.pgwright.catalog.QualifiedName;
import org.pgwright.repository.strategy.JournalledChange;
import org.pgwright.repository.strategy.KnownStrategy;
import org.pgwright.strategy.Action;
import org.pgwright.strategy.ChangedObject;

import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/**
 * What there is before a change begins.
 *
 * @param obstacles a sentence each, with what to do about it; empty if it may begin
 * @param notes what could not be looked at
 * @param definition what makes what is to be made, or brings back what is to be dropped
 */
record Preparation(
        List<String> obstacles,
        List<String> notes,
        DiskRoom disk,
        JournalledChange.Before before,
        String definition) {
    Preparation {
        obstacles = List.copyOf(obstacles);
        notes = List.copyOf(notes);
    }

    static Preparation of(
            ChangeSession session, KnownStrategy strategy, Action action, ChangeLimits limits)
            throws SQLException {
        TableTree tree = TableTree.of(session.connection(), strategy);
        Preflight preflight =
                Preflight.of(
                        session,
                        new Preflight.Wanted(
                                strategy.object(), action, strategy.table(), bytes(strategy, tree)),
                        limits);
        List<String> obstacles =
                preflight.obstacles().isEmpty()
                        ? clash(session, strategy, action, tree, limits)
                        : preflight.obstacles();
        return new Preparation(
                obstacles,
                preflight.notes(),
                preflight.disk(),
                before(strategy, tree),
                definition(strategy, action, tree));
    }

    /** Of statistics to drop, as the server has them now: so they come back as they were. */
    private static String definition(KnownStrategy strategy, Action action, TableTree tree) {
        String seen = tree.statistics().map(StatisticsSeen::definition).orElse(null);
        return action == Action.DROP && seen != null ? seen : strategy.createStatement();
    }

    private static List<String> clash(
            ChangeSession session,
            KnownStrategy strategy,
            Action action,
            TableTree tree,
            ChangeLimits limits)
            throws SQLException {
        return switch (strategy.object()) {
            case INDEX -> nameClash(session, strategy, action, tree);
            case STATISTICS ->
                    new StatisticsClash(strategy, action)
                            .of(
                                    tree,
                                    StatisticsSeen.named(
                                            session.connection(), strategy.qualifiedIndex()),
                                    session.holders(
                                            strategy.table(),
                                            LockHolder.Need.STATISTICS,
                                            limits.patience()));
        };
    }

    private static long bytes(KnownStrategy strategy, TableTree tree) {
        return tree.isEmpty() || strategy.object() != ChangedObject.INDEX
                ? 0
                : Math.max(strategy.prediction().bytes(), tree.bytes(strategy.index()));
    }

    /** Something that is not to be touched has the name. */
    private static List<String> nameClash(
            ChangeSession session, KnownStrategy strategy, Action action, TableTree tree)
            throws SQLException {
        Optional<TableTree.IndexSeen> own = tree.root().index(strategy.index());
        QualifiedName index = strategy.qualifiedIndex();
        if (action == Action.CREATE) {
            if (own.isPresent() && !own.get().isValid()) {
                return List.of(
                        "an invalid index has the name %s, which pgwright did not leave; drop it"
                                        .formatted(index)
                                + " with DROP INDEX CONCURRENTLY, or choose another name");
            }
            boolean isTaken = own.isEmpty() && NameLookup.isTaken(session.connection(), index);
            return isTaken
                    ? List.of(
                            "something else has the name %s; choose another name".formatted(index))
                    : List.of();
        }
        if (own.isPresent() && own.get().attachedTo() != 0) {
            return List.of(
                    "the index %s is a part of a partitioned table's index; name that"
                            .formatted(index));
        }
        return action == Action.REINDEX && own.isEmpty()
                ? List.of("there is no index " + index)
                : List.of();
    }

    private static JournalledChange.Before before(KnownStrategy strategy, TableTree tree) {
        if (tree.isEmpty()) {
            return JournalledChange.Before.NOTHING;
        }
        if (strategy.object() == ChangedObject.STATISTICS) {
            return new JournalledChange.Before(
                    tree.statistics().map(StatisticsSeen::oid).orElse(null), null, List.of());
        }
        Optional<TableTree.IndexSeen> index = tree.root().index(strategy.index());
        return new JournalledChange.Before(
                index.map(TableTree.IndexSeen::oid).orElse(null),
                index.map(there -> tree.bytes(strategy.index())).orElse(null),
                tree.members().stream()
                        .flatMap(
                                table ->
                                        table.indexes().stream()
                                                .filter(i -> !i.isValid())
                                                .map(i -> name(table, i).shown()))
                        .toList());
    }

    private static QualifiedName name(TableTree.Member table, TableTree.IndexSeen index) {
        return new QualifiedName(table.name().schema(), index.name());
    }
}
