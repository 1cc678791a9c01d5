package org.pgwright.hypopg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.pgwright.catalog.IndexDefinition;
import org.pgwright.catalog.QualifiedName;
import org.pgwright.embedded.EmbeddedOptions;
import org.pgwright.embedded.EmbeddedPostgres;
import org.pgwright.error.ErrorCode;
import org.pgwright.error.PgwrightException;
import org.pgwright.planner.Configuration;
import org.pgwright.planner.Plan;
import org.pgwright.planner.Plan.IndexName;
import org.pgwright.planner.PlannableStatement;
import org.pgwright.planner.WhatIfPlanner.Offer;
import org.pgwright.postgres.ConnectionSettings;
import org.pgwright.postgres.Deadlines;
import org.pgwright.postgres.Query;
import org.pgwright.postgres.ReadTransaction;
import org.pgwright.postgres.TargetReader;
import org.pgwright.testing.TestServers;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

@WhereHypoPgIsInstalled
final class HypoPgPlannerTest {
    private static final QualifiedName ORDERS = new QualifiedName("Shop", "Orders");
    private static final IndexDefinition BY_CUSTOMER =
            IndexDefinition.btree(ORDERS, List.of("customer"));
    private static final IndexDefinition BY_PLACED =
            IndexDefinition.btree(ORDERS, List.of("placed"));
    private static final String OF_CUSTOMER = "SELECT * FROM \"Orders\" WHERE customer = 7";

    private static @Nullable EmbeddedPostgres server;

    private TargetReader reader;
    private HypoPgPlanner planner;

    @BeforeAll
    static void startServer() throws SQLException {
        server =
                EmbeddedPostgres.start(
                        EmbeddedOptions.temporary(
                                TestServers.installations().at(WhereHypoPgIsInstalled.PROGRAMS),
                                TestServers.cache()));
        try (Connection connection = server.connect("postgres");
                Statement statement = connection.createStatement()) {
            for (String sql :
                    List.of(
                            "CREATE SCHEMA \"what if\"",
                            "CREATE EXTENSION hypopg SCHEMA \"what if\"",
                            "CREATE SCHEMA \"Shop\"",
                            "ALTER DATABASE postgres SET search_path = 'Shop', public",
                            """
                            CREATE TABLE "Shop"."Orders" AS
                            SELECT g AS id, g % 1000 AS customer, g AS placed, '{}'::jsonb AS body
                              FROM generate_series(1, 50000) g
                            """,
                            "CREATE INDEX \"Orders_id\" ON \"Shop\".\"Orders\" (id)",
                            "CREATE SCHEMA archive",
                            "CREATE TABLE archive.\"Orders\" AS TABLE \"Shop\".\"Orders\"",
                            "CREATE TABLE parted (id int, kind int) PARTITION BY RANGE (id)",
                            "CREATE TABLE part1 PARTITION OF parted FOR VALUES FROM (0) TO (30000)",
                            "CREATE TABLE part2 PARTITION OF parted"
                                    + " FOR VALUES FROM (30000) TO (60000)",
                            """
                            INSERT INTO parted
                            SELECT g, g % 1000 FROM generate_series(1, 50000) g
                            """,
                            "CREATE ROLE reader LOGIN PASSWORD 'secret'",
                            "GRANT pg_read_all_data TO reader",
                            "ANALYZE")) {
                statement.execute(sql);
            }
        }
    }

    @AfterAll
    static void stopServer() {
        server().close();
    }

    @BeforeEach
    void connect() {
        reader =
                TargetReader.open(
                        ConnectionSettings.to(
                                server().host(), server().port(), "reader", "postgres", "secret"));
        planner = HypoPgPlanner.on(reader);
    }

    @AfterEach
    void leavesNothingBehind() {
        planner.close();
        assertThat(count("SELECT count(*) FROM \"what if\".hypopg_list_indexes")).isZero();
        assertThat(count("SELECT count(*) FROM pg_prepared_statements WHERE from_sql")).isZero();
        reader.close();
    }

    @Test
    void plansWithAnIndexThatDoesNotExist() {
        planner.offer(List.of(BY_CUSTOMER));
        Plan without = plan(OF_CUSTOMER);
        Plan with = plan(OF_CUSTOMER, 0);
        assertThat(without.type()).isEqualTo("Seq Scan");
        assertThat(with.totalCost()).isLessThan(without.totalCost() / 2);
        assertThat(with.relation()).isEqualTo(ORDERS);
        assertThat(with.hypotheticalIndexes()).containsExactly(0);
        assertThat(plan(OF_CUSTOMER)).isEqualTo(without);
        assertThat(planner.calls()).isEqualTo(3);
    }

    @Test
    void tellsItsIndexesApart() {
        planner.offer(List.of(BY_CUSTOMER, BY_PLACED));
        String recent = "SELECT * FROM \"Orders\" WHERE placed > 49990";
        assertThat(plan(recent, 0).hypotheticalIndexes()).isEmpty();
        assertThat(plan(recent, 0, 1).hypotheticalIndexes()).containsExactly(1);
        assertThat(plan(OF_CUSTOMER, 0, 1).hypotheticalIndexes()).containsExactly(0);
    }

