package org.pgwright.findings;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.FieldSource;
import org.pgwright.catalog.QualifiedName;
import org.pgwright.findings.PlanFinding.Kind;
import org.pgwright.planner.ExecutedPlan;
import org.pgwright.postgres.ExecutedPlanJson;
import org.pgwright.postgres.ExecutedPlanText;
import org.pgwright.testing.TestDatabase;
import org.pgwright.testing.TestServers;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Plans that real servers made and executed. */
final class PlanFindingsTest {
    private static final String[] SHOP = {
        "CREATE TABLE customers (id int PRIMARY KEY, name text, region int)",
        "INSERT INTO customers SELECT i, 'name ' || i, i % 10 FROM generate_series(1, 2000) i",
        // Status is open for one in 200; b follows from a, which the planner does not know.
        "CREATE TABLE orders (id int PRIMARY KEY, customer_id int, status text, a int, b int,"
                + " \"Place\" text)",
        "INSERT INTO orders SELECT i, i % 2000 + 1, CASE WHEN i % 200 = 0 THEN 'open' ELSE 'done'"
                + " END, i % 50, i % 50, 'place ' || i FROM generate_series(1, 60000) i",
        "CREATE INDEX orders_customer_id_idx ON orders (customer_id)",
        "VACUUM ANALYZE",
        "CREATE TABLE events (id int, kind text)",
        "INSERT INTO events SELECT i, 'old' FROM generate_series(1, 2000) i",
        "ANALYZE events",
        "INSERT INTO events SELECT i, 'new' FROM generate_series(1, 20000) i",
    };

    private static final String ONE_PROCESS = "SET max_parallel_workers_per_gather = 0";

    private static TestDatabase shop;

    @BeforeAll
    static void makeShop() {
        shop = TestServers.freshDatabase(TestServers.NEWEST).execute(SHOP);
    }

    @AfterAll
    static void dropShop() {
        shop.close();
    }

    @Test
    void scanThatThrowsMostAwayWantsAnIndexOnItsFilter() {
        PlanFinding finding =
                only(
                        analyzed(
                                "SELECT * FROM orders WHERE status = 'open' AND \"Place\" <> ''",
                                ONE_PROCESS));

        assertThat(finding.kind()).isEqualTo(Kind.SEQUENTIAL_SCAN);
        assertThat(finding.node().shown()).isEqualTo("Seq Scan on orders (node 1)");
        assertThat(finding.detail()).contains("60,000 rows", "99.5 %").doesNotContain("open");
        assertThat(finding.remedy()).contains("orders (\"Place\", status)", "pgwright advise");
        assertThat(finding.isEstimated()).isFalse();
    }

    @Test
    void scanOfParallelProcessesCountsTheRowsOfAll() {
        // Without times, of which starting the workers may take most.
        ExecutedPlan plan =
                explained(
                        "ANALYZE, TIMING OFF",
                        "SELECT * FROM orders WHERE status = 'open'",
                        "SET parallel_setup_cost = 0",
                        "SET parallel_tuple_cost = 0",
                        "SET min_parallel_table_scan_size = 0");
        List<PlanFinding> found = PlanFindings.of(plan, List.of());

        PlanFinding finding = only(found);
        assertThat(finding.node().number()).isEqualTo(2);
        assertThat(finding.detail()).contains("60,000 rows");
    }

    @Test
    void nothingIsSaidOfScansThatKeepMuchOrAreSmall() {
        assertThat(analyzed("SELECT count(*) FROM orders WHERE a < 25", ONE_PROCESS)).isEmpty();
        assertThat(analyzed("SELECT * FROM customers WHERE name = 'name 7'")).isEmpty();
        assertThat(analyzed("SELECT * FROM orders WHERE id = 7")).isEmpty();
    }

