package org.pgwright.advisor;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.pgwright.advisor.existing.IndexChange;
import org.pgwright.advisor.existing.IndexChange.Action;
import org.pgwright.advisor.existing.IndexChange.Ground;
import org.pgwright.testing.TestDatabase;
import org.pgwright.testing.TestServers;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Optional;

/** Advice on existing indexes of a real database, tried on its twin. */
final class ExistingIndexesOnTwinTest {
    private static final String SCHEMA =
            """
            create table customers (id bigint primary key, name text not null);
            create table orders (id bigint primary key, customer_id bigint not null references customers,
                status int not null, day date not null, note text);
            create table visits (id bigint, customer_id bigint not null, day date not null);
            create table parted (id bigint not null, day date not null, kind int) partition by range (day);
            create table parted_1 partition of parted for values from ('2026-01-01') to ('2026-02-01');
            create table parted_2 partition of parted for values from ('2026-02-01') to ('2026-03-01');
            insert into customers select i, 'name ' || i from generate_series(1, 20000) i;
            insert into orders select i, 1 + (i * 7919::bigint) % 20000, i % 7, '2024-01-01'::date + i % 700, repeat('n', 30)
                from generate_series(1, 200000) i;
            insert into visits select i, (i * 104729::bigint) % 20000, '2024-01-01'::date + i % 700 from generate_series(1, 100000) i;
            insert into parted select i, '2026-01-01'::date + i % 59, i % 1000 from generate_series(1, 60000) i;
            create index orders_customer on orders (customer_id);
            create index orders_customer_again on orders (customer_id);
            create index orders_customer_day on orders (customer_id, day);
            create index orders_day on orders (day, status);
            create index visits_customer on visits (customer_id);
            create index parted_kind on parted (kind);
            create index parted_kind_day on parted (kind, day);
            create table grown (id bigint, key bigint);
            insert into grown select i, (i * 7919::bigint) % 1000003 from generate_series(1, 1200000) i;
            create index grown_key on grown (key);
            create index grown_id on grown (id);
            delete from grown where id % 12 <> 0;
            """;

    private static TestDatabase database;
    private static TwinAdvice advice;

    @BeforeAll
    static void makeShop() throws SQLException {
        database = TestServers.freshDatabase(TestServers.NEWEST);
        database.execute(SCHEMA.split(";\n"));
        database.execute("insert into visits values (1, 1, '2024-01-01')");
        failBuild("create unique index concurrently visits_unique on visits (id)");
        advice = new TwinAdvice(database.vacuumed());
    }

    @AfterAll
    static void dropShop() {
        advice.close();
    }

    private static void failBuild(String sql) throws SQLException {
        try (Connection connection = database.connect();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
            throw new AssertionError("values are there twice");
        } catch (SQLException expected) {
            assertThat(expected.getSQLState()).isEqualTo("23505");
        }
    }

    private static Optional<IndexChange> change(Advice made, String index) {
        return made.changes().stream()
                .filter(change -> change.index().name().name().equals(index))
                .findFirst();
    }

    @Test
    void whatAWiderIndexServesIsDroppedIfNoStatementPaysForIt() {
        Advice made = advice.advise("select * from orders where customer_id = 42").advice();
        IndexChange duplicate = change(made, "orders_customer_again").orElseThrow();
        assertThat(duplicate.ground()).isEqualTo(Ground.DUPLICATE);
        assertThat(duplicate.other()).isEqualTo("public.orders_customer");
        IndexChange redundant = change(made, "orders_customer").orElseThrow();
        assertThat(redundant.ground()).isEqualTo(Ground.REDUNDANT);
        assertThat(redundant.other()).isEqualTo("public.orders_customer_day");
        assertThat(redundant.effects())
                .allSatisfy(
                        e -> assertThat(e.costWithout()).isLessThanOrEqualTo(1.05 * e.costWith()));
        assertThat(change(made, "orders_customer_day")).isEmpty();
    }

