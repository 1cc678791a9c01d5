package org.pgwright.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.pgwright.planner.ExecutedPlan;
import org.pgwright.planner.PlanLines;
import org.pgwright.testing.TestDatabase;
import org.pgwright.testing.TestServers;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Objects;
import java.util.StringJoiner;
import java.util.function.Function;

final class ExecutedPlanTest {
    private static final String[] SHOP = {
        "CREATE TABLE customers (id int PRIMARY KEY, name text, city text)",
        "CREATE TABLE \"Odd \"\"Name\" (\"Key\" int)",
        "CREATE TABLE orders (id int PRIMARY KEY, customer_id int, placed date, note text)",
        "INSERT INTO customers SELECT i, 'name ' || i, 'city ' || i % 10"
                + " FROM generate_series(1, 500) i",
        "INSERT INTO orders SELECT i, i % 500 + 1, date '2020-01-01' + i % 700, 'it''s ' || i"
                + " FROM generate_series(1, 5000) i",
        "INSERT INTO \"Odd \"\"Name\" VALUES (1)",
        "CREATE INDEX orders_customer_id_idx ON orders (customer_id)",
        "CREATE INDEX orders_placed_idx ON orders (placed)",
        "VACUUM ANALYZE",
    };

    private static final List<String> STATEMENTS =
            List.of(
                    "SELECT 1",
                    "SELECT * FROM orders WHERE note = 'it''s 7'",
                    "SELECT * FROM orders WHERE note <> E'first\n  ->  Seq Scan on x' AND id < 10",
                    "SELECT * FROM orders o WHERE id = 3",
                    "SELECT id FROM orders WHERE id > 4990 ORDER BY id DESC",
                    "SELECT * FROM orders WHERE placed = '2020-03-01' AND customer_id > 100",
                    "SELECT * FROM orders WHERE placed = '2020-03-01' OR customer_id = 8",
                    "SELECT * FROM \"Odd \"\"Name\" AS \"an Alias\" WHERE \"Key\" IN (1, 2, 3)",
                    "SELECT c.city, count(*) FROM orders o JOIN customers c ON c.id = o.customer_id"
                            + " GROUP BY c.city ORDER BY 2 DESC LIMIT 3",
                    "SELECT * FROM customers c LEFT JOIN orders o ON o.customer_id = c.id"
                            + " AND o.id > c.id WHERE c.id < 20",
                    "SELECT * FROM customers c WHERE NOT EXISTS"
                            + " (SELECT FROM orders o WHERE o.customer_id = c.id)",
                    "SELECT *, (SELECT max(placed) FROM orders o WHERE o.customer_id = c.id)"
                            + " FROM customers c WHERE city = (SELECT min(city) FROM customers)",
                    "WITH few AS MATERIALIZED (SELECT * FROM customers WHERE id < 9)"
                            + " SELECT * FROM few f UNION ALL SELECT * FROM few",
                    "SELECT id FROM customers INTERSECT ALL SELECT id FROM orders",
                    "SELECT * FROM generate_series(1, 10) g, (VALUES (1), (2), (3)) v",
                    "SELECT x FROM (SELECT id AS x FROM orders OFFSET 10) AS part WHERE x > 4000",
                    "SELECT DISTINCT city FROM customers",
                    "SELECT sum(id) OVER (PARTITION BY customer_id ORDER BY placed) FROM orders",
                    "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 9)"
                            + " SELECT * FROM n",
                    "SELECT * FROM orders WHERE ctid = '(0,1)' OR false",
                    "SELECT * FROM orders WHERE false",
                    "INSERT INTO customers VALUES (-1, 'x', 'y') ON CONFLICT DO NOTHING",
                    "UPDATE orders SET note = note WHERE id = -1",
                    "DELETE FROM orders o USING customers c WHERE c.id = o.customer_id AND c.id < 0");

    private static final List<String> OTHER_PLANS =
            List.of(
                    "SET LOCAL work_mem = '64kB'",
                    "SET LOCAL enable_hashjoin = 0",
                    "SET LOCAL parallel_setup_cost = 0; SET LOCAL parallel_tuple_cost = 0;"
                            + " SET LOCAL min_parallel_table_scan_size = 0");

    /** Sorts and hashes in more memory than it gets. */
    private static final String SPILLING =
            "SELECT o.note, count(*) FROM orders o JOIN orders p ON p.note = o.note"
                    + " GROUP BY o.note ORDER BY o.note";

