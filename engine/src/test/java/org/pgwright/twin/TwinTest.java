package org.pgwright.twin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.pgwright.catalog.CatalogLookup;
import org.pgwright.catalog.IndexDefinition;
import org.pgwright.catalog.QualifiedName;
import org.pgwright.planner.Configuration;
import org.pgwright.planner.HypotheticalIndex;
import org.pgwright.planner.Plan;
import org.pgwright.planner.WhatIfPlanner.Offer;
import org.pgwright.testing.TestDatabase;
import org.pgwright.testing.TestServers;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;

final class TwinTest {
    private static final QualifiedName ORDERS = new QualifiedName("public", "orders");

    private static final List<String> QUERIES =
            List.of(
                    "SELECT * FROM orders WHERE customer = 42",
                    "SELECT * FROM orders WHERE customer = 42 ORDER BY at DESC LIMIT 5",
                    "SELECT count(*) FROM orders WHERE at > '2026-04-14'",
                    "SELECT count(*) FROM orders WHERE at >= '2026-02-01' AND at < '2026-02-03'",
                    "SELECT * FROM orders WHERE id = 5",
                    "SELECT status, count(*) FROM orders GROUP BY 1",
                    "SELECT max(at) FROM orders",
                    "SELECT * FROM orders a JOIN orders b USING (id)"
                            + " WHERE a.customer = 7 AND b.status = 'paid'",
                    "UPDATE orders SET status = 'sent' WHERE customer = 9",
                    "SELECT * FROM recent_orders WHERE customer = 3");

    private static TestDatabase orders(int major) {
        return TestServers.freshDatabase(major)
                .execute(
                        """
                        CREATE TABLE orders (
                            id bigint PRIMARY KEY, customer integer NOT NULL, status text NOT NULL,
                            at timestamptz NOT NULL, note text)
                        """,
                        """
                        CREATE VIEW recent_orders AS
                        SELECT * FROM orders WHERE at > '2026-04-01'
                        """,
                        """
                        INSERT INTO orders
                        SELECT g, (g * 7919::bigint) % 5000, (ARRAY['open','paid','sent'])[1 + g % 3],
                               timestamptz '2026-01-01' + g * interval '1 minute',
                               repeat('x', g % 60)
                          FROM generate_series(1, 150000) g
                        """,
                        "VACUUM ANALYZE orders");
    }

