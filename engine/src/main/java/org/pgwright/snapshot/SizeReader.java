package org.pgwright.snapshot;

import org.pgwright.postgres.Deadlines;
import org.pgwright.postgres.ReadTransaction;

import java.util.HashMap;
import java.util.Map;

/** Reads the lengths of all files in one query. */
final class SizeReader {
    private final ReadTransaction transaction;
    private final Locks locks;
    private final Gaps gaps;

    SizeReader(ReadTransaction transaction, Locks locks, Gaps gaps) {
        this.transaction = transaction;
        this.locks = locks;
        this.gaps = gaps;
    }

    /**
     * The lengths by oid; those that a lock keeps from us are missing. A relation dropped meanwhile
     * has none either.
     */
    Map<Long, Length> lengths() {
        Map<Long, Length> lengths = read();
        locks.relations().stream()
                .filter(relation -> !relation.isTable() && relation.isOfUser())
                .forEach(relation -> missed(relation.name().shown()));
        return lengths;
    }

    private void missed(String relation) {
        gaps.add(
                relation,
                "it is locked exclusively: its size of the last VACUUM or ANALYZE stands in for"
                        + " today's",
                "take the snapshot again when the other session has ended");
    }

    private Map<Long, Length> read() {
        Map<Long, Length> lengths = new HashMap<>();
        Object locked = transaction.numbers(locks.oids());
        transaction.each(
                "snapshot.sizes",
                Deadlines.SIZES,
                row -> {
                    Long bytes = row.numberOrNull("bytes");
                    if (bytes != null) {
                        lengths.put(
                                row.number("oid"), new Length(bytes, row.number("toast_bytes")));
                    }
                },
                locked,
                locked);
        return lengths;
    }

    /** The length of a relation's main file and of its TOAST table's, in bytes. */
    record Length(long bytes, long toastBytes) {}
}
