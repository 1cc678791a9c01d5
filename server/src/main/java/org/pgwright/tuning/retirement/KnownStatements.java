package org.pgwright.tuning.retirement;

import org.jspecify.annotations.Nullable;
import org.pgwright.snapshot.Snapshot;
import org.pgwright.workload.Statement;
import org.pgwright.workload.Workload;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Brings together what the repository has seen of statements, and what the server says now. */
final class KnownStatements {
    private KnownStatements() {}

    /** One row of pg_stat_statements is one of these. */
    private record Key(String hash, @Nullable String role) {
        static Key of(Statement statement) {
            return new Key(statement.hash(), statement.role());
        }
    }

    /** The snapshot with all of them; of one that both know the repository has seen more. */
    static Snapshot in(Snapshot snapshot, Workload kept) {
        List<Statement> all = new ArrayList<>(kept.statements());
        Set<Key> known = new HashSet<>();
        all.forEach(statement -> known.add(Key.of(statement)));
        snapshot.workload().statements().stream()
                .filter(statement -> known.add(Key.of(statement)))
                .forEach(all::add);
        return new Snapshot(
                snapshot.takenAt(),
                snapshot.madeBy(),
                snapshot.hasValues(),
                snapshot.catalog(),
                new Workload(all, List.of()),
                snapshot.gaps());
    }
}
