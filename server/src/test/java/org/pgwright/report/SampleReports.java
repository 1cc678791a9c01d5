package org.pgwright.report;

import org.pgwright.advisor.Advice;
import org.pgwright.advisor.Advice.FrontierPoint;
import org.pgwright.advisor.Advice.QueryCost;
import org.pgwright.advisor.Advice.Recommendation;
import org.pgwright.advisor.Advice.Rejected;
import org.pgwright.advisor.Advice.Replanned;
import org.pgwright.advisor.Advice.Statistics;
import org.pgwright.advisor.Advice.StatisticsObject;
import org.pgwright.advisor.Advice.WorkloadCost;
import org.pgwright.advisor.Advice.WriteCost;
import org.pgwright.advisor.existing.IndexChange;
import org.pgwright.catalog.Bytes;
import org.pgwright.catalog.Index;
import org.pgwright.catalog.IndexDefinition;
import org.pgwright.catalog.QualifiedName;
import org.pgwright.catalog.TableShape;
import org.pgwright.findings.Finding;
import org.pgwright.findings.Finding.Kind;
import org.pgwright.snapshot.Snapshot.Gap;
import org.pgwright.workload.Workload.Skipped;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Reports to write down, with the names and texts that go wrong. */
final class SampleReports {
    private static final QualifiedName ORDERS = new QualifiedName("public", "orders");
    private static final QualifiedName EVENTS = new QualifiedName("Shop", "Event\n\"log\"");

    private SampleReports() {}

    static AdviceReport shop() {
        return new AdviceReport(
                "1.2.3",
                database(),
                new Advice(
                        12,
                        List.of(
                                new Skipped(
                                        "SELECT geo FROM places\n WHERE geo && $1",
                                        "type geometry does not exist on the twin")),
                        new WorkloadCost(1_234_567.891, 45_678.9),
                        new WriteCost(57_143, 1_200),
                        List.of(onOrders(), onEvents()),
                        List.of(superseded(), bloated()),
                        List.of(
                                new Rejected(
                                        "CREATE INDEX ON public.orders (status)",
                                        "no plan uses it: status = 'open' holds for 62 % of the"
                                                + " rows"),
                                new Rejected(
                                        "DROP INDEX public.orders_day",
                                        "it was never scanned, but the server has counted for only"
                                                + " 3 days; 30 tell")),
                        List.of(
                                new QueryCost(
                                        "c3c3",
                                        "SELECT count(*) FROM events",
                                        40,
                                        1_000,
                                        1_000,
                                        null),
                                new QueryCost(
                                        "d4d4",
                                        "SELECT count(*)\n  FROM orders NATURAL JOIN customer_1",
                                        12,
                                        9_000,
                                        150,
                                        "its new plan makes about 60,000 look-ups in"
                                                + " public.customer_1 one by one; with all data in"
                                                + " memory that can take longer than the scan it"
                                                + " replaces: measure it")),
                        Set.of(),
                        false,
                        frontier(),
                        List.of(onPlaces()),
                        new Statistics(1_812, 20_345, 64, 10_000, 0.008, true)),
                findings(),
                List.of(
                        new Gap(
                                "statistics of public.salaries",
                                "its statements are planned as if it had never been analysed",
                                "GRANT pg_read_all_data TO pgwright")),
                List.of("the collation de_DE is planned as de_DE of ICU"),
                Duration.ofMillis(4_218));
    }

    static AdviceReport nothingToDo() {
        return new AdviceReport(
                "1.2.3",
                database(),
                new Advice(
                        1,
                        List.of(),
                        new WorkloadCost(8.44, 8.44),
                        new WriteCost(0, 0),
                        List.of(),
                        List.of(),
                        List.of(),
                        List.of(),
                        Set.of(),
                        true,
                        List.of(),
                        List.of(),
                        new Statistics(3, 0, 1, 100, 0, false)),
                List.of(),
                List.of(),
                List.of(),
                Duration.ofMillis(980));
    }

    private static DatabaseFacts database() {
        return new DatabaseFacts(
                "shop",
                "17.5 (Debian 17.5-1)",
                new Bytes(13_314_398_617L),
                "7423423423423423423",
                "3b1f0c",
                Instant.parse("2026-11-20T10:21:00Z"),
                List.of(new TableShape(ORDERS, Map.of("customer_id", "bigint"), Map.of())));
    }

    private static StatisticsObject onPlaces() {
        return new StatisticsObject(
                ORDERS,
                List.of("zip", "city"),
                List.of("dependencies"),
                "orders_zip_city_stat",
                "CREATE STATISTICS public.orders_zip_city_stat (dependencies) ON zip, city FROM"
                        + " public.orders",
                "zip decides city in 100 % of the rows, and the planner takes them for independent:"
                        + " it expects 2 rows where it would expect 150 if it knew, and would plan"
                        + " otherwise",
                List.of(
                        new Replanned(
                                "e5e5",
                                "SELECT * FROM orders WHERE zip = $1 AND city = $2",
                                70,
                                2,
                                150,
                                10,
                                300)));
    }

