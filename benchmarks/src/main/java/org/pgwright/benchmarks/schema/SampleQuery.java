package org.pgwright.benchmarks.schema;

import org.jspecify.annotations.Nullable;
import org.pgwright.planner.PlannableStatement;
import org.pgwright.workload.NormalizedText;
import org.pgwright.workload.Statement;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A query with literals, as it can be planned anywhere.
 *
 * @param role that runs it, null for a superuser
 * @param sql without a closing semicolon
 */
public record SampleQuery(String name, @Nullable String role, String sql) {
    private static final String START = "-- query ";
    private static final String ROLE = "-- role ";

    /**
     * Reads a file of queries: each begins with a line {@code -- query NAME}, may go on with {@code
     * -- role ROLE}, and ends with a semicolon.
     */
    static List<SampleQuery> all(String text) {
        List<SampleQuery> queries = new ArrayList<>();
        String[] parts = ("\n" + text).split("\n" + START);
        for (int i = 1; i < parts.length; i++) {
            queries.add(one(parts[i]));
        }
        return queries;
    }

    private static SampleQuery one(String part) {
        int line = part.indexOf('\n');
        String name = part.substring(0, line);
        String body = part.substring(line + 1);
        String role = null;
        if (body.startsWith(ROLE)) {
            role = body.substring(ROLE.length(), body.indexOf('\n'));
            body = body.substring(body.indexOf('\n') + 1);
        }
        String sql = body.strip();
        if (!sql.endsWith(";")) {
            throw new IllegalArgumentException(name + " does not end with a semicolon");
        }
        return new SampleQuery(name, role, sql.substring(0, sql.length() - 1));
    }

    /** As a workload has it, called once. */
    public Statement statement() {
        return new Statement(sql, NormalizedText.hash(sql), null, 1, Duration.ZERO, -1, role, name);
    }

    /** For a {@link org.pgwright.planner.WhatIfPlanner}. */
    public PlannableStatement plannable() {
        return PlannableStatement.of(sql).as(role, Map.of());
    }
}
