package org.pgwright.maintenance;

import org.jspecify.annotations.Nullable;

/**
 * The servers of a cluster, as far as use of a database's indexes is counted on them.
 *
 * @param watched how many
 * @param silent the address of one that nothing was collected from lately; null for none
 * @param replicasFollowing as the servers say themselves
 * @param replicasWatched how many of the watched ones are replicas
 */
public record WatchedServers(
        int watched, @Nullable String silent, long replicasFollowing, long replicasWatched) {}
