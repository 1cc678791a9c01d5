package org.pgwright.advisor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.pgwright.catalog.Bytes;
import org.pgwright.testing.TestDatabase;
import org.pgwright.testing.TestServers;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

/** Whole advice, from statements to index definitions, on a twin of a real database. */
final class AdviceOnTwinTest {
    private static TwinAdvice shop;

    @BeforeAll
    static void makeShop() {
        TestDatabase database = TestServers.freshDatabase(TestServers.NEWEST);
        database.execute(SCHEMA.split(";\n"));
        shop = new TwinAdvice(database);
    }

    @AfterAll
    static void dropShop() {
        shop.close();
    }

    /** Beside it, other statements make no part of the cost to speak of. */
    private static final String COSTLY =
            "select count(*) from orders o, customers c where o.total > c.id";

    private static final String SCHEMA =
            """
            create table customers (id bigint primary key, name text not null, email text not null,
                country text not null, created_at timestamptz not null, note text);
            create table orders (id bigint primary key, customer_id bigint not null references customers,
                status text not null, total numeric(10,2) not null, paid boolean not null,
                created_at timestamptz not null, shipped_at timestamptz, tags jsonb not null);
            create table order_lines (order_id bigint not null references orders, line int not null,
                product_id int not null, quantity int not null, primary key (order_id, line));
            create table products (id int primary key, sku text not null, name text not null, price numeric not null);
            create table tiny (id int, name text);
            create table "Mixed Case" ("Id" bigint, "Customer Id" bigint, "when" date);
            create table events (at date not null, kind int not null, user_id int not null, payload text)
                partition by range (at);
            create table events_1 partition of events for values from ('2026-01-01') to ('2026-02-01');
            create table events_2 partition of events for values from ('2026-02-01') to ('2026-03-01');
            create table events_3 partition of events for values from ('2026-03-01') to ('2026-04-01');
            create table documents (id int, body text, kind int);
            create table logs (at timestamptz, level int, message text);
            insert into customers select i, 'name ' || i, 'c' || i || '@example.org',
                (array['de','fr','it','at','ch'])[1 + i % 5], '2020-01-01'::timestamptz + i * interval '1 hour', repeat('x', 40)
                from generate_series(1, 30000) i;
            insert into orders select i, 1 + (i * 7919::bigint) % 30000, (array['open','paid','sent','done','done','done','done','done','done','lost'])[1 + (i * 31) % 10],
                (i * 37) % 1000, i % 3 = 0, '2024-01-01'::timestamptz + i * interval '5 minutes',
                case when i % 50 = 0 then '2024-02-01'::timestamptz + i * interval '5 minutes' end, '{}'
                from generate_series(1, 200000) i;
            insert into order_lines select 1 + i / 2, i % 2, (i * 104729::bigint) % 5000, i % 7 from generate_series(1, 300000) i;
            insert into products select i, 'sku' || i, 'product ' || i, i % 100 from generate_series(0, 4999) i;
            insert into tiny select i, 'n' || i from generate_series(1, 40) i;
            insert into "Mixed Case" select i, i % 5000, '2026-01-01'::date + i % 300 from generate_series(1, 60000) i;
            insert into events select '2026-01-01'::date + i % 90, i % 20, (i * 7919::bigint) % 10000, repeat('p', 60) from generate_series(1, 180000) i;
            insert into documents select i, repeat(md5(i::text), 60), i % 10 from generate_series(1, 3000) i;
            alter table documents alter body set storage external;
            insert into logs select '2026-01-01'::timestamptz + i * interval '1 second', i % 5, 'm' || i from generate_series(1, 150000) i;
            create table measurements (sensor int, value float);
            create table measurements_old () inherits (measurements);
            insert into measurements select i % 4000, i from generate_series(1, 80000) i;
            insert into measurements_old select i % 4000, i from generate_series(1, 80000) i;
            create view open_orders as select * from orders where status = 'open';
            create index orders_status on orders (status, created_at);
            create unique index products_sku on products (sku);
            create index customers_lower on customers (lower(email));
            analyze;
            """;

