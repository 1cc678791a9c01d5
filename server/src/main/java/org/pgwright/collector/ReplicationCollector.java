package org.pgwright.collector;

import org.pgwright.observation.ReplicationPeer;
import org.pgwright.postgres.Deadlines;
import org.pgwright.postgres.ReadTransaction;

import java.util.List;

/** Reads how far replicas and replication slots are behind. */
public final class ReplicationCollector {
    private ReplicationCollector() {}

    /** Replicas, slots and, on a replica, what it follows. */
    public static List<ReplicationPeer> read(ReadTransaction transaction) {
        return transaction.rows(
                "collector.replicas",
                Deadlines.COLLECTION,
                row ->
                        new ReplicationPeer(
                                row.text("peer"),
                                row.text("state"),
                                row.flag("is_replica"),
                                row.numberOrNull("lag_bytes"),
                                Micros.durationOrNull(row, "lag_micros"),
                                row.numberOrNull("retained_bytes")));
    }
}
