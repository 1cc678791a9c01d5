package org.pgwright.benchmarks.built;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.pgwright.benchmarks.schema.WeightedQuery;
import org.pgwright.catalog.IndexDefinition;
import org.pgwright.catalog.QualifiedName;
import org.pgwright.testing.TestDatabase;
import org.pgwright.testing.TestServers;

import java.io.IOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;

/** On a small table of a real server. */
final class BuiltIndexesTest {
    private static final QualifiedName ORDERS = new QualifiedName("public", "orders");
    private static final IndexDefinition BY_CUSTOMER =
            IndexDefinition.btree(ORDERS, List.of("customer"));

    private static final WeightedQuery OF_CUSTOMER =
            new WeightedQuery("of customer", 2, "SELECT id FROM orders WHERE customer = 7");

    private static final WeightedQuery INSERT =
            new WeightedQuery("insert", 1, "INSERT INTO orders VALUES (0, 7, 'a;''%')");

    private TestDatabase database;
    private Connection connection;

    @BeforeEach
    void load() throws SQLException {
        database = TestServers.freshDatabase(TestServers.NEWEST);
        connection = database.connect();
        execute("CREATE TABLE orders (id integer, customer integer, note text)");
        execute(
                "INSERT INTO orders SELECT i, i % 1000, repeat('x', 50)"
                        + " FROM generate_series(1, 20000) i");
        execute("VACUUM (ANALYZE) orders");
    }

    @AfterEach
    void drop() throws SQLException {
        connection.close();
        database.close();
    }

    @Test
    void showsWhatABuiltIndexDoesToAQuery() throws SQLException {
        QueryRuns runs = new QueryRuns(connection, 2);
        QueryRun before = runs.of(List.of(OF_CUSTOMER), List.of()).getFirst();
        QueryRun after;
        long bytes;
        try (BuiltIndexes built = BuiltIndexes.build(connection, List.of(BY_CUSTOMER))) {
            after = runs.of(List.of(OF_CUSTOMER), built.all()).getFirst();
            bytes = built.bytes();
        }

        assertThat(before.indexes()).isEmpty();
        assertThat(after.indexes()).containsExactly(BY_CUSTOMER.shownAfterName());
        assertThat(after.plan().totalCost()).isLessThan(before.plan().totalCost());
        assertThat(after.millis()).hasSize(2).allMatch(millis -> millis > 0);
        assertThat(bytes).isGreaterThan(100_000).isLessThan(1_000_000);
        assertThat(count("SELECT count(*) FROM pg_index WHERE indrelid = 'orders'::regclass"))
                .isZero();
    }

    @Test
    void dropsWhatWasBuiltWhenTheNextIndexFails() throws SQLException {
        IndexDefinition impossible = IndexDefinition.btree(ORDERS, List.of("nobody"));

        assertThatThrownBy(() -> BuiltIndexes.build(connection, List.of(BY_CUSTOMER, impossible)))
                .isInstanceOf(SQLException.class)
                .hasMessageContaining("nobody");
        assertThat(count("SELECT count(*) FROM pg_index WHERE indrelid = 'orders'::regclass"))
                .isZero();
    }

    @Test
    void takesMeasuredWritesBack() throws SQLException, IOException {
        Map<String, Double> millis = new WriteTimes(connection, 50, 2).of(List.of(INSERT));

        assertThat(millis).containsOnlyKeys("insert");
        assertThat(millis.get("insert")).isPositive();
        assertThat(WriteTimes.weighted(List.of(INSERT), Map.of("insert", 3.0))).isEqualTo(3);
        assertThat(count("SELECT count(*) FROM orders")).isEqualTo(20_000);
    }

    private void execute(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private long count(String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getLong(1);
        }
    }
}
