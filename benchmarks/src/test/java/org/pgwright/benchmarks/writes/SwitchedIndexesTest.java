package org.pgwright.benchmarks.writes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.pgwright.benchmarks.built.WriteTimes;
import org.pgwright.benchmarks.schema.WeightedQuery;
import org.pgwright.catalog.IndexDefinition;
import org.pgwright.catalog.QualifiedName;
import org.pgwright.planner.Progress;
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
final class SwitchedIndexesTest {
    private static final QualifiedName ORDERS = new QualifiedName("public", "orders");
    private static final IndexDefinition BY_CUSTOMER =
            IndexDefinition.btree(ORDERS, List.of("customer"));
    private static final IndexDefinition BY_ID = IndexDefinition.btree(ORDERS, List.of("id"));

    private static final WeightedQuery INSERT =
            new WeightedQuery("insert", 1, "INSERT INTO orders VALUES (0, 7)");

    private TestDatabase database;
    private Connection connection;

    @BeforeEach
    void load() throws SQLException {
        database = TestServers.freshDatabase(TestServers.NEWEST);
        connection = database.connect();
        execute("CREATE TABLE orders (id integer, customer integer)");
        execute("INSERT INTO orders SELECT i, i % 1000 FROM generate_series(1, 20000) i");
        execute("VACUUM (ANALYZE) orders");
        execute("SET enable_seqscan = off");
    }

    @AfterEach
    void drop() throws SQLException {
        connection.close();
        database.close();
    }

    @Test
    void whatIsOffIsUsedByNoPlan() throws SQLException {
        try (SwitchedIndexes indexes =
                SwitchedIndexes.build(connection, List.of(BY_CUSTOMER, BY_ID))) {
            assertThat(plan("customer = 7")).contains("measured_1");
            indexes.only(List.of(BY_ID));
            assertThat(plan("customer = 7")).doesNotContain("measured");
            assertThat(plan("id = 7")).contains("measured_2");
            indexes.only(List.of(BY_CUSTOMER));
            assertThat(plan("customer = 7")).contains("measured_1");
            assertThat(plan("id = 7")).doesNotContain("measured");
        }
    }

    @Test
    void writesLeaveAloneWhatIsOff() throws SQLException {
        try (SwitchedIndexes indexes = SwitchedIndexes.build(connection, List.of(BY_CUSTOMER))) {
            indexes.only(List.of());
            execute("INSERT INTO orders VALUES (0, 4711)");
            indexes.only(List.of(BY_CUSTOMER));
            assertThat(found("customer = 4711")).isZero();
            execute("INSERT INTO orders VALUES (0, 4711)");
            assertThat(found("customer = 4711")).isEqualTo(1);
        }
    }

    @Test
    void dropsAllOfThemEvenThoseThatAreOff() throws SQLException {
        try (SwitchedIndexes indexes =
                SwitchedIndexes.build(connection, List.of(BY_CUSTOMER, BY_ID))) {
            indexes.only(List.of());
        }
        assertThat(count("SELECT count(*) FROM pg_index WHERE indrelid = 'orders'::regclass"))
                .isZero();
    }

    @Test
    void knowsOnlyWhatItBuilt() throws SQLException {
        try (SwitchedIndexes indexes = SwitchedIndexes.build(connection, List.of(BY_ID))) {
            assertThatThrownBy(() -> indexes.only(List.of(BY_CUSTOMER)))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("not built: ON public.orders (customer)");
        }
    }

    @Test
    void aMeasurementTakesItsWritesBackAndDropsItsIndexes() throws SQLException, IOException {
        WriteMeasurement measurement =
                new WriteMeasurement(new WriteTimes(connection, 20, 1), List.of(INSERT), 2);
        WriteSet set =
                new WriteSet("both", true, List.of(BY_CUSTOMER, BY_ID), 0.5, Map.of("insert", 0.5));

        List<WriteResult> results = measurement.run(List.of(set), Progress.NONE);

        assertThat(results).extracting(r -> r.set().name()).containsExactly("none", "both");
        assertThat(results.getFirst().added().lowest()).isZero();
        assertThat(results.getLast().micros().get("insert")).isNotNull();
        assertThat(count("SELECT count(*) FROM orders")).isEqualTo(20_000);
        assertThat(count("SELECT count(*) FROM pg_index WHERE indrelid = 'orders'::regclass"))
                .isZero();
        assertThat(WriteTable.of(results, List.of("insert")))
                .contains("| both ")
                .contains("50 %")
                .contains("| none ");
    }

    private String plan(String condition) throws SQLException {
        StringBuilder plan = new StringBuilder();
        try (Statement statement = connection.createStatement();
                ResultSet rows =
                        statement.executeQuery("EXPLAIN SELECT * FROM orders WHERE " + condition)) {
            while (rows.next()) {
                plan.append(rows.getString(1)).append('\n');
            }
        }
        return plan.toString();
    }

    private long found(String condition) throws SQLException {
        return count("SELECT count(*) FROM orders WHERE " + condition);
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
