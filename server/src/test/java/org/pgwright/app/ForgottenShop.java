package org.pgwright.app;

import static org.assertj.core.api.Assertions.assertThat;

import org.pgwright.app.CommandLineFixture.Ending;
import org.pgwright.repository.PartitionedTable;
import org.pgwright.repository.Partitions;
import org.pgwright.repository.Repositories;
import org.pgwright.repository.Repository;
import org.pgwright.repository.Retention;
import org.pgwright.testing.TestDatabase;
import org.pgwright.testing.TestServers;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * A shop with indexes of all kinds, most of them forgotten, and a repository that has watched it
 * for 41 days, as it thinks.
 */
final class ForgottenShop implements AutoCloseable {
    static final String HOSTILE = "x\"; DROP TABLE orders; --";

    private final TestDatabase shop;
    private final TestDatabase kept = TestServers.freshDatabase(TestServers.NEWEST);
    private final Path home;
    private final String tablespace;

    ForgottenShop(Path home) {
        this.home = home;
        this.shop = TestServers.freshDatabase(TestServers.NEWEST);
        this.tablespace = "slow disk of " + shop.name();
        shop.execute(
                "SET allow_in_place_tablespaces = on",
                "CREATE TABLESPACE \"" + tablespace + "\" LOCATION ''",
                "CREATE EXTENSION pg_stat_statements",
                """
                CREATE TABLE customers (id bigint PRIMARY KEY, mail text NOT NULL)
                """,
                """
                CREATE TABLE orders (id bigint PRIMARY KEY,
                    customer_id bigint NOT NULL REFERENCES customers (id), day date NOT NULL,
                    kind int NOT NULL, status int NOT NULL, note text)
                """,
                """
                CREATE TABLE events (id bigint NOT NULL, day int NOT NULL, kind int NOT NULL)
                    PARTITION BY RANGE (day)
                """,
                "CREATE TABLE events_1 PARTITION OF events FOR VALUES FROM (0) TO (10)",
                "CREATE TABLE events_2 PARTITION OF events FOR VALUES FROM (10) TO (20)",
                "INSERT INTO customers SELECT i, 'mail ' || i FROM generate_series(1, 2000) i",
                """
                INSERT INTO orders SELECT i, 1 + i * 7919 % 2000, date '2026-01-01' + i % 300,
                                          i % 1000, i % 2000, 'note ' || i
                  FROM generate_series(1, 30000) i
                """,
                "INSERT INTO events SELECT i, i % 20, i % 100 FROM generate_series(1, 2000) i",
                "SELECT pg_stat_statements_reset(0, oid, 0) FROM pg_database"
                        + " WHERE datname = current_database()",
                "CREATE UNIQUE INDEX customers_mail ON customers (mail)",
                "CREATE INDEX orders_customer ON orders (customer_id)",
                "CREATE INDEX orders_day ON orders (day)",
                "CREATE INDEX orders_kind ON orders (kind)",
                "CREATE INDEX orders_kind_again ON orders (kind)",
                "CREATE INDEX orders_status ON orders (status)",
                "CREATE INDEX orders_status_day ON orders (status, day)",
                "CREATE INDEX orders_id_note ON orders (id DESC NULLS LAST, lower(note))"
                        + " INCLUDE (kind) WITH (fillfactor = 70) TABLESPACE \""
                        + tablespace
                        + "\" WHERE note IS NOT NULL",
                "COMMENT ON INDEX orders_id_note IS 'for the report'",
                "CREATE INDEX \"" + HOSTILE.replace("\"", "\"\"") + "\" ON orders (note)",
                "CREATE INDEX events_kind ON events (kind)");
        failBuild("CREATE INDEX CONCURRENTLY orders_broken ON orders ((1 / (id - 1)))");
        shop.vacuumed();
    }

    private void failBuild(String sql) {
        try (Connection connection = shop.connect();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
            throw new AssertionError("an id is 1");
        } catch (SQLException expected) {
            assertThat(expected.getSQLState()).isEqualTo("22012");
        }
    }