    @Test
    void scanThatWasNotExecutedIsToldByTheSizeOfItsTable() {
        String statement = "SELECT * FROM orders WHERE status = 'open'";
        ExecutedPlan plan = explained("COSTS", statement, ONE_PROCESS);

        assertThat(PlanFindings.of(plan, List.of())).isEmpty();
        PlanFinding finding = only(PlanFindings.of(plan, List.of(fresh("orders", 60_000))));
        assertThat(finding.isEstimated()).isTrue();
        assertThat(finding.detail()).startsWith("is to read 60,000 rows").contains("estimated");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '`',
            textBlock =
                    """
                    lower("Place") = 'a' AND a::bigint = 1 ; ("Place", a)
                    status::character varying(20) = 'x' ; (status)
                    status = ANY ('{x,y}') OR b IS NULL AND a < 0 ; (status, b, a)
                    b > extract(year FROM now()) ; (b)
                    status LIKE 'customer_id' || current_user ; (status)
                    """)
    void remedyNamesTheColumnsOfTheFilter(String condition, String columns) {
        assertThat(
                        only(analyzed("SELECT * FROM orders o WHERE " + condition, ONE_PROCESS)
                                        .stream()
                                        .filter(f -> f.kind() == Kind.SEQUENTIAL_SCAN)
                                        .toList())
                                .remedy())
                .contains("orders " + columns + " would");
    }

    @Test
    void misestimateIsNamedWhereItBegins() {
        List<PlanFinding> found =
                analyzed(
                        "SELECT * FROM orders o JOIN customers c ON c.id = o.customer_id"
                                + " WHERE o.a = 7 AND o.b = 7",
                        ONE_PROCESS);

        PlanFinding finding = only(found, Kind.MISESTIMATE);
        assertThat(finding.node().type()).isEqualTo("Seq Scan");
        assertThat(finding.detail()).contains("1,200 rows").contains("too few");
        assertThat(finding.remedy()).contains("ON a, b FROM orders");
    }

    @Test
    void rowsThatWereNotAskedForAreNoMisestimate() {
        assertThat(kinds("SELECT * FROM orders LIMIT 1")).isEmpty();
        assertThat(kinds("SELECT * FROM orders ORDER BY id LIMIT 1")).isEmpty();
        assertThat(
                        kinds(
                                "SELECT * FROM customers c WHERE EXISTS"
                                        + " (SELECT FROM orders o WHERE o.customer_id = c.id)"
                                        + " AND c.id < 3"))
                .isEmpty();
        assertThat(kinds("SELECT EXISTS (SELECT FROM orders WHERE a >= 0)")).isEmpty();
        assertThat(
                        kinds(
                                "SELECT * FROM orders o JOIN customers c ON c.id = o.id",
                                "SET enable_hashjoin = 0",
                                "SET enable_nestloop = 0"))
                .isEmpty();
    }

    @Test
    void whatNeverRanIsNoMisestimate() {
        assertThat(
                        kinds(
                                "SELECT * FROM customers c JOIN orders o ON o.customer_id = c.id"
                                        + " WHERE c.id = -1",
                                "SET enable_hashjoin = 0",
                                "SET enable_mergejoin = 0"))
                .isEmpty();
        assertThat(kinds("SELECT * FROM orders WHERE (SELECT false)")).isEmpty();
    }

    @Test
    void fewerWorkersThanPlannedAreNoMisestimate() {
        assertThat(
                        kinds(
                                "SELECT count(*) FROM orders WHERE a >= 0",
                                "SET parallel_setup_cost = 0",
                                "SET parallel_tuple_cost = 0",
                                "SET min_parallel_table_scan_size = 0",
                                "SET max_parallel_workers_per_gather = 16",
                                "ALTER TABLE orders SET (parallel_workers = 16)",
                                "SET max_parallel_workers = 0"))
                .isEmpty();
    }

    @Test
    void functionsAndGroupsHaveRemediesOfTheirOwn() {
        assertThat(
                        only(
                                        analyzed(
                                                "SELECT * FROM regexp_split_to_table(repeat('a,', 30000), ',')"),
                                        Kind.MISESTIMATE)
                                .remedy())
                .contains("ROWS");
        assertThat(
                        only(
                                        analyzed(
                                                "SELECT a % 50 + b, count(*) FROM orders GROUP BY 1",
                                                ONE_PROCESS),
                                        Kind.MISESTIMATE)
                                .remedy())
                .contains("ANALYZE orders", "n_distinct");
    }