    @ParameterizedTest
    @ValueSource(ints = {14, 15, 16, 17, 18})
    void plansAsTheMonitoredServerDoes(int major) {
        try (TestDatabase database = orders(major);
                Twin twin = TwinFixture.twin(database, QUERIES)) {
            assertThat(twin.problems()).isEmpty();
            for (String query : QUERIES) {
                Plan plan = twin.plan(TwinFixture.plannable(query), Configuration.EXISTING);
                Plan real = TwinFixture.realPlan(database, twin, query);
                assertThat(plan.shape()).as(query).isEqualTo(real.shape());
                assertThat(plan.totalCost()).as(query).isEqualTo(real.totalCost());
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {14, 18})
    void predictsWhatARealIndexWouldDo(int major) {
        List<List<String>> candidates =
                List.of(
                        List.of("customer"),
                        List.of("customer", "at"),
                        List.of("at"),
                        List.of("status"),
                        List.of("note"));
        try (TestDatabase database = orders(major);
                Twin twin = TwinFixture.twin(database, QUERIES)) {
            for (List<String> columns : candidates) {
                HypotheticalIndex index = offered(twin, columns);
                database.execute(
                        "CREATE INDEX candidate ON orders (" + String.join(", ", columns) + ")");
                assertSameAsBuilt(database, twin, index);
                database.execute("DROP INDEX candidate");
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {14, 18})
    void allItsSessionsPlanAlikeAtTheSameTime(int major) throws Exception {
        try (TestDatabase database = orders(major);
                Twin twin = TwinFixture.twin(database, QUERIES)) {
            HypotheticalIndex before = offered(twin, List.of("customer"));
            List<Configuration> configurations =
                    new ArrayList<>(
                            List.of(
                                    Configuration.EXISTING,
                                    Configuration.of(List.of(before.id()))));
            List<Double> alone = costs(twin, configurations);

            assertThat(twin.openSessions(3)).isEqualTo(3);
            HypotheticalIndex after = offered(twin, List.of("customer", "at"));
            configurations.add(Configuration.of(List.of(before.id(), after.id())));
            alone =
                    Stream.concat(
                                    alone.stream(),
                                    costs(twin, configurations.subList(2, 3)).stream())
                            .toList();
            long calls = twin.calls();

            try (ExecutorService threads = Executors.newFixedThreadPool(3)) {
                List<Callable<List<Double>>> tasks =
                        Collections.nCopies(12, () -> costs(twin, configurations));
                for (Future<List<Double>> done : threads.invokeAll(tasks)) {
                    assertThat(done.get()).isEqualTo(alone);
                }
            }
            assertThat(twin.calls() - calls)
                    .isEqualTo(12L * QUERIES.size() * configurations.size());
        }
    }

    private static List<Double> costs(Twin twin, List<Configuration> configurations) {
        List<Double> costs = new ArrayList<>();
        for (Configuration configuration : configurations) {
            for (String query : QUERIES) {
                costs.add(twin.plan(TwinFixture.plannable(query), configuration).totalCost());
            }
        }
        return costs;
    }

    private static HypotheticalIndex offered(Twin twin, List<String> columns) {
        Offer offer = twin.offer(List.of(IndexDefinition.btree(ORDERS, columns))).getFirst();
        assertThat(offer).isInstanceOf(Offer.Made.class);
        return ((Offer.Made) offer).index();
    }

    private static void assertSameAsBuilt(
            TestDatabase database, Twin twin, HypotheticalIndex index) {
        long built = sizeOfCandidate(database);
        assertThat((double) index.size().count() / built)
                .as("size of " + index.definition().columns())
                .isCloseTo(1.0, within(0.05));
        for (String query : QUERIES) {
            Plan plan =
                    twin.plan(TwinFixture.plannable(query), Configuration.of(List.of(index.id())));
            Plan real = TwinFixture.realPlan(database, twin, query);
            assertThat(plan.totalCost() / real.totalCost())
                    .as(query + " with " + index.definition().columns())
                    .isCloseTo(1.0, within(0.05));
        }
    }

    private static long sizeOfCandidate(TestDatabase database) {
        try (var connection = database.connect();
                var statement = connection.createStatement();
                var row = statement.executeQuery("SELECT pg_relation_size('candidate')")) {
            row.next();
            return row.getLong(1);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {14, 18})
    void plansWithoutAnExistingIndex(int major) {
        try (TestDatabase database = orders(major);
                Twin twin = TwinFixture.twin(database, QUERIES)) {
            var hidden = new TreeSet<>(List.of(new QualifiedName("public", "orders_pkey")));
            Plan plan =
                    twin.plan(
                            TwinFixture.plannable("SELECT * FROM orders WHERE id = 5"),
                            new Configuration(new TreeSet<>(), hidden));
            database.execute("ALTER TABLE orders DROP CONSTRAINT orders_pkey");
            Plan real = TwinFixture.realPlan(database, twin, "SELECT * FROM orders WHERE id = 5");
            assertThat(plan.shape()).isEqualTo(real.shape());
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {14, 18})
    void sizesIndexesOfTablesThatTheServerNeverCounted(int major) {
        String columns = " (customer bigint NOT NULL, id bigint NOT NULL, paid date NOT NULL)";
        String off = " WITH (autovacuum_enabled = off)";
        String rows =
                " SELECT g % 1000, g, date '2026-01-01' + g % 99"
                        + " FROM generate_series(1, 200000) AS g";
        try (TestDatabase database = TestServers.freshDatabase(major)) {
            database.execute("CREATE TABLE vacuumed_empty" + columns + off, "VACUUM vacuumed_empty")
                    .executeCounted(
                            "INSERT INTO vacuumed_empty" + rows,
                            "CREATE TABLE never_vacuumed" + columns + off,
                            "INSERT INTO never_vacuumed" + rows);
            for (String table : List.of("vacuumed_empty", "never_vacuumed")) {
                assertSizedAsBuilt(database, table);
            }
            database.execute(
                            "CREATE TABLE uncounted" + columns + off,
                            "INSERT INTO uncounted" + rows)
                    .executeCounted()
                    .execute("SELECT pg_stat_reset()");
            assertSizedAsBuilt(database, "uncounted");
        }
    }

    private static void assertSizedAsBuilt(TestDatabase database, String name) {
        QualifiedName table = new QualifiedName("public", name);
        try (Twin twin = TwinFixture.twin(database, List.of("SELECT * FROM " + name))) {
            CatalogLookup lookup = new CatalogLookup(twin.catalog());
            assertThat(lookup.rowsOf(lookup.table(table).orElseThrow()))
                    .as("rows of " + name)
                    .isCloseTo(200_000, within(20_000.0));
            IndexDefinition definition = IndexDefinition.btree(table, List.of("customer", "id"));
            Offer offer = twin.offer(List.of(definition)).getFirst();
            long predicted = ((Offer.Made) offer).index().size().count();
            database.execute("CREATE INDEX candidate ON " + name + " (customer, id)");
            assertThat((double) predicted / sizeOfCandidate(database))
                    .as("size of an index on " + name)
                    .isCloseTo(1.0, within(0.1));
            database.execute("DROP INDEX candidate");
        }
    }
}