    @Test
    void anEqualityGetsItsColumn() {
        shop.advise("select * from orders where customer_id = 42")
                .recommends("orders (customer_id)")
                .because("equality on customer_id; turns a sequential scan of 200,000 rows into a")
                .because("also serves the foreign key to public.customers");
    }

    @Test
    void aParameterIsAsGoodAsAValue() {
        shop.advise("select * from orders where customer_id = $1")
                .recommends("orders (customer_id)");
    }

    @Test
    void aRangeComesBehindAnEquality() {
        shop.advise("select * from orders where customer_id = 42 and created_at > '2025-06-01'")
                .recommends("orders (customer_id, created_at)");
    }

    @Test
    void anOrderWithALimitIsReadFromAnIndex() {
        shop.advise("select * from orders order by created_at desc limit 20")
                .recommends("orders (created_at)")
                .because("sorted by created_at DESC");
    }

    @Test
    void anOrderThatDoesNotReadBackwardsKeepsItsDirections() {
        shop.advise("select * from orders order by total desc nulls last limit 20")
                .recommends("orders (total DESC NULLS LAST)");
        shop.advise("select * from orders order by total desc, created_at limit 20")
                .recommends("orders (total DESC, created_at)");
    }

    @Test
    void anOrderBehindAnEqualityFollowsIt() {
        shop.advise("select * from logs where level = 3 order by at desc limit 50 offset 20000")
                .recommends("logs (level, at)");
    }

    @Test
    void aFewRowsAreSortedRatherThanKeptSorted() {
        shop.advise("select * from orders where customer_id = 42 order by created_at")
                .recommends("orders (customer_id)");
    }

    @Test
    void aListOfValuesIsLookedUp() {
        shop.advise("select * from orders where customer_id in (5, 6, 7)")
                .recommends("orders (customer_id)")
                .because("list of values of customer_id");
    }

    @Test
    void aPrefixIsARangeUnderTheCLocale() {
        shop.advise("select * from customers where email like 'c77%'")
                .recommends("customers (email)")
                .because("prefix of email");
    }

    @Test
    void aMaximumIsTheLastEntry() {
        shop.advise("select max(total) from orders where status = 'lost'")
                .recommendsOneOf("orders (total)", "orders (total) WHERE status = 'lost'::text");
        shop.advise("select min(shipped_at) from orders").recommends("orders (shipped_at)");
    }

    @Test
    void aJoinGetsAnIndexOnEachSideThatNeedsOne() {
        shop.advise(
                        "select c.name, o.total from customers c join orders o on o.customer_id ="
                                + " c.id where c.email = 'c77@example.org'")
                .recommends("orders (customer_id)", "customers (email)")
                .because("join on customer_id");
    }

    @Test
    void theSideOfAJoinWithAnIndexGetsNone() {
        shop.advise(
                        "select p.name, l.quantity from products p join order_lines l on"
                                + " l.product_id = p.id where p.sku = 'sku77'")
                .recommends("order_lines (product_id)")
                .rejects("products (sku)", "already served by public.products_sku");
    }

    @Test
    void aSemiJoinIsAJoin() {
        shop.advise(
                        "select o.* from orders o where exists (select 1 from order_lines l where"
                                + " l.order_id = o.id and l.product_id = 5)")
                .recommends("order_lines (product_id)");
    }

    @Test
    void branchesOfAnOrGetAnIndexEach() {
        shop.advise("select * from order_lines where product_id = 7 or quantity = 99")
                .recommends("order_lines (product_id)", "order_lines (quantity)");
    }

    @Test
    void readsOfUpdatesAndDeletesCount() {
        shop.advise("update orders set status = 'lost' where customer_id = 9")
                .recommends("orders (customer_id)");
        shop.advise("delete from order_lines where product_id = 77")
                .recommends("order_lines (product_id)");
    }

    @Test
    void commonTableExpressionsAreLookedInto() {
        shop.advise(
                        "with recent as (select * from orders where customer_id = 5) select * from"
                                + " recent where total > 10")
                .recommends("orders (customer_id)");
    }