    @Test
    void statisticsAreStaleWhereMuchChangedAndTheEstimateIsOff() {
        TableFacts changed =
                new TableFacts(
                        new QualifiedName("public", "events"), 22_000, 20_000, Instant.EPOCH);
        ExecutedPlan off =
                explained("ANALYZE", "SELECT * FROM events WHERE kind = 'new'", ONE_PROCESS);
        ExecutedPlan right = explained("ANALYZE", "SELECT * FROM events", ONE_PROCESS);

        PlanFinding finding = only(PlanFindings.of(off, List.of(changed)), Kind.STALE_STATISTICS);
        assertThat(finding.detail()).contains("20,000 were changed");
        assertThat(finding.remedy()).startsWith("ANALYZE public.events");
        assertThat(PlanFindings.of(off, List.of(fresh("events", 22_000))))
                .extracting(PlanFinding::kind)
                .doesNotContain(Kind.STALE_STATISTICS);
        assertThat(PlanFindings.of(right, List.of(changed)))
                .extracting(PlanFinding::kind)
                .doesNotContain(Kind.STALE_STATISTICS);
    }

    @Test
    void tablesOfOneNameInSeveralSchemasAreNotTold() {
        ExecutedPlan plan = explained("COSTS", "SELECT * FROM events", ONE_PROCESS);
        TableFacts one = new TableFacts(new QualifiedName("public", "events"), 9_000, 9_000, null);
        TableFacts other = new TableFacts(new QualifiedName("other", "events"), 9_000, 9_000, null);

        assertThat(PlanFindings.of(plan, List.of(one)))
                .extracting(PlanFinding::kind)
                .containsExactly(Kind.STALE_STATISTICS);
        assertThat(PlanFindings.of(plan, List.of(one, other))).isEmpty();
    }

    @ParameterizedTest
    @FieldSource("org.pgwright.testing.TestServers#MAJORS")
    void workMemThatIsNamedHoldsSortAndHash(int major) {
        try (TestDatabase database =
                TestServers.freshDatabase(major)
                        .execute(
                                "CREATE TABLE wide AS SELECT i, md5(i::text) AS key, repeat('x', i % 300)"
                                        + " AS filler FROM generate_series(1, 60000) i",
                                "ANALYZE wide")) {
            for (String statement :
                    List.of(
                            "SELECT * FROM wide ORDER BY key",
                            "SELECT i FROM wide ORDER BY key",
                            "SELECT * FROM wide a JOIN wide b USING (key)",
                            "SELECT key, count(*) FROM wide GROUP BY key")) {
                PlanFinding spill = spill(database, statement, "SET work_mem = '1MB'");
                Matcher figure = Pattern.compile("(\\d+MB)").matcher(spill.remedy());
                assertThat(figure.find()).as(spill.remedy()).isTrue();

                assertThat(spills(database, statement, "SET work_mem = '" + figure.group(1) + "'"))
                        .as(statement + ": " + spill)
                        .isEmpty();
            }
        }
    }

    private static PlanFinding spill(TestDatabase database, String statement, String memory) {
        return only(spills(database, statement, memory));
    }

    private static List<PlanFinding> spills(
            TestDatabase database, String statement, String memory) {
        ExecutedPlan plan =
                explained(
                        database,
                        "ANALYZE, BUFFERS",
                        statement,
                        ONE_PROCESS,
                        "SET enable_mergejoin = 0",
                        "SET enable_nestloop = 0",
                        "SET enable_sort = " + (statement.contains("ORDER") ? "1" : "0"),
                        "SET hash_mem_multiplier = 1",
                        memory);
        return PlanFindings.of(plan, List.of()).stream()
                .filter(f -> f.kind() == Kind.SORT_SPILL || f.kind() == Kind.HASH_SPILL)
                .toList();
    }

