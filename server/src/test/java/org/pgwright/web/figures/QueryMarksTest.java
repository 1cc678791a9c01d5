package org.pgwright.web.figures;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.pgwright.report.QueriesReport;
import org.pgwright.report.Span;
import org.pgwright.repository.figures.QueryFigures;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;

final class QueryMarksTest {
    private static final Instant NOON = Instant.parse("2026-01-31T12:00:00Z");

    private static QueryFigures query(String hash, long calls, double totalMillis) {
        return new QueryFigures(
                hash,
                "SELECT $1",
                false,
                List.of("shop"),
                List.of("app"),
                calls,
                0,
                totalMillis,
                0,
                null,
                null,
                new QueryFigures.Blocks(0, 0, 0, 0, 0),
                0,
                false);
    }

    private static QueriesReport report(QueryFigures... queries) {
        return new QueriesReport(
                new Span("shop", NOON.minusSeconds(60), NOON),
                List.of(queries),
                Map.of(),
                List.of(),
                queries.length,
                1);
    }

    @Test
    void marksWhatTakesClearlyLongerThanBefore() {
        QueryMarks marks =
                QueryMarks.of(
                        report(query("aa", 10, 300), query("bb", 10, 140), query("cc", 9, 900)),
                        report(query("aa", 20, 200), query("bb", 10, 100), query("cc", 9, 9)),
                        Set.of("dd"));

        assertThat(marks.slower()).containsExactly(Map.entry("aa", 10.0));
        assertThat(marks.isWorse("aa")).isTrue();
        assertThat(marks.isWorse("bb")).isFalse();
        assertThat(marks.fresh()).containsExactly("dd");
    }

    @Test
    void marksNothingThatNobodyNotices() {
        QueryMarks marks =
                QueryMarks.of(
                        report(query("aa", 100, 90), query("bb", 10, 100)),
                        report(query("aa", 100, 9)),
                        Set.of());

        assertThat(marks.slower()).isEmpty();
    }
}