    @Test
    void mixedCaseNamesAreQuoted() {
        TwinAdvice.Asked asked =
                shop.advise("select * from \"Mixed Case\" where \"Customer Id\" = 7")
                        .recommends("\"Mixed Case\" (\"Customer Id\")");
        assertThat(asked.advice().recommendations().getFirst().definition())
                .isEqualTo(
                        "CREATE INDEX CONCURRENTLY \"idx_Mixed Case_Customer Id\" ON"
                                + " public.\"Mixed Case\" (\"Customer Id\")");
    }

    @Test
    void aPartitionedTableGetsOneIndexForAllPartitions() {
        shop.advise("select * from events where user_id = 77")
                .recommends("events (user_id)")
                .because("an index on each of 3 partitions");
    }

    @Test
    void aPartitionThatIsNamedGetsItsOwn() {
        shop.advise("select * from events_2 where user_id = 77").recommends("events_2 (user_id)");
    }

    @Test
    void thePartitionsThatAreLeftAfterPruningDecide() {
        shop.advise(
                        "select * from events where user_id = 77 and at >= '2026-02-10' and at <"
                                + " '2026-02-20'")
                .recommends("events (user_id, at)");
    }

    @Test
    void tablesThatInheritGetTheirOwnIndexes() {
        shop.advise("select * from measurements where sensor = 5")
                .recommends("measurements (sensor)", "measurements_old (sensor)");
    }

    @Test
    void whatAnIndexServesNeedsNoOther() {
        shop.advise("select * from products where sku = 'sku7'")
                .recommendsNothing()
                .rejects("products (sku)", "already served by public.products_sku");
        shop.advise("select * from orders where id in (1, 2, 3)").recommendsNothing();
        shop.advise("select * from customers where lower(email) = 'x'").recommendsNothing();
    }

    @Test
    void tinyTablesNeedNone() {
        shop.advise("select * from tiny where name = 'n7'")
                .recommendsNothing()
                .rejects("tiny (name)", "has 40 rows");
    }

    @Test
    void columnsTooWideForAnEntryAreHashed() {
        shop.advise("select * from documents where body = 'abc'")
                .recommends("documents USING hash (body)")
                .rejects("documents (body)", "1,924 bytes wide");
    }

    @Test
    void whatNeedsAllRowsNeedsNoIndex() {
        shop.advise("select kind, count(*) from events group by kind")
                .recommendsNothing()
                .rejects("events (kind)", "the planner uses it in no statement");
    }

    @Test
    void whatAValueContainsIsFoundByAnInvertedIndex() {
        shop.advise("select * from orders where tags @> '{\"a\": 1}'")
                .recommends("orders USING gin (tags pg_catalog.jsonb_path_ops)");
        shop.advise("select * from orders where tags ? 'a'").recommends("orders USING gin (tags)");
    }

    @Test
    void ofEqualColumnsTheMoreSelectiveOneLeads() {
        shop.advise("select * from logs where level = 3 and message = 'm77'")
                .recommendsOneOf("logs (message)", "logs (message, level)");
    }

    @Test
    void valuesBeyondTheHistogramAreKnownFromTheColumnsEnds() {
        shop.advise("select * from logs where at > '2026-01-02 17:30' and level = 3")
                .recommends("logs (at)");
    }

    @Test
    void oneIndexServesSeveralStatements() {
        TwinAdvice.Asked asked =
                shop.advise(
                                "select * from orders where customer_id = 42",
                                "select * from orders where customer_id = 43 and created_at >"
                                        + " '2025-06-01'",
                                "select sum(total) from orders where customer_id = 44")
                        .recommendsOneOf(
                                "orders (customer_id)", "orders (customer_id, created_at)");
        assertThat(asked.advice().recommendations().getFirst().queries()).hasSize(3);
    }

    @Test
    void theBudgetIsKept() {
        String[] workload = {
            "select * from orders where customer_id = 42",
            "select * from customers where email = 'c77@example.org'",
            "select * from order_lines where product_id = 7"
        };
        shop.advise(new Budget(null, 1), workload)
                .recommends("order_lines (product_id)")
                .rejects("orders (customer_id)", "does not fit the budget");
        shop.advise(new Budget(new Bytes(1_500_000), null), workload)
                .recommends("customers (email)");
    }

