package org.pgwright.repository.figures;

import java.time.Instant;
import java.util.List;

/**
 * What is known of one query beside its figures.
 *
 * @param firstSeen when its text was seen first
 * @param waits what its sessions did, the most frequent first
 * @param indexes that its plans read, the most frequent first
 * @param slowest executions that the server logged, the slowest first
 */
public record QueryHistory(
        Instant firstSeen,
        QueryTrend trend,
        List<SessionWait> waits,
        List<UsedIndex> indexes,
        List<KeptExecution> slowest) {
    public QueryHistory {
        waits = List.copyOf(waits);
        indexes = List.copyOf(indexes);
        slowest = List.copyOf(slowest);
    }
}
