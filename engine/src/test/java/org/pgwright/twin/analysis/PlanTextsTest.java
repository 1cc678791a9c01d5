package org.pgwright.twin.analysis;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.pgwright.planner.PlannableStatement;
import org.pgwright.planner.StatementAnalyzer.Analysis.Analyzed;
import org.pgwright.testing.TestServers;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

/** The values that are put for parameters. */
final class PlanTextsTest {
    private static final AnalysisFixture SHOP = AnalysisFixture.of(TestServers.NEWEST);

    static List<Integer> majors() {
        return TestServers.MAJORS;
    }

    private static List<PlannableStatement> texts(String sql, long rows) {
        return texts(SHOP, sql, rows);
    }

    private static List<PlannableStatement> texts(AnalysisFixture shop, String sql, long rows) {
        Analyzed analyzed =
                (Analyzed) shop.analyzer().analyze(AnalysisFixture.statement(sql, rows));
        return analyzed.texts();
    }

    private static String only(String sql, long rows) {
        List<PlannableStatement> texts = texts(sql, rows);
        assertThat(texts).hasSize(1);
        assertThat(texts.getFirst().parameters()).isZero();
        return texts.getFirst().text();
    }

    /** The rows that the planner expects on average of the texts. */
    private static double expectedRows(AnalysisFixture shop, List<PlannableStatement> texts)
            throws SQLException {
        double rows = 0;
        try (Connection connection = shop.database().connect();
                Statement statement = connection.createStatement()) {
            for (PlannableStatement text : texts) {
                try (ResultSet plan = statement.executeQuery("EXPLAIN " + text.text())) {
                    plan.next();
                    String line = plan.getString(1).replaceAll(".* rows=(\\d+) .*", "$1");
                    rows += text.share() * Double.parseDouble(line);
                }
            }
        }
        return rows;
    }

    @Test
    void aTextWithoutParametersStandsForItself() {
        assertThat(texts("SELECT id FROM orders WHERE status = 'open' ; -- all", 5))
                .containsExactly(
                        PlannableStatement.of("SELECT id FROM orders WHERE status = 'open'"));
    }

    @ParameterizedTest
    @MethodSource("majors")
    void equalityValuesAreSoCommonAsTheRowsThatWereSeen(int major) throws SQLException {
        AnalysisFixture shop = AnalysisFixture.of(major);
        for (long rows : List.of(700, 5_000, 17_000)) {
            List<PlannableStatement> texts =
                    texts(shop, "SELECT id FROM orders WHERE status = $1", rows);
            assertThat(expectedRows(shop, texts)).isBetween(rows * 0.7, rows * 1.3);
        }
    }

    @ParameterizedTest
    @MethodSource("majors")
    void rangesAreSoWideAsTheRowsThatWereSeen(int major) throws SQLException {
        AnalysisFixture shop = AnalysisFixture.of(major);
        for (long rows : List.of(20, 500, 8_000)) {
            for (String condition :
                    List.of(
                            "placed_at > $1",
                            "placed_at < $1",
                            "placed_at BETWEEN $1 AND $2",
                            "$1 <= placed_at AND placed_at < $2",
                            "id >= $1 AND id < $2")) {
                String sql = "SELECT total FROM orders WHERE " + condition;
                assertThat(expectedRows(shop, texts(shop, sql, rows)))
                        .as(condition + " with " + rows)
                        .isBetween(rows * 0.6, rows * 1.7);
            }
        }
    }

    @Test
    void anOpenRangeOfWhichNothingIsKnownTakesTheNewestRows() throws SQLException {
        List<PlannableStatement> texts =
                texts("SELECT count(*) FROM orders WHERE placed_at > $1", 1);
        assertThat(texts.getFirst().text())
                .isEqualTo(
                        "SELECT count(*) FROM orders WHERE placed_at > '2024-03-06"
                                + " 23:20:00+00'::timestamp with time zone");
    }

    @Test
    void aPageBeginsAnywhereInItsOrder() {
        assertThat(only("SELECT id FROM orders WHERE id > $1 ORDER BY id LIMIT $2", 50))
                .isEqualTo(
                        "SELECT id FROM orders WHERE id > '10000'::bigint ORDER BY id LIMIT"
                                + " ('50'::bigint)");
    }

    @Test
    void limitsHaveTheRowsThatWereSeenWithinBounds() {
        assertThat(only("SELECT id FROM orders LIMIT $1", 0)).endsWith("LIMIT ('1'::bigint)");
        assertThat(only("SELECT id FROM orders LIMIT $1", 90_000))
                .endsWith("LIMIT ('1000'::bigint)");
        assertThat(only("SELECT id FROM orders FETCH FIRST $1 ROWS ONLY", 7))
                .endsWith("FETCH FIRST ('7'::bigint) ROWS ONLY");
    }