    @ParameterizedTest
    @FieldSource("org.pgwright.testing.TestServers#MAJORS")
    void textAndJsonGiveTheSameTree(int major) throws SQLException {
        try (TestDatabase shop = TestServers.freshDatabase(major).execute(SHOP);
                Connection connection = shop.connect()) {
            for (String statement : STATEMENTS) {
                explained(connection, "ANALYZE", "TEXT", statement); // so that all is in the cache
                assertBothAlike(connection, "ANALYZE, TIMING OFF, BUFFERS", statement);
                assertBothAlike(connection, "COSTS OFF", statement);
            }
            for (String settings : OTHER_PLANS) {
                run(connection, "BEGIN; " + settings);
                for (String statement : STATEMENTS) {
                    assertBothAlike(connection, "VERBOSE", statement);
                }
                run(connection, "ROLLBACK");
            }
            run(connection, "SET work_mem = '64kB'");
            assertBothAlike(connection, "ANALYZE, TIMING OFF, BUFFERS", SPILLING);
        }
    }

    private static void assertBothAlike(Connection connection, String options, String statement)
            throws SQLException {
        String json = explained(connection, options, "JSON", statement);
        String text = explained(connection, options, "TEXT", statement);

        ExecutedPlan fromText = ExecutedPlanText.read(text);

        assertThat(fromText).as(text).isEqualTo(ExecutedPlanJson.read(json));
        assertThat(ExecutedPlanJson.read(ExecutedPlanJson.write(fromText))).isEqualTo(fromText);
        assertThat(fromText.structure()).isEqualTo(ExecutedPlanJson.read(json).structure());
        assertThat(ExecutedPlanText.read(String.join("\n", PlanLines.of(fromText))))
                .as(String.join("\n", PlanLines.of(fromText)))
                .isEqualTo(fromText);
    }

    @ParameterizedTest
    @FieldSource("org.pgwright.testing.TestServers#MAJORS")
    void countsTheRowsThatScansLookedAt(int major) throws SQLException {
        try (TestDatabase shop = TestServers.freshDatabase(major).execute(SHOP);
                Connection connection = shop.connect()) {
            ExecutedPlan all = analyzed(connection, "SELECT * FROM orders WHERE note = 'it''s 7'");
            ExecutedPlan one = analyzed(connection, "SELECT * FROM orders WHERE id = 3");

            assertThat(all.rowsExamined()).isEqualTo(5000);
            assertThat(all.rowsReturned()).isEqualTo(1);
            assertThat(all.indexes()).isEmpty();
            assertThat(one.rowsExamined()).isEqualTo(1);
            assertThat(one.indexes()).containsExactly("orders_pkey");
        }
    }

    @ParameterizedTest
    @FieldSource("org.pgwright.testing.TestServers#MAJORS")
    void readsTimesAndSpills(int major) throws SQLException {
        try (TestDatabase shop = TestServers.freshDatabase(major).execute(SHOP);
                Connection connection = shop.connect()) {
            run(connection, "SET work_mem = '64kB'");
            ExecutedPlan plan =
                    ExecutedPlanText.read(
                            explained(
                                    connection,
                                    "ANALYZE, BUFFERS",
                                    "TEXT",
                                    "SELECT * FROM orders ORDER BY note"));

            assertThat(plan.isAnalyzed()).isTrue();
            assertThat(Objects.requireNonNull(plan.actual()).totalMillis()).isPositive();
            assertThat(plan.memory().sortMethod()).isEqualTo("external merge");
            assertThat(plan.memory().sortOnDisk()).isTrue();
            assertThat(plan.buffers().tempWritten()).isPositive();
        }
    }

    @Test
    void plansThatDifferInLiteralsHaveOneStructure() throws SQLException {
        try (TestDatabase shop = TestServers.freshDatabase(TestServers.NEWEST).execute(SHOP);
                Connection connection = shop.connect()) {
            ExecutedPlan one = analyzed(connection, "SELECT * FROM orders WHERE note = 'secret'");
            ExecutedPlan other = analyzed(connection, "SELECT * FROM orders WHERE note = 'b'");
            ExecutedPlan third = analyzed(connection, "SELECT * FROM orders WHERE id = 3");

            assertThat(one.structure()).isEqualTo(other.structure());
            assertThat(one.structure()).isNotEqualTo(third.structure());
            assertThat(one.toString()).contains("secret");
            assertThat(one.masked().toString()).doesNotContain("secret");
        }
    }