    @Test
    void estimatesSizesAndRefusesWhatHypoPgRefuses() {
        IndexDefinition gin = method("gin", "body");
        IndexDefinition nonsense = IndexDefinition.btree(ORDERS, List.of("nonsense"));
        List<Offer> offers = planner.offer(List.of(BY_CUSTOMER, gin, nonsense, BY_PLACED));
        assertThat(offers.get(0))
                .isInstanceOfSatisfying(
                        Offer.Made.class,
                        made -> assertThat(made.index().size().count()).isGreaterThan(500_000));
        assertThat(offers.get(1))
                .isEqualTo(new Offer.Refused(gin, "access method \"gin\" is not supported"));
        assertThat(offers.get(2))
                .isEqualTo(new Offer.Refused(nonsense, "column \"nonsense\" does not exist"));
        assertThat(offers.get(3))
                .isInstanceOfSatisfying(
                        Offer.Made.class, made -> assertThat(made.index().id()).isEqualTo(1));
    }

    @Test
    void knowsTheAccessMethodsThatHypoPgKnows() {
        assertThat(planner.offer(List.of(method("hash", "customer"), method("brin", "placed"))))
                .allMatch(Offer.Made.class::isInstance);
    }

    @Test
    void namesExistingIndexesWithTheirSchema() {
        IndexName byId = new IndexName.Existing(new QualifiedName("Shop", "Orders_id"));
        assertThat(plan("SELECT id FROM \"Orders\" WHERE id = 1").index()).isEqualTo(byId);
        List<IndexName> inBitmaps = new ArrayList<>();
        plan("SELECT * FROM \"Orders\" WHERE id < 9 OR id > 49990")
                .visit(
                        node -> {
                            if (node.index() != null) {
                                inBitmaps.add(node.index());
                            }
                        });
        assertThat(inBitmaps).containsExactly(byId, byId);
    }

    @Test
    void tellsTablesOfOneNameApart() {
        List<QualifiedName> relations = new ArrayList<>();
        plan("""
                        SELECT * FROM archive."Orders" a
                        UNION ALL SELECT * FROM "Orders"
                        UNION ALL SELECT * FROM archive."Orders" b
                        """)
                .visit(
                        node -> {
                            if (node.relation() != null) {
                                relations.add(node.relation());
                            }
                        });
        QualifiedName archived = new QualifiedName("archive", "Orders");
        assertThat(relations).containsExactly(archived, ORDERS, archived);
    }

    @Test
    void plansStatementsWithParameters() {
        planner.offer(List.of(BY_CUSTOMER));
        Plan plan =
                planner.plan(
                        PlannableStatement.generic(
                                "SELECT * FROM \"Orders\" WHERE customer = $1 AND id > $2", 2),
                        Configuration.of(List.of(0)));
        assertThat(plan.details().values()).anyMatch(value -> value.contains("$1"));
        assertThat(plan.hypotheticalIndexes()).containsExactly(0);
    }

    @Test
    void plansPartitionedTables() {
        planner.offer(
                List.of(
                        IndexDefinition.btree(
                                new QualifiedName("public", "parted"), List.of("kind"))));
        Plan plan = plan("SELECT * FROM parted WHERE kind = 3", 0);
        assertThat(plan.children()).hasSize(2);
        assertThat(plan.hypotheticalIndexes()).containsExactly(0);
    }

    @Test
    void passesQuestionMarksOn() {
        assertThat(plan("SELECT '?' FROM \"Orders\" WHERE body ? 'paid' -- ?").details())
                .containsEntry("Filter", "(body ? 'paid'::text)");
    }

    @Test
    void plansOneStatementAtATime() {
        assertThatThrownBy(() -> plan("SELECT 1; COMMIT; DROP TABLE \"Orders\""))
                .isInstanceOfSatisfying(
                        PgwrightException.class,
                        failure -> assertThat(failure.code()).isEqualTo(ErrorCode.USAGE));
        assertThatThrownBy(() -> plan("VACUUM")).isInstanceOf(PgwrightException.class);
    }

    @Test
    void goesOnAfterAStatementThatCannotBePlanned() {
        planner.offer(List.of(BY_CUSTOMER));
        assertThatThrownBy(() -> plan("SELECT * FROM nowhere", 0))
                .isInstanceOf(PgwrightException.class);
        assertThatThrownBy(
                        () ->
                                planner.plan(
                                        PlannableStatement.generic(
                                                "SELECT * FROM nowhere WHERE a = $1", 1),
                                        Configuration.of(List.of(0))))
                .isInstanceOf(PgwrightException.class);
        assertThat(plan(OF_CUSTOMER, 0).hypotheticalIndexes()).containsExactly(0);
    }

    @Test
    void saysThatAnOldHypoPgHidesNoIndex() {
        SortedSet<QualifiedName> hidden = new TreeSet<>(List.of(new QualifiedName("Shop", "x")));
        assertThatThrownBy(
                        () ->
                                planner.plan(
                                        PlannableStatement.of(OF_CUSTOMER),
                                        new Configuration(new TreeSet<>(), hidden)))
                .hasMessageContaining("HypoPG 1.3.1 cannot plan without an existing index");
    }

    private static EmbeddedPostgres server() {
        if (server == null) {
            throw new IllegalStateException("the server has not been started");
        }
        return server;
    }

    private static IndexDefinition method(String method, String column) {
        return new IndexDefinition(
                ORDERS,
                method,
                List.of(IndexDefinition.Key.ascending(column)),
                List.of(),
                List.of());
    }

    private Plan plan(String text, Integer... added) {
        return planner.plan(PlannableStatement.of(text), Configuration.of(List.of(added)));
    }

    private long count(String sql) {
        try (ReadTransaction transaction = reader.begin()) {
            return transaction
                    .rows(
                            new Query("test.count", sql),
                            Deadlines.CHECKUP,
                            row -> row.number("count"))
                    .getFirst();
        }
    }
}