    @Test
    void listsHoldDifferentValues() {
        assertThat(only("SELECT id FROM orders WHERE code IN ($1, $2, $3)", 3))
                .matches(".*IN \\('C\\d+'::\\D+, 'C\\d+'::\\D+, 'C\\d+'::\\D+\\)")
                .doesNotMatch(".*'(C\\d+)'.*'\\1'.*");
    }

    @Test
    void aListTooLongForAFunctionIsReadAllTheSame() {
        StringBuilder sql = new StringBuilder("SELECT id FROM orders WHERE qty = $1 AND id IN (");
        for (int i = 2; i < 300; i++) {
            sql.append(i == 2 ? "$" : ", $").append(i);
        }
        Analyzed analyzed = (Analyzed) SHOP.analyze(sql.append(')').toString());
        assertThat(ShapeText.of(analyzed.tables()))
                .isEqualTo("orders where qty = $1 (equal), id = (in) read id, qty");
        assertThat(analyzed.texts()).allMatch(text -> text.parameters() == 0);
        assertThat(analyzed.texts().getFirst().text()).doesNotContain("$");
    }

    @Test
    void patternsMatchValuesThatExist() {
        assertThat(only("SELECT id FROM customers WHERE email LIKE $1", 10))
                .contains("LIKE 'person%'::text");
        assertThat(only("SELECT id FROM customers WHERE email LIKE '%' || $1 || '%'", 10))
                .matches(".*'%' \\|\\| '[^%']+'::text \\|\\| '%'.*");
    }

    @Test
    void anIntervalBeforeNowReachesAsFarAsTheQuantile() {
        assertThat(only("SELECT count(*) FROM orders WHERE placed_at > now() - interval $1", 1))
                .contains("'300000 seconds'::interval");
    }

    @Test
    void documentsAndArraysAreAskedForWhatTheyHold() {
        assertThat(texts("SELECT id FROM customers WHERE profile @> $1", 500).getFirst().text())
                .contains("'{\"plan\":");
        assertThat(texts("SELECT id FROM customers WHERE tags @> $1", 500).getFirst().text())
                .contains("@> '{\"tag");
        assertThat(texts("SELECT id FROM customers WHERE profile ? $1", 500).getFirst().text())
                .contains("? 'plan'::text");
    }

    @Test
    void storedValuesAreOfTheirColumns() {
        assertThat(
                        only(
                                "INSERT INTO customers (id, mood, token, active) VALUES ($1, $2, $3, $4)",
                                1))
                .matches(
                        ".*'\\d+'::bigint, '(sad|ok|happy)'::mood, '[0-9a-f-]{36}'::uuid, '[tf]'.*");
    }

    @Test
    void quotesAndBackslashesInValuesStayValues() throws SQLException {
        SHOP.database()
                .execute(
                        "CREATE TABLE odd (a text)",
                        "INSERT INTO odd SELECT 'it''s \\ a \"trap\"; --' FROM"
                                + " generate_series(1, 1500)",
                        "ANALYZE odd",
                        "GRANT SELECT ON odd TO analysis_planner");
        try (Connection connection = SHOP.database().connect()) {
            TreeAnalyzer analyzer =
                    new TreeAnalyzer(
                            SHOP.connectAsPlanner(), AnalysisFixture.catalog(18, connection));
            Analyzed analyzed =
                    (Analyzed)
                            analyzer.analyze(
                                    AnalysisFixture.statement(
                                            "SELECT a FROM odd WHERE a = $1", 1500));
            assertThat(analyzed.texts().getFirst().text())
                    .isEqualTo("SELECT a FROM odd WHERE a = E'it''s \\\\ a \"trap\"; --'::text");
        } finally {
            SHOP.database().execute("DROP TABLE odd");
        }
    }

    @ParameterizedTest
    @MethodSource("majors")
    void whatHasNoValueIsPlannedForAnyValue(int major) {
        String sql = "SELECT id FROM bookings WHERE period && $1 AND room = 3";
        assertThat(texts(AnalysisFixture.of(major), sql, -1))
                .containsExactly(PlannableStatement.generic(sql, 1));
    }

    @Test
    void aTypeThatTheServerCannotFindOutIsToldWhereAParameterStays() {
        String sql =
                "SELECT id FROM bookings WHERE period && $1 AND jsonb_build_object($2, id) = $3";
        assertThat(texts(sql, -1).getFirst().text())
                .isEqualTo(
                        "SELECT id FROM bookings WHERE period && $1 AND"
                                + " jsonb_build_object('a'::text, id) = '{}'::jsonb");
    }
}
