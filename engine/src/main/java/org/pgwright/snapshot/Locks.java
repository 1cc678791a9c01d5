package org.pgwright.snapshot;

import org.pgwright.catalog.QualifiedName;
import org.pgwright.postgres.Deadlines;
import org.pgwright.postgres.ReadTransaction;

import java.util.List;

/**
 * The relations that somebody holds, or waits for, an ACCESS EXCLUSIVE lock on: their definitions
 * and lengths can't be read without waiting in the same queue.
 */
record Locks(List<Relation> relations) {
    private static final int LOOKS = 5;

    Locks {
        relations = List.copyOf(relations);
    }

    /** Looks a few times, as most such locks are gone in a moment. */
    static Locks now(ReadTransaction transaction) {
        Locks locks = look(transaction);
        for (int i = 1; i < LOOKS && !locks.tables().isEmpty(); i++) {
            transaction.each("snapshot.pause", Deadlines.CATALOG, row -> {});
            locks = look(transaction);
        }
        return locks;
    }

    /** Of tables and views: they are left out of the snapshot. */
    List<Relation> tables() {
        return relations.stream().filter(Relation::isTable).toList();
    }

    List<Long> tableOids() {
        return tables().stream().map(Relation::oid).toList();
    }

    /** Of all relations, indexes and TOAST tables too. */
    List<Long> oids() {
        return relations.stream().map(Relation::oid).toList();
    }

    private static Locks look(ReadTransaction transaction) {
        return new Locks(
                transaction.rows(
                        "snapshot.locked_relations",
                        Deadlines.CATALOG,
                        row ->
                                new Relation(
                                        row.number("oid"),
                                        Names.of(row, "schema", "name"),
                                        row.flag("is_table"))));
    }

    record Relation(long oid, QualifiedName name, boolean isTable) {
        /** No system catalogue, TOAST table or temporary table. */
        boolean isOfUser() {
            return !name.schema().startsWith("pg_");
        }
    }
}
