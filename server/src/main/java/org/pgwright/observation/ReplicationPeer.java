package org.pgwright.observation;

import org.jspecify.annotations.Nullable;

import java.time.Duration;

/**
 * A replica, a replication slot or, seen from a replica, what it follows.
 *
 * @param name a replica's application name, {@code slot:NAME}, or {@code upstream}
 * @param isReplica whether it is a server that replays what it is sent
 * @param lagBytes null where unknown
 * @param lag null where unknown
 * @param retainedBytes of WAL kept for a slot
 */
public record ReplicationPeer(
        String name,
        String state,
        boolean isReplica,
        @Nullable Long lagBytes,
        @Nullable Duration lag,
        @Nullable Long retainedBytes) {}