    /** Is collected from, is used, and is collected from again, and all that 41 days ago. */
    void watch() {
        collect();
        use(
                "SELECT * FROM orders WHERE kind = 7",
                "SELECT * FROM orders WHERE status = 7",
                "SELECT * FROM orders WHERE status = 7 AND day = '2026-03-04'");
        runWithoutIndexes("SELECT * FROM orders WHERE day = '2026-02-03' AND kind < 3");
        collect();
        Instant then = Instant.now().minus(Duration.ofDays(41));
        try (Repository repository = repository()) {
            new Partitions(repository, Instant::now, Retention.DEFAULT)
                    .ensure(PartitionedTable.INDEX_USAGE_STATS, then);
        }
        kept.execute(
                "UPDATE node SET first_seen = first_seen - interval '41 days'",
                "UPDATE monitored_index SET first_seen = first_seen - interval '41 days'",
                """
                INSERT INTO index_usage_stats (id, instance_id, index_strategy_id, schema_name,
                                               table_name, index_name, stats_date)
                SELECT gen_random_uuid(), instance_id, id, schema_name, table_name, index_name,
                       (now() AT TIME ZONE 'UTC')::date - 41
                  FROM index_strategy
                """);
    }

    /** Runs statements that use indexes where they can. */
    void use(String... statements) {
        List<String> all = new ArrayList<>(List.of("SET enable_seqscan = off"));
        all.addAll(List.of(statements));
        shop.executeCounted(all.toArray(String[]::new));
    }

    /** Known from now on, although the server, which others use, too, may forget it. */
    private void runWithoutIndexes(String statement) {
        shop.executeCounted(
                "SET enable_indexscan = off", "SET enable_bitmapscan = off", statement, statement);
    }

    /** Looks at the server with {@code pgwright collect}. */
    void collect() {
        Ending ending = run("collect", "--databases", shop.name(), "--for", "300ms", "--no-plans");
        assertThat(ending.code()).as(ending.err()).isZero();
    }

    Ending run(String... arguments) {
        List<String> all = new ArrayList<>(List.of(arguments));
        all.add("--repository");
        all.add(
                "postgres://postgres:%s@%s:%d/%s"
                        .formatted(kept.password(), kept.host(), kept.port(), kept.name()));
        return new CommandLineFixture(home).on(shop).run(all.toArray(String[]::new));
    }

    Repository repository() {
        return Repositories.on(kept);
    }

    TestDatabase shop() {
        return shop;
    }

    TestDatabase kept() {
        return kept;
    }

    /** The end of the id of an index's strategy. */
    String strategy(String index) {
        return answer(
                kept,
                "SELECT right(id::text, 8) FROM index_strategy WHERE index_name = '"
                        + index.replace("'", "''")
                        + "' ORDER BY is_active DESC LIMIT 1");
    }

    String status(String index) {
        return answer(
                kept,
                "SELECT status::text FROM index_strategy WHERE index_name = '"
                        + index.replace("'", "''")
                        + "' ORDER BY is_active DESC LIMIT 1");
    }

    /** The definition of an index, and its tablespace; empty if it is not there. */
    String definition(String index) {
        return answer(
                shop,
                "SELECT coalesce((SELECT pg_get_indexdef(c.oid) || ' in ' || coalesce(spcname, '')"
                        + " FROM pg_class c LEFT JOIN pg_tablespace s ON s.oid = reltablespace WHERE relkind IN ('i', 'I') AND relname = '"
                        + index.replace("'", "''")
                        + "'), '')");
    }

    private static String answer(TestDatabase database, String sql) {
        try (Connection connection = database.connect();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            assertThat(row.next()).as(sql).isTrue();
            return row.getString(1);
        } catch (SQLException failure) {
            throw new IllegalStateException(failure);
        }
    }

    @Override
    public void close() {
        shop.close();
        kept.execute("DROP TABLESPACE \"" + tablespace + "\"");
        kept.close();
    }
}
