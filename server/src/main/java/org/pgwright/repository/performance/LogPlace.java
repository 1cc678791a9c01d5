package org.pgwright.repository.performance;

import org.pgwright.observation.NodeKey;
import org.springframework.jdbc.core.simple.JdbcClient;

import java.util.HashMap;
import java.util.Map;

/**
 * Where what a log tells is stored: within one transaction, with the numbers of what it names.
 *
 * @param databases numbers by name
 * @param statements numbers by hash
 */
public record LogPlace(
        JdbcClient jdbc,
        NodeKey node,
        Map<String, Integer> databases,
        Map<String, Integer> statements) {
    private static final String DATABASES =
            """
            SELECT database_name, database_id
              FROM monitored_database
             WHERE instance_id = ?
             ORDER BY last_seen, database_id
            """;

    public LogPlace {
        databases = Map.copyOf(databases);
        statements = Map.copyOf(statements);
    }

    /** The numbers of databases by name; of two of one name, the one that was seen later. */
    public static Map<String, Integer> databases(JdbcClient jdbc, NodeKey node) {
        Map<String, Integer> numbers = new HashMap<>();
        jdbc.sql(DATABASES)
                .params(node.instanceId())
                .query(
                        row -> {
                            numbers.put(row.getString("database_name"), row.getInt("database_id"));
                        });
        return numbers;
    }
}