    @Test
    void passesOverTheQueryTextOfAutoExplain() {
        ExecutedPlan plan =
                ExecutedPlanText.read(
                        """
                        Query Text: SELECT 1
                        FROM it
                        Seq Scan on it  (cost=0.00..1.50 rows=10 width=4) (actual rows=3 loops=2)
                          Filter: (a > 'x
                        y'::text)
                          Rows Removed by Filter: 4
                        Settings: work_mem = '64kB'
                        """);

        assertThat(plan.relation()).isEqualTo(new ExecutedPlan.Relation(null, "it", null));
        assertThat(plan.details()).containsEntry("Filter", "(a > 'x\ny'::text)");
        assertThat(plan.rowsExamined()).isEqualTo(14);
    }

    @Test
    void refusesWhatIsNoPlan() {
        for (String text : List.of("", "[]", "{}", "{\"Plan\": 3}", "\0", "[".repeat(100_000))) {
            assertThatThrownBy(() -> ExecutedPlanJson.read(text))
                    .isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> ExecutedPlanText.read(text))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void refusesPlansThatAreTooLarge() {
        String node = "{\"Node Type\": \"Result\"}";
        StringJoiner many = new StringJoiner(",", "{\"Plan\": {\"Plans\": [", "]}}");
        StringBuilder deep = new StringBuilder("Result  (cost=0.00..1.00 rows=1 width=1)\n");
        for (int i = 0; i < 20_000; i++) {
            many.add(node);
        }
        for (int i = 0; i < 1_000; i++) {
            deep.append(" ".repeat(2 + 6 * i)).append("->  Result\n");
        }

        assertThatThrownBy(() -> ExecutedPlanJson.read(many.toString()))
                .hasMessageContaining("nodes");
        assertThatThrownBy(() -> ExecutedPlanText.read(deep.toString()))
                .hasMessageContaining("levels");
    }

    @Test
    void readsOrRefusesTextsThatAreMadeToTakeLong() {
        String node = "Seq Scan on it  (cost=0.00..1.00 rows=1 width=1)";
        for (String hostile :
                List.of(
                        node + "\n  Filter: '\n" + "  a\n".repeat(500_000),
                        node + " (actual ".repeat(100_000),
                        node + "\n  Buffers: shared" + " hit=1".repeat(100_000),
                        "  (cost=0..".repeat(100_000),
                        "Hash"
                                + " Left".repeat(100_000)
                                + " Join  (cost=0.00..1.00 rows=1 width=1)",
                        "x".repeat(20 << 20))) {
            assertThatCode(() -> readOrRefuse(hostile)).doesNotThrowAnyException();
        }
    }

    private static void readOrRefuse(String text) {
        for (Function<String, ExecutedPlan> reader :
                List.<Function<String, ExecutedPlan>>of(
                        ExecutedPlanText::read, ExecutedPlanJson::read)) {
            try {
                assertThat(reader.apply(text).structure()).hasSize(64);
            } catch (IllegalArgumentException refused) {
                assertThat(refused).hasMessageContaining("plan");
            }
        }
    }

    @Property(tries = 300)
    void damagedTextIsReadOrRefused(
            @ForAll @IntRange(max = 600) int cut,
            @ForAll @IntRange(max = 600) int place,
            @ForAll char c) {
        String plan =
                """
                Sort  (cost=1.00..2.50 rows=10 width=4) (actual time=0.1..0.2 rows=3 loops=2)
                  Sort Key: a
                  Sort Method: quicksort  Memory: 25kB
                  Buffers: shared hit=3, temp read=1 written=2
                  ->  Index Scan Backward using "i x" on s.it o  (cost=0..1 rows=1 width=4)
                        Filter: (a > 'x'::text)
                """;
        StringBuilder text = new StringBuilder(plan.substring(Math.min(cut, plan.length()) / 2));
        text.setCharAt(Math.min(place, text.length() - 1), c);
        try {
            assertThat(ExecutedPlanText.read(text.toString()).structure()).hasSize(64);
        } catch (IllegalArgumentException refused) {
            assertThat(refused).hasMessageContaining("plan");
        }
    }

    private static ExecutedPlan analyzed(Connection connection, String statement)
            throws SQLException {
        return ExecutedPlanJson.read(explained(connection, "ANALYZE", "JSON", statement));
    }

    private static String explained(
            Connection connection, String options, String format, String statement)
            throws SQLException {
        String sql = "EXPLAIN (%s, FORMAT %s) %s".formatted(options, format, statement);
        try (Statement explain = connection.createStatement();
                ResultSet result = explain.executeQuery(sql)) {
            StringJoiner lines = new StringJoiner("\n");
            while (result.next()) {
                lines.add(result.getString(1));
            }
            return lines.toString();
        }
    }

    private static void run(Connection connection, String sql) throws SQLException {
        if (!sql.isEmpty()) {
            try (Statement statement = connection.createStatement()) {
                statement.execute(sql);
            }
        }
    }
}