    @Test
    void sortInMemoryAndSmallSortOnDiskAreNotTold() {
        assertThat(kinds("SELECT * FROM orders ORDER BY \"Place\"", "SET work_mem = '64MB'"))
                .isEmpty();
        assertThat(kinds("SELECT * FROM customers ORDER BY name", "SET work_mem = '64kB'"))
                .isEmpty();
    }

    @Test
    void loopOverAScanWantsAnIndexForTheInnerSide() {
        PlanFinding finding =
                only(
                        analyzed(
                                "SELECT count(*) FROM customers c JOIN customers d ON d.name = c.name",
                                ONE_PROCESS,
                                "SET enable_hashjoin = 0",
                                "SET enable_mergejoin = 0",
                                "SET enable_material = 0",
                                "SET enable_memoize = 0"),
                        Kind.NESTED_LOOP);

        assertThat(finding.detail()).contains("Seq Scan on customers", "2,000 times");
        assertThat(finding.remedy()).contains("index on the columns of customers");
    }

    @Test
    void loopsOfParallelProcessesAreNotTakenForManyLoops() {
        // 1,600 loops are fewer than 1,000 in each of four processes, 6,000 are more.
        assertThat(inFourProcesses(1_600))
                .extracting(PlanFinding::kind)
                .doesNotContain(Kind.NESTED_LOOP);
        assertThat(only(inFourProcesses(6_000), Kind.NESTED_LOOP).detail())
                .contains("6,000 times (1,500 in each of 4 processes)");
    }

    /** As EXPLAIN prints it where each process joins its part of the orders. */
    private static List<PlanFinding> inFourProcesses(int orders) {
        ExecutedPlan plan =
                ExecutedPlanText.read(
                        """
                        Gather  (cost=1000.00..9000.00 rows=1550 width=8) (actual time=1.000..900.000 rows=%1$d loops=1)
                          Workers Planned: 3
                          Workers Launched: 3
                          ->  Nested Loop  (cost=0.00..8000.00 rows=500 width=8) (actual time=0.500..890.000 rows=%2$d loops=4)
                                Join Filter: (c.id > o.customer_id)
                                ->  Parallel Seq Scan on orders o  (cost=0.00..100.00 rows=500 width=4) (actual time=0.010..2.000 rows=%2$d loops=4)
                                ->  Seq Scan on customers c  (cost=0.00..35.00 rows=1 width=4) (actual time=0.010..0.200 rows=1 loops=%1$d)
                        """
                                .formatted(orders, orders / 4));
        return PlanFindings.of(plan, List.of());
    }

    @Test
    void lookUpsInAnIndexAreFineUnlessTheOuterSideIsMisjudged() {
        String[] onlyLoops = {
            ONE_PROCESS,
            "SET enable_hashjoin = 0",
            "SET enable_mergejoin = 0",
            "SET enable_memoize = 0",
            "SET enable_bitmapscan = 0"
        };
        List<PlanFinding> judged =
                analyzed(
                        "SELECT count(o.status) FROM customers c JOIN orders o ON o.customer_id = c.id",
                        onlyLoops);
        List<PlanFinding> misjudged =
                analyzed(
                        "SELECT count(p.status) FROM orders o JOIN orders p ON p.customer_id = o.customer_id"
                                + " WHERE o.a = 7 AND o.b = 7",
                        onlyLoops);

        assertThat(judged).extracting(PlanFinding::kind).doesNotContain(Kind.NESTED_LOOP);
        assertThat(only(misjudged, Kind.NESTED_LOOP).remedy()).contains("see the misestimate");
    }

