package org.pgwright.workload;

import java.util.List;

/**
 * What a database runs.
 *
 * @param statements distinct by hash and role
 * @param skipped what was seen but cannot be advised on, each with its reason
 */
public record Workload(List<Statement> statements, List<Skipped> skipped) {
    public static final Workload NONE = new Workload(List.of(), List.of());

    public Workload {
        statements = List.copyOf(statements);
        skipped = List.copyOf(skipped);
    }

    /** A statement left out, and why, in words. */
    public record Skipped(String query, String reason) {}
}
