package org.pgwright.twin.analysis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.pgwright.error.ErrorCode;
import org.pgwright.error.PgwrightException;
import org.pgwright.planner.StatementAnalyzer.Analysis.Analyzed;
import org.pgwright.planner.StatementAnalyzer.Analysis.Rejected;
import org.pgwright.planner.TableReference.Predicate;
import org.pgwright.testing.TestServers;
import org.postgresql.PGConnection;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

final class TreeAnalyzerTest {
    static List<Integer> majors() {
        return TestServers.MAJORS;
    }

    private static Predicate first(AnalysisFixture shop, String condition) {
        String sql = "SELECT 1 FROM customers c, orders o, bookings b WHERE " + condition;
        Analyzed analyzed = (Analyzed) shop.analyze(sql);
        return analyzed.tables().stream()
                .flatMap(reference -> reference.predicates().stream())
                .findFirst()
                .orElseThrow();
    }

    @ParameterizedTest
    @MethodSource("majors")
    void tellsTheOperatorFamiliesThatKnowAnOperator(int major) {
        AnalysisFixture shop = AnalysisFixture.of(major);
        assertThat(first(shop, "o.status = 'x'").operatorFamilies())
                .contains("btree/pg_catalog.text_ops", "hash/pg_catalog.text_ops");
        assertThat(first(shop, "5 > o.qty").operatorFamilies())
                .contains("btree/pg_catalog.integer_ops");
        assertThat(first(shop, "o.shipped_on < now()").operatorFamilies())
                .contains("btree/pg_catalog.datetime_ops");
        assertThat(first(shop, "c.email LIKE 'a%'").operatorFamilies())
                .contains("gin/public.gin_trgm_ops", "gist/public.gist_trgm_ops");
        assertThat(first(shop, "c.profile @> '{}'").operatorFamilies())
                .containsExactly("gin/pg_catalog.jsonb_ops", "gin/pg_catalog.jsonb_path_ops");
        assertThat(first(shop, "b.during && '[2024-01-01,2024-02-01)'").operatorFamilies())
                .contains("gist/pg_catalog.range_ops", "spgist/pg_catalog.range_ops");
        assertThat(first(shop, "o.status <> 'x'").operatorFamilies()).isEmpty();
        assertThat(first(shop, "o.code IS NULL").operatorFamilies()).isEmpty();
    }

    @Test
    void reasonsNameTheTroubleButNoLiteral() {
        AnalysisFixture shop = AnalysisFixture.of(TestServers.NEWEST);
        assertThat(reason(shop, "SELECT secret FROM orders"))
                .isEqualTo("column \"secret\" does not exist");
        assertThat(reason(shop, "SELECT id FROM orders WHERE id = 'top secret'"))
                .isEqualTo("invalid input syntax for type bigint");
        assertThat(reason(shop, "SELECT id FROM orders WHERE placed_at > 'top secret'"))
                .isEqualTo("invalid input syntax for type timestamp with time zone");
        assertThat(reason(shop, "SELECT 1 FROM orders 'top secret'")).isEqualTo("syntax error");
        assertThat(reason(shop, "SELECT 1 FROM orders SELECT"))
                .isEqualTo("syntax error at or near \"SELECT\"");
        assertThat(reason(shop, "CREATE INDEX ON orders (id)"))
                .isEqualTo("CREATE changes the schema or privileges, it has no plan");
    }

    private static String reason(AnalysisFixture shop, String sql) {
        return ((Rejected) shop.analyze(sql)).reason();
    }

    @Test
    void aServerThatIsGoneIsNoAnswerButAFailure() throws SQLException {
        AnalysisFixture shop = AnalysisFixture.of(TestServers.NEWEST);
        Connection connection = shop.connectAsPlanner();
        TreeAnalyzer analyzer = new TreeAnalyzer(connection, shop.catalog());
        int backend = connection.unwrap(PGConnection.class).getBackendPID();
        shop.database().execute("SELECT pg_terminate_backend(" + backend + ", 5000)");
        assertThatThrownBy(() -> analyzer.analyze(AnalysisFixture.statement("SELECT 1", -1)))
                .isInstanceOfSatisfying(
                        PgwrightException.class,
                        failure -> assertThat(failure.code()).isEqualTo(ErrorCode.TWIN_FAILED));
    }

    @Test
    void aRoleThatMayNotCreateTemporaryFunctionsIsRefused() throws SQLException {
        AnalysisFixture shop = AnalysisFixture.of(TestServers.NEWEST);
        Connection connection = shop.connectAsPlanner();
        connection.setReadOnly(true);
        assertThatThrownBy(() -> new TreeAnalyzer(connection, shop.catalog()))
                .isInstanceOf(PgwrightException.class);
    }
}
