package org.pgwright.benchmarks.storage;

import org.pgwright.catalog.Bytes;
import org.springframework.jdbc.core.simple.JdbcClient;

import java.util.LinkedHashMap;
import java.util.Map;

/** What tables of a repository take, with their partitions, indexes and TOAST. */
final class TableSizes {
    /** A partition without rows takes space that does not grow with what is kept. */
    private static final String READ =
            """
            SELECT c.relname,
                   CASE c.relkind
                     WHEN 'r' THEN pg_total_relation_size(c.oid)
                     ELSE (SELECT coalesce(sum(pg_total_relation_size(t.relid)), 0)
                             FROM pg_partition_tree(c.oid) t
                            WHERE t.isleaf AND pg_relation_size(t.relid) > 0)
                   END::bigint AS bytes
              FROM pg_class c
             WHERE c.relnamespace = current_schema()::regnamespace
               AND c.relkind IN ('r', 'p')
               AND NOT c.relispartition
             ORDER BY 2 DESC, 1
            """;

    private static final String STATEMENT_SAMPLES =
            "SELECT sum(cardinality(objects))::bigint FROM statement_sample";

    private TableSizes() {}

    /** By name, the largest first. */
    static Map<String, Bytes> read(JdbcClient jdbc) {
        Map<String, Bytes> sizes = new LinkedHashMap<>();
        jdbc.sql(READ)
                .query(
                        row -> {
                            sizes.put(row.getString("relname"), new Bytes(row.getLong("bytes")));
                        });
        return sizes;
    }

    /** How many statements there are in all samples. */
    static long statementSamples(JdbcClient jdbc) {
        return jdbc.sql(STATEMENT_SAMPLES).query(Long.class).single();
    }
}
