package org.pgwright.change;

import org.pgwright.catalog.QualifiedName;
import org.pgwright.repository.strategy.JournalledChange;
import org.pgwright.repository.strategy.KnownStrategy;
import org.pgwright.strategy.Action;

import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/**
 * What there is before a change begins.
 *
 * @param obstacles a sentence each, with what to do about it; empty if it may begin
 * @param notes what could not be looked at
 */
record Preparation(
        List<String> obstacles, List<String> notes, DiskRoom disk, JournalledChange.Before before) {
    Preparation {
        obstacles = List.copyOf(obstacles);
        notes = List.copyOf(notes);
    }

    static Preparation of(
            ChangeSession session, KnownStrategy strategy, Action action, ChangeLimits limits)
            throws SQLException {
        TableTree tree = TableTree.of(session.connection(), strategy.table());
        Preflight preflight =
                Preflight.of(
                        session,
                        new Preflight.Wanted(action, strategy.table(), bytes(strategy, tree)),
                        limits);
        List<String> obstacles =
                preflight.obstacles().isEmpty()
                        ? nameClash(session, strategy, action, tree)
                        : preflight.obstacles();
        return new Preparation(
                obstacles, preflight.notes(), preflight.disk(), before(strategy, tree));
    }

    private static long bytes(KnownStrategy strategy, TableTree tree) {
        return tree.isEmpty()
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
