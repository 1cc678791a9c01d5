package org.pgwright.twin.analysis;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.pgwright.planner.StatementAnalyzer.Analysis;
import org.pgwright.planner.StatementAnalyzer.Analysis.Analyzed;
import org.pgwright.planner.StatementAnalyzer.Analysis.Rejected;
import org.pgwright.testing.TestServers;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.stream.Stream;

/** Whatever a text says, the answer comes, nothing is changed, and the next one is answered. */
@Timeout(120)
final class HostileStatementsTest {
    private static final String FINE = "SELECT id FROM orders WHERE status = $1";

    static List<Integer> majors() {
        return TestServers.MAJORS;
    }

    static Stream<String> hostile() {
        return Stream.of(
                "",
                " \n\t;;; -- nothing",
                "\0",
                "SELECT 1; DROP TABLE orders",
                "SELECT 1; COMMIT",
                "COMMIT",
                "SELECT 1; COMMIT; CREATE TABLE public.evil (); --",
                "SELECT 1; END; CREATE TABLE public.evil (); SELECT 1",
                "SELECT 1 END; COMMIT; --",
                "SELECT (1",
                "SELECT 1)",
                "SELECT 'never ends",
                "SELECT \"never ends",
                "SELECT $tag$ never ends $tag",
                "SELECT 1 /* never ends",
                "INSERT INTO nowhere VALUES (1)",
                "SELECT * FROM customers, nowhere",
                "TABLE nowhere",
                "VACUUM",
                "SET statement_timeout = 0",
                "DO $$ BEGIN EXECUTE 'DROP TABLE orders'; END $$",
                "SELECT 1 INTO evil",
                "WITH x AS (SELECT 1) SELECT * INTO evil FROM x",
                "CREATE TABLE evil AS SELECT 1",
                "EXPLAIN ANALYZE DELETE FROM orders",
                "DELETE FROM orders RETURNING lo_import('/etc/passwd') INTO x",
                "SELECT $0",
                "SELECT $99999999999999999999",
                "SELECT $70000",
                "<insufficient privilege>",
                "SELECT 1 WHERE 'secret'::int = 1",
                "SELECT '\u0000'",
                "SELECT 1 FROM orders WHERE id = ANY('{1,2'::int[])",
                "MERGE INTO",
                "SELECT " + "(".repeat(5_000) + "1" + ")".repeat(4_999),
                "SELECT " + "(".repeat(200_000),
                "SELECT " + "- ".repeat(400_000),
                "SELECT " + "x".repeat(1_000_001),
                "SELECT '" + "x".repeat(1_100_000) + "'",
                "SELECT " + "1+".repeat(100_000) + "1",
                "SELECT " + "NOT ".repeat(20_000) + "true",
                "SELECT * FROM " + "orders, ".repeat(3_000) + "orders",
                "SELECT id FROM orders WHERE " + "a.".repeat(50_000) + "b = 1",
                "WITH " + "a AS (SELECT 1), ".repeat(2_000) + "b AS (SELECT 1) SELECT 1");
    }

    @ParameterizedTest
    @MethodSource("majors")
    void hostileTextsAreRejectedAndChangeNothing(int major) throws SQLException {
        AnalysisFixture shop = AnalysisFixture.of(major);
        List<String> before = contents(shop);
        for (String sql : hostile().toList()) {
            Analysis analysis = shop.analyze(sql);
            String start = sql.substring(0, Math.min(60, sql.length()));
            assertThat(analysis).as(start).isInstanceOf(Rejected.class);
            String reason = ((Rejected) analysis).reason();
            assertThat(reason).as(start).isNotBlank().doesNotContain("secret");
            assertThat(reason.length()).as(start).isLessThan(400);
        }
        assertThat(contents(shop)).isEqualTo(before);
        assertThat(shop.analyze(FINE)).isInstanceOf(Analyzed.class);
    }

    @ParameterizedTest
    @MethodSource("majors")
    void largeButHonestStatementsAreAnalyzed(int major) {
        AnalysisFixture shop = AnalysisFixture.of(major);
        assertThat(shape(shop, "SELECT id FROM orders WHERE qty IN (1" + ",2".repeat(20_000) + ")"))
                .isEqualTo("orders where qty = (in) read id, qty");
        assertThat(
                        shape(
                                shop,
                                "SELECT "
                                        + "(".repeat(3_000)
                                        + "id"
                                        + ")".repeat(3_000)
                                        + " FROM orders"))
                .isEqualTo("orders read id");
        assertThat(shape(shop, "SELECT id FROM orders WHERE qty = 1" + " + 1".repeat(2_000)))
                .isEqualTo("orders where qty = (equal) read id, qty");
        assertThat(
                        shape(
                                shop,
                                "SELECT id FROM orders WHERE qty = 1"
                                        + " OR total = 2".repeat(2_000)))
                .startsWith("orders where or qty = (equal), or total = (equal) read");
        assertThat(
                        shape(
                                shop,
                                "SELECT 1 FROM orders"
                                        + " UNION ALL SELECT 2 FROM orders".repeat(200)))
                .startsWith("orders\norders#1\n");
    }

    @ParameterizedTest
    @MethodSource("majors")
    void deeplyNestedConditionsAreAnalyzed(int major) {
        String open = "qty = 1 AND (total = 2 OR (";
        String sql = open.repeat(700) + "code = 'x'" + "))".repeat(700);
        assertThat(shape(AnalysisFixture.of(major), "SELECT id FROM orders WHERE " + sql))
                .isEqualTo(
                        "orders where qty = (equal), or total = (equal), or qty = (equal), or code"
                                + " = (equal) read id, total, qty, code");
    }

    private static String shape(AnalysisFixture shop, String sql) {
        return switch (shop.analyze(sql)) {
            case Analyzed analyzed -> ShapeText.of(analyzed.tables());
            case Rejected rejected -> "rejected: " + rejected.reason();
        };
    }

    @Test
    void aStatementThatCouldRunCodeIsOnlyRead() throws SQLException {
        AnalysisFixture shop = AnalysisFixture.of(TestServers.NEWEST);
        List<String> before = contents(shop);
        assertThat(
                        shape(
                                shop,
                                "WITH gone AS (DELETE FROM orders RETURNING pg_sleep(100)) SELECT"
                                        + " set_config('statement_timeout', '0', false) FROM gone"))
                .isEqualTo("changes orders");
        assertThat(contents(shop)).isEqualTo(before);
    }

    @Test
    void theAnswerIsTheSameEveryTime() {
        AnalysisFixture shop = AnalysisFixture.of(TestServers.NEWEST);
        assertThat(shop.analyze(FINE)).isEqualTo(shop.analyze(FINE));
    }

    private static List<String> contents(AnalysisFixture shop) throws SQLException {
        try (Connection connection = shop.database().connect();
                ResultSet rows =
                        connection
                                .createStatement()
                                .executeQuery(
                                        "SELECT (SELECT count(*) FROM orders), (SELECT count(*)"
                                                + " FROM pg_class WHERE relpersistence = 'p'),"
                                                + " (SELECT count(*) FROM pg_proc WHERE"
                                                + " pronamespace = 'public'::regnamespace)")) {
            rows.next();
            return List.of(rows.getString(1), rows.getString(2), rows.getString(3));
        }
    }
}