    @Test
    void whatAStatementPaysForIsKept() {
        // Only the narrow index is small enough to be read whole.
        Advice made = advice.advise("select count(customer_id) from orders").advice();
        assertThat(change(made, "orders_customer_again")).isPresent();
        assertThat(change(made, "orders_customer")).isEmpty();
        assertThat(made.rejected())
                .anySatisfy(
                        kept -> {
                            assertThat(kept.definition())
                                    .isEqualTo("DROP INDEX public.orders_customer");
                            assertThat(kept.reason())
                                    .startsWith("without it a statement would cost");
                        });
    }

    @Test
    void aRecommendedIndexSupersedesWhatItBeginsWith() {
        Advice made =
                advice.advise(
                                "select * from visits where customer_id = 42 and day = '2024-03-05'",
                                "select id from visits where customer_id = 7 order by day limit 1")
                        .advice();
        assertThat(made.recommendations()).hasSize(1);
        IndexChange change = change(made, "visits_customer").orElseThrow();
        assertThat(change.ground()).isEqualTo(Ground.SUPERSEDED);
        assertThat(change.other()).isEqualTo(made.recommendations().getFirst().name());
    }

    @Test
    void theIndexOfAPartitionedTableIsDroppedWithItsParts() {
        Advice made = advice.advise("select * from parted where kind = 5").advice();
        IndexChange change = change(made, "parted_kind").orElseThrow();
        assertThat(change.ground()).isEqualTo(Ground.REDUNDANT);
        assertThat(change.statements()).containsExactly("DROP INDEX public.parted_kind");
        assertThat(change.undo())
                .containsExactly("CREATE INDEX parted_kind ON public.parted USING btree (kind)");
        assertThat(made.changes()).noneMatch(c -> c.index().table().name().startsWith("parted_"));
    }

    @Test
    void whatManyDeletedRowsLeftIsBuiltAnewAsSmallAsSaid() throws SQLException {
        Advice made = advice.advise("select * from grown where key = 77").advice();
        IndexChange change = change(made, "grown_key").orElseThrow();
        assertThat(change.action()).isEqualTo(Action.REINDEX);
        assertThat(change.ground()).isEqualTo(Ground.BLOATED);
        long promised = change.size().count() - change.freed().count();
        run(change.statements());
        assertThat((double) size("public.grown_key") / promised).isBetween(0.9, 1.1);
    }

    @Test
    void aFailedBuildIsMadeAgain() {
        Advice made = advice.advise("select * from visits where customer_id = 42").advice();
        IndexChange change = change(made, "visits_unique").orElseThrow();
        assertThat(change.action()).isEqualTo(Action.REINDEX);
        assertThat(change.ground()).isEqualTo(Ground.INVALID);
        assertThat(change.reason()).contains("values are there twice");
    }

    @Test
    void itsStatementsAndTheWayBackRun() {
        TestDatabase other = TestServers.freshDatabase(TestServers.NEWEST);
        other.execute(
                "create table \"Odd \"\"Name\" (a int, \"B c\" text)",
                "create index \"I \"\"1\" on \"Odd \"\"Name\" (\"B c\" desc) where a > 0",
                "create index \"I 2\" on \"Odd \"\"Name\" (\"B c\" desc) where a > 0");
        try (TwinAdvice oddAdvice = new TwinAdvice(other)) {
            Advice made = oddAdvice.advise("select * from \"Odd \"\"Name\"").advice();
            IndexChange drop = made.changes().getFirst();
            assertThat(drop.ground()).isEqualTo(Ground.DUPLICATE);
            other.execute(drop.statements().toArray(String[]::new));
            other.execute(drop.undo().toArray(String[]::new));
        }
    }

    private static void run(List<String> statements) {
        database.execute(statements.toArray(String[]::new));
    }

    private static long size(String index) throws SQLException {
        try (Connection connection = database.connect();
                Statement statement = connection.createStatement();
                ResultSet row =
                        statement.executeQuery(
                                "select pg_relation_size('" + index + "'::regclass)")) {
            row.next();
            return row.getLong(1);
        }
    }
}