    @Test
    void blocksFromOutsideSharedBuffersAreTold() {
        // One row a page. A scan of more than a quarter of shared_buffers keeps none of its blocks.
        try (TestDatabase large =
                TestServers.freshDatabase(TestServers.NEWEST)
                        .execute(
                                "CREATE TABLE large WITH (fillfactor = 10) AS SELECT i,"
                                        + " repeat('x', 600) AS x FROM generate_series(1, 7000) i")) {
            ExecutedPlan plan =
                    explained(large, "ANALYZE, BUFFERS", "SELECT count(x) FROM large", ONE_PROCESS);

            PlanFinding finding = only(PlanFindings.of(plan, List.of()), Kind.LOW_CACHE_HITS);
            assertThat(finding.node().shown()).startsWith("Seq Scan on large");
            assertThat(finding.detail()).contains("in shared buffers and read", "MB");
        }
        explained("ANALYZE, BUFFERS", "SELECT count(status) FROM orders", ONE_PROCESS);
        assertThat(
                        PlanFindings.of(
                                explained(
                                        "ANALYZE, BUFFERS",
                                        "SELECT count(status) FROM orders",
                                        ONE_PROCESS),
                                List.of()))
                .isEmpty();
    }

    @Test
    void indexThatDoesNotFindTheRowsIsTold() {
        PlanFinding finding =
                only(
                        analyzed(
                                "SELECT * FROM orders WHERE id > 0 AND status = 'open'",
                                ONE_PROCESS,
                                "SET enable_seqscan = 0",
                                "SET enable_bitmapscan = 0"),
                        Kind.USELESS_INDEX_SCAN);

        assertThat(finding.node().index()).isEqualTo("orders_pkey");
        assertThat(finding.detail()).contains("60,000 rows", "99.5 %");
        assertThat(finding.remedy()).contains("orders", "(id, status)");
    }

    @Test
    void indexThatGivesMostOfTheTableIsToldUnlessItsOrderIsWanted() {
        String[] byIndex = {ONE_PROCESS, "SET enable_seqscan = 0", "SET enable_bitmapscan = 0"};
        List<TableFacts> facts = List.of(fresh("orders", 60_000));

        PlanFinding finding =
                only(
                        PlanFindings.of(
                                explained(
                                        "ANALYZE",
                                        "SELECT count(status) FROM orders WHERE id > 100",
                                        byIndex),
                                facts));
        assertThat(finding.kind()).isEqualTo(Kind.USELESS_INDEX_SCAN);
        assertThat(finding.detail()).contains("59,900 of the table's 60,000 rows");
        assertThat(
                        PlanFindings.of(
                                explained(
                                        "ANALYZE",
                                        "SELECT * FROM orders WHERE id > 100 ORDER BY id",
                                        byIndex),
                                facts))
                .isEmpty();
    }

    private static TableFacts fresh(String table, double rows) {
        return new TableFacts(new QualifiedName("public", table), rows, 0, Instant.EPOCH);
    }

    private static List<Kind> kinds(String statement, String... settings) {
        return analyzed(statement, settings).stream().map(PlanFinding::kind).toList();
    }

    private static PlanFinding only(List<PlanFinding> found, Kind kind) {
        return only(found.stream().filter(finding -> finding.kind() == kind).toList());
    }

    private static PlanFinding only(List<PlanFinding> found) {
        assertThat(found).hasSize(1);
        return found.getFirst();
    }

    private static List<PlanFinding> analyzed(String statement, String... settings) {
        return PlanFindings.of(explained("ANALYZE", statement, settings), List.of());
    }

    private static ExecutedPlan explained(String options, String statement, String... settings) {
        return explained(shop, options, statement, settings);
    }

    private static ExecutedPlan explained(
            TestDatabase database, String options, String statement, String... settings) {
        try (Connection connection = database.connect();
                Statement sql = connection.createStatement()) {
            connection.setAutoCommit(false);
            for (String setting : settings) {
                sql.execute(setting);
            }
            try (ResultSet result =
                    sql.executeQuery(
                            "EXPLAIN (%s, FORMAT JSON) %s".formatted(options, statement))) {
                result.next();
                return ExecutedPlanJson.read(result.getString(1));
            } finally {
                connection.rollback();
            }
        } catch (SQLException failure) {
            throw new IllegalStateException(failure);
        }
    }
}
