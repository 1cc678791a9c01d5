package org.pgwright.advisor;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.pgwright.testing.TestDatabase;
import org.pgwright.testing.TestServers;

import java.util.List;

/** Indexes that PostgreSQL refuses for what is not immutable, and the values that decide on one. */
final class StableConditionsOnTwinTest {
    private static final String SCHEMA =
            """
            create table orders (id int primary key, status text not null, created_at timestamptz not null,
                shipped_at timestamptz not null, due date not null, note text not null);
            create index orders_shipped on orders (shipped_at);
            insert into orders select i, case when i % 200 = 0 then 'rare' else 'frequent' end,
                '2026-01-01'::timestamptz + (i * 7919::bigint) % 80000 * interval '1 minute',
                '2026-01-01'::timestamptz + (i * 104729::bigint) % 80000 * interval '1 minute',
                '2026-01-01'::date + i % 300, repeat('x', 100) from generate_series(1, 80000) i;
            create table tiny (at timestamptz not null);
            insert into tiny values ('2026-01-01');
            vacuum analyze;
            """;

    private static final String IMMUTABLE =
            "functions in an index must be marked IMMUTABLE, and the present moment is another one";

    private static TwinAdvice orders;

    @BeforeAll
    static void makeOrders() {
        TestDatabase database = TestServers.freshDatabase(TestServers.NEWEST);
        database.execute(SCHEMA.split(";\n"));
        orders = new TwinAdvice(database);
    }

    @AfterAll
    static void dropOrders() {
        orders.close();
    }

    @Test
    void thePresentMomentIsNoPredicate() {
        orders.advise("select * from orders where created_at > now() - interval '1 day'")
                .rejects(
                        "CREATE INDEX ON public.orders (created_at) WHERE created_at > (now() - …)",
                        IMMUTABLE)
                .rejects("created_at > (now() - …)", "An index with created_at as its key serves")
                .rejects("created_at > (now() - …)", "a fixed date instead");
        orders.advise("select * from orders where created_at > now() - $1::interval")
                .rejects("orders (created_at) WHERE created_at > (now() - …)", IMMUTABLE);
        orders.advise("select * from orders where due = CURRENT_DATE")
                .rejects("orders (due) WHERE due = CURRENT_DATE", IMMUTABLE);
    }

    @Test
    void anIndexThatServesAnyMomentIsNamed() {
        orders.advise("select * from orders where shipped_at > statement_timestamp()")
                .rejects(
                        "orders (shipped_at) WHERE shipped_at > statement_timestamp()",
                        "An index with shipped_at as its key, as public.orders_shipped is, serves");
    }

    @Test
    void aColumnIsToldOfOnce() {
        List<String> refused =
                orders
                        .advise(
                                "select * from orders where created_at > now() - interval '1 day'",
                                "select * from orders where created_at >= CURRENT_TIMESTAMP")
                        .advice()
                        .rejected()
                        .stream()
                        .filter(r -> r.reason().contains(IMMUTABLE))
                        .map(Advice.Rejected::definition)
                        .toList();
        assertThat(refused).hasSize(1);
    }

    @Test
    void aFixedDateAndATinyTableAreNotTold() {
        assertThat(
                        orders.advise(
                                        "select * from orders where created_at > '2026-02-01'",
                                        "select * from tiny where at > now()",
                                        "select * from orders where note = current_setting('a.b')")
                                .advice()
                                .rejected())
                .noneMatch(r -> r.reason().contains("IMMUTABLE"));
    }

    @Test
    void whatSettingsHaveASayInIsNoKey() {
        orders.advise("select * from orders where date_trunc('day', created_at) = '2026-01-09'")
                .rejects(
                        "orders ((date_trunc('day'::text, created_at)))",
                        "depends on the session's TimeZone or locale (STABLE)")
                .rejects(
                        "date_trunc",
                        "date_trunc('day'::text, (created_at AT TIME ZONE 'UTC')), in both");
        orders.advise("select * from orders where created_at::date = '2026-01-09'")
                .rejects("orders ((created_at::date))", "(created_at AT TIME ZONE 'UTC')::date");
        orders.advise("select * from orders where to_char(created_at, 'YYYY-MM-DD') = '2026-01-09'")
                .rejects("orders ((to_char(created_at, ", "date_trunc('day', created_at AT TIME");
        orders.advise("select * from orders where to_char(id, '99999') = '    7'")
                .rejects("orders ((to_char(id, ", "An expression of immutable functions");
        orders.advise("select * from orders where to_tsvector(note) @@ to_tsquery('x')")
                .rejects("orders USING gin ((to_tsvector(note)))", "to_tsvector('english', note)");
    }

    @Test
    void theImmutableFormIsAKey() {
        orders.advise(
                        "select * from orders where date_trunc('day', created_at AT TIME ZONE"
                                + " 'UTC') = '2026-01-09'")
                .recommends(
                        "orders ((date_trunc('day'::text, (created_at AT TIME ZONE 'UTC'::text))))");
    }

    @Test
    void anAgeIsToBeTurnedRound() {
        orders.advise("select * from orders where now() - created_at < interval '1 day'")
                .rejects("orders ((now() - created_at))", "With created_at alone on one side");
    }

    @Test
    void theValueDecidesOnAnIndexOfASkewedColumn() {
        List<String> indexes =
                orders.advise("select * from orders where status = 'rare'").indexes();
        assertThat(indexes).hasSize(1);
        assertThat(indexes.getFirst()).contains("status");
        orders.advise("select * from orders where status = 'frequent'").recommendsNothing();
    }
}
