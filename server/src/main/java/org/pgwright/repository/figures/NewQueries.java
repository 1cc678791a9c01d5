package org.pgwright.repository.figures;

import org.springframework.jdbc.core.simple.JdbcClient;

import java.time.ZoneOffset;
import java.util.Set;

/** Finds queries that were not there before. */
public final class NewQueries {
    /** None where nothing was seen before: then all would be new, as the server is. */
    private static final String SEEN_FIRST =
            """
            SELECT t.query_hash
              FROM statement t
             WHERE t.instance_id = :instance AND t.first_seen >= :from AND t.first_seen < :to
               AND EXISTS (
                   SELECT FROM statement b
                    WHERE b.instance_id = :instance AND b.first_seen < :from)
            """;

    /** The hashes of those that were seen first in that time. */
    public Set<String> of(JdbcClient jdbc, Window window) {
        return Set.copyOf(
                jdbc.sql(SEEN_FIRST)
                        .param("instance", window.instanceId())
                        .param("from", window.from().atOffset(ZoneOffset.UTC))
                        .param("to", window.to().atOffset(ZoneOffset.UTC))
                        .query(String.class)
                        .list());
    }
}