    private static Recommendation onOrders() {
        return new Recommendation(
                1,
                IndexDefinition.btree(ORDERS, List.of("customer_id", "created_at")),
                "orders_customer_id_created_at_idx",
                "CREATE INDEX CONCURRENTLY orders_customer_id_created_at_idx ON public.orders"
                        + " (customer_id, created_at)",
                List.of(
                        "CREATE INDEX CONCURRENTLY orders_customer_id_created_at_idx ON"
                                + " public.orders (customer_id, created_at)"),
                new Bytes(41_213_952),
                1_012_345.6,
                1_200,
                0.042,
                "finds rows by customer_id and gives them in the order of created_at",
                List.of(
                        new QueryCost(
                                "5d41402a",
                                "SELECT *\n  FROM orders\n WHERE customer_id = $1\n"
                                        + " ORDER BY created_at DESC\n LIMIT $2",
                                48_211,
                                18_334.12,
                                4.31,
                                null),
                        new QueryCost(
                                "7d793037",
                                "SELECT count(*) FROM orders WHERE customer_id = $1",
                                310,
                                18_334.12,
                                122.5,
                                null)));
    }

    private static Recommendation onEvents() {
        return new Recommendation(
                2,
                IndexDefinition.btree(EVENTS, List.of("At", "kind|of")),
                "Event_log_At_idx",
                "CREATE INDEX \"Event_log_At_idx\" ON \"Shop\".\"Event\n\"\"log\"\"\" (\"At\","
                        + " \"kind|of\")",
                List.of(
                        "CREATE INDEX \"Event_log_At_idx\" ON ONLY \"Shop\".\"Event\n\"\"log\"\"\""
                                + " (\"At\", \"kind|of\")",
                        "CREATE INDEX CONCURRENTLY \"Event_log_1_At_idx\" ON \"Shop\".event_1"
                                + " (\"At\", \"kind|of\")",
                        "ALTER INDEX \"Shop\".\"Event_log_At_idx\" ATTACH PARTITION"
                                + " \"Shop\".\"Event_log_1_At_idx\""),
                new Bytes(8_192),
                60_001,
                0,
                0,
                "finds the newest rows",
                List.of(
                        new QueryCost(
                                "b8a9f715",
                                "SELECT `x` FROM \"Shop\".\"Event\n\"\"log\"\"\"; -- \r\n*/ DROP",
                                1,
                                60_002,
                                1,
                                null)));
    }

    private static List<FrontierPoint> frontier() {
        return List.of(
                new FrontierPoint(0, 1_234_567.891, 0, List.of()),
                new FrontierPoint(
                        4_194_304,
                        222_222.2,
                        400,
                        List.of("CREATE INDEX ON public.orders (customer_id, created_at)")));
    }

    private static IndexChange superseded() {
        return new IndexChange(
                IndexChange.Action.DROP,
                IndexChange.Ground.SUPERSEDED,
                existing(
                        new QualifiedName("public", "Customer\n--DROP"),
                        ORDERS,
                        "CREATE INDEX \"Customer\n--DROP\" ON public.orders USING btree"
                                + " (customer_id)",
                        "customer_id"),
                "orders_customer_id_created_at_idx",
                List.of("DROP INDEX CONCURRENTLY public.\"Customer\n--DROP\""),
                List.of(
                        "CREATE INDEX CONCURRENTLY \"Customer\n--DROP\" ON public.orders USING"
                                + " btree (customer_id)"),
                new Bytes(12_582_912),
                new Bytes(12_582_912),
                800,
                0.031,
                "the recommended orders_customer_id_created_at_idx begins with its keys and serves"
                        + " in its stead: drop it once that one is there; without it the statement"
                        + " that uses it costs 1.5 % more at most",
                List.of(
                        new IndexChange.Effect(
                                "7d793037",
                                "SELECT count(*) FROM orders WHERE customer_id = $1",
                                310,
                                122.5,
                                124.3)));
    }

    private static IndexChange bloated() {
        return new IndexChange(
                IndexChange.Action.REINDEX,
                IndexChange.Ground.BLOATED,
                existing(
                        new QualifiedName("public", "orders_pkey"),
                        ORDERS,
                        "CREATE UNIQUE INDEX orders_pkey ON public.orders USING btree (id)",
                        "id"),
                null,
                List.of("REINDEX INDEX CONCURRENTLY public.orders_pkey"),
                List.of(),
                new Bytes(104_857_600),
                new Bytes(73_400_320),
                0,
                0,
                "it takes 100 MB, and about 30.0 MB when built anew, which the disk needs for as"
                        + " long as both are there",
                List.of());
    }

    private static Index existing(
            QualifiedName name, QualifiedName table, String definition, String column) {
        return new Index(
                name,
                table,
                definition,
                "btree",
                false,
                false,
                false,
                false,
                true,
                false,
                new Index.State(false, false),
                List.of(
                        new Index.Key(
                                column,
                                column,
                                new QualifiedName("pg_catalog", "int8_ops"),
                                null,
                                false,
                                false)),
                List.of(),
                null,
                null,
                null,
                false,
                null,
                1_536,
                1_536,
                1_000_000,
                2,
                null,
                Index.Usage.NONE);
    }

    private static List<Finding> findings() {
        return List.of(
                new Finding(
                        Kind.DUPLICATE_INDEX,
                        ORDERS,
                        List.of("customer_id"),
                        new QualifiedName("public", "orders_customer_idx"),
                        new QualifiedName("public", "orders_customer_idx1"),
                        "the same as public.orders_customer_idx1; 12.0 MB and its upkeep at every"
                                + " write are saved by dropping it"),
                new Finding(
                        Kind.FOREIGN_KEY_WITHOUT_INDEX,
                        EVENTS,
                        List.of("order_id"),
                        null,
                        ORDERS,
                        "each row deleted from public.orders reads all 1,000,000 rows"));
    }
}
