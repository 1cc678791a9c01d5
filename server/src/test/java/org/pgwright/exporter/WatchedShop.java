package org.pgwright.exporter;

import org.pgwright.observation.CounterKind;
import org.pgwright.testing.TestDatabase;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** A repository that has looked at a cluster {@code shop} a moment before its present time. */
public final class WatchedShop {
    /** The text of a statement that it runs, which nobody who scrapes us may see. */
    public static final String TEXT = "SELECT secret_column FROM orders WHERE id = $1";

    private WatchedShop() {}

    /** Fills a repository, by the clock of its server. */
    public static void fill(TestDatabase kept) {
        for (String table :
                List.of(
                        "statement_sample",
                        "table_sample",
                        "database_sample",
                        "activity_sample",
                        "replication_sample",
                        "collector_run",
                        "bloat_estimate")) {
            kept.execute("CREATE TABLE %1$s_all PARTITION OF %1$s DEFAULT".formatted(table));
        }
        kept.execute(
                """
                INSERT INTO instance (instance_id, system_identifier, name, created_by)
                SELECT '10000000-0000-7000-8000-000000000001', 1, 'shop', id FROM app_user
                 WHERE name = 'local'
                """,
                """
                INSERT INTO node (instance_id, address, role_name, connection, is_standby,
                                  server_version, server_started_at)
                SELECT instance_id, 'db1:5432', 'pgwright', '{}', false, '18.1',
                       '2026-01-01 00:00Z'
                  FROM instance
                """,
                """
                INSERT INTO monitored_database (
                    instance_id, database_oid, database_name, first_seen, last_seen)
                SELECT instance_id, 5, 'shop', now(), now() FROM instance
                """,
                """
                INSERT INTO database_state
                SELECT instance_id, database_id, now(), 5000000000, 1234 FROM monitored_database
                """);
        tables(kept);
        counters(kept);
        activity(kept);
        statements(kept);
    }

    /** One hundred and thirty: more than are told one by one. */
    private static void tables(TestDatabase kept) {
        kept.execute(
                """
                INSERT INTO monitored_table (
                    instance_id, database_id, schema_name, table_name, kind, first_seen, last_seen)
                SELECT instance_id, database_id, 'public', 'table_' || n, 'r', now(), now()
                  FROM monitored_database CROSS JOIN generate_series(1, 130) AS n
                 ORDER BY n
                """,
                """
                INSERT INTO table_state
                SELECT instance_id, table_id, now(), 1, 10000, 2500, 0, 1000, 2000, now() - interval '2 days',
                       now(), 1
                  FROM monitored_table
                """,
                """
                INSERT INTO monitored_index (
                    instance_id, table_id, index_name, method, definition, keys, is_unique,
                    is_primary, is_constraint, is_valid, first_seen, last_seen)
                SELECT instance_id, table_id, table_name || '_pkey', 'btree', '', '[]', true, true,
                       true, table_name <> 'table_7', now(), now()
                  FROM monitored_table
                 ORDER BY table_id
                """,
                """
                INSERT INTO index_state
                SELECT instance_id, index_id, now(), 1, 500, 1, 10000 FROM monitored_index
                """);
    }

    private static void counters(TestDatabase kept) {
        kept.execute(
                """
                INSERT INTO counter_look
                SELECT n.instance_id, n.node_id, d.database_id, k.kind, now(), now(), NULL, 0, false
                  FROM node n
                 CROSS JOIN monitored_database d
                 CROSS JOIN unnest(enum_range(NULL::counter_kind)) AS k (kind)
                """,
                counters("database", CounterKind.DATABASE, "monitored_database", "database_id"),
                counters("table", CounterKind.TABLE, "monitored_table", "table_id"),
                counters("index", CounterKind.INDEX, "monitored_index", "index_id"),
                """
                INSERT INTO database_sample (
                    instance_id, node_id, database_id, taken_at, interval_start, gaps, incomplete,
                    objects, blocks_hit, blocks_read, deadlocks)
                SELECT n.instance_id, n.node_id, d.database_id, now(), now() - interval '1 minute',
                       '{}', '{}', ARRAY[d.database_id], '{8000}', '{2000}', '{3}'
                  FROM node n CROSS JOIN monitored_database d
                """);
    }

    /** The first counter of each is 1,000,000, the second 2,000,000, and so on. */
    private static String counters(String word, CounterKind kind, String table, String id) {
        String values =
                IntStream.rangeClosed(1, kind.counters().size())
                        .mapToObj(number -> number + "000000")
                        .collect(Collectors.joining(","));
        return """
        INSERT INTO counter_state
        SELECT n.instance_id, n.node_id, '%s', o.%s, d.database_id, 0, NULL, '{%s}'
          FROM node n CROSS JOIN monitored_database d CROSS JOIN %s o
        """
                .formatted(word, id, values, table);
    }

    private static void activity(TestDatabase kept) {
        kept.execute(
                """
                INSERT INTO activity_sample
                SELECT n.instance_id, n.node_id, now(), 60, 200, '{1,2,3}',
                       '{active,active,idle in transaction}', '{"","",""}', '{"","",""}',
                       '{shop,shop,shop}', '{a,a,a}', '{w,w,w}', '{0,0,0}', '{1,1,90000}',
                       '{1,1,90000}', '{"","3",""}', now()
                  FROM node n
                """,
                """
                INSERT INTO collector_run
                SELECT instance_id, now() - interval '1 minute', node_id, 'statements', '', 2, 1,
                       500000, 400000, 'gone'
                  FROM node
                """,
                """
                INSERT INTO replication_sample
                SELECT instance_id, node_id, now(), 'replica1', 'streaming', true, 1000,
                       interval '7 seconds', NULL
                  FROM node
                """,
                """
                INSERT INTO replication_sample
                SELECT instance_id, node_id, now(), 'slot:standby', 'active', false, NULL, NULL, 4096
                  FROM node
                """);
    }

    /** Sixty: more than are told one by one. */
    private static void statements(TestDatabase kept) {
        kept.execute(
                """
                INSERT INTO statement (instance_id, query_hash, query_text, is_ours, first_seen)
                SELECT instance_id, 'hash' || n, '%s', false, now()
                  FROM instance CROSS JOIN generate_series(1, 60) AS n
                 ORDER BY n
                """
                        .formatted(TEXT),
                """
                INSERT INTO statement_source (
                    instance_id, node_id, database_id, role_oid, role_name, queryid, is_top_level,
                    statement_id, first_seen)
                SELECT n.instance_id, n.node_id, d.database_id, 10, 'app', t.statement_id, true,
                       t.statement_id, now()
                  FROM node n CROSS JOIN monitored_database d CROSS JOIN statement t
                 ORDER BY t.statement_id
                """,
                """
                INSERT INTO statement_sample (
                    instance_id, node_id, database_id, taken_at, interval_start, gaps, incomplete,
                    objects, calls, execution_time)
                SELECT n.instance_id, n.node_id, d.database_id, now(), now() - interval '1 minute',
                       '{}', '{}', array_agg(s.source_id ORDER BY s.source_id),
                       array_agg(60 ORDER BY s.source_id),
                       array_agg(s.source_id * 1000000 ORDER BY s.source_id)
                  FROM node n CROSS JOIN monitored_database d CROSS JOIN statement_source s
                 GROUP BY n.instance_id, n.node_id, d.database_id
                """);
    }
}
