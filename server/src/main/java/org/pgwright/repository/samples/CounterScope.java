package org.pgwright.repository.samples;

import org.pgwright.observation.CounterKind;
import org.pgwright.observation.NodeKey;

/**
 * Counters that are looked at together.
 *
 * @param databaseId 0 for what a server counts for all databases at once
 */
public record CounterScope(NodeKey node, CounterKind kind, int databaseId) {
    /** For all databases. */
    public static CounterScope ofServer(NodeKey node, CounterKind kind) {
        return new CounterScope(node, kind, 0);
    }
}