    @Test
    void whatCannotBeAnalysedOrPlannedIsListed() {
        TwinAdvice.Asked asked =
                shop.advise(
                        "select * from nothing",
                        "vacuum orders",
                        "select * from orders where customer_id = 42",
                        "select * from orders where customer_id = 1 / 0");
        assertThat(asked.advice().statements()).isEqualTo(1);
        assertThat(asked.advice().skipped()).hasSize(3);
        assertThat(asked.advice().skipped().toString())
                .contains("\"nothing\" does not exist")
                .contains("division by zero");
        asked.recommends("orders (customer_id)");
    }

    @Test
    void viewsAreLookedThrough() {
        shop.advise("select * from open_orders where customer_id = 42")
                .recommendsOneOf("orders (customer_id)", "orders (customer_id, status)");
    }

    @Test
    void recommendedIndexesCanBeBuiltAndAreUsed() throws SQLException {
        List<String> workload =
                List.of(
                        "select * from events where user_id = 77",
                        "select * from \"Mixed Case\" where \"Customer Id\" = 7",
                        "select * from measurements where sensor = 5");
        try (TestDatabase copy = TestServers.freshDatabase(TestServers.NEWEST)) {
            copy.execute(SCHEMA.split(";\n"));
            shop.advise(workload.toArray(String[]::new)).advice().recommendations().stream()
                    .flatMap(r -> r.statements().stream())
                    .forEach(copy::execute);
            try (Connection connection = copy.connect();
                    Statement statement = connection.createStatement()) {
                ResultSet invalid =
                        statement.executeQuery(
                                "select count(*) from pg_index where not indisvalid");
                invalid.next();
                assertThat(invalid.getInt(1)).isZero();
                for (String sql : workload) {
                    ResultSet plan =
                            statement.executeQuery("explain (costs off, format json) " + sql);
                    plan.next();
                    assertThat(plan.getString(1)).contains("idx_").doesNotContain("Seq Scan");
                }
            }
        }
    }

    @Test
    void aTinyTableIsNamedEvenIfItsQueriesCostNextToNothing() {
        shop.advise(COSTLY, "select * from tiny where id = 4")
                .rejects("public.tiny (id)", "public.tiny has 40 rows: below 1,000");
    }

    @Test
    void aColumnOfFewValuesIsNamedWithHowManyRowsOneFinds() {
        shop.advise("select * from orders where not paid")
                .recommendsNothing()
                .rejects(
                        "public.orders (paid)",
                        "paid has 2 distinct values, so that on average one finds 50 % of the rows");
    }

    @Test
    void aQueryThatIsHardlyRunIsNamedWithItsShareOfTheCost() {
        shop.advise(COSTLY, "select * from products where price = 7")
                .rejects(
                        "public.products (price)",
                        "hardly anything asks for it: one query, with 1 call, makes only");
    }

    @Test
    void anIndexThatWritesPayMoreForThanQueriesGainIsNamedWithThat() {
        Advice advice =
                shop.advise(
                                "select * from logs where message = 'm7'",
                                "insert into logs select now(), 1, 'new ' || i from"
                                        + " generate_series(1, 1000000) i")
                        .recommendsNothing()
                        .rejects("public.logs (message)", "writes to public.logs would pay more")
                        .advice();
        assertThat(advice.writes().before()).isPositive();
        assertThat(advice.writes().added()).isZero();
    }

    @Test
    void whatWritesPayForTheRecommendedIndexesIsSaid() {
        Advice advice =
                shop.advise(
                                "select * from logs where message = 'm7'",
                                "insert into logs values (now(), 1, 'new')")
                        .recommends("logs (message)")
                        .advice();
        double overhead = advice.recommendations().getFirst().writeOverhead();
        assertThat(overhead).isBetween(0.1, 1.0);
        assertThat(advice.writes().overhead()).isCloseTo(overhead, within(1e-9));
    }

    @Test
    void nothingIsSaidOfWritesWhereThereAreNone() {
        Advice advice = shop.advise("select * from orders where customer_id = 42").advice();
        assertThat(advice.writes()).isEqualTo(new Advice.WriteCost(0, 0));
        assertThat(advice.writes().overhead()).isZero();
    }
}
