package org.pgwright.snapshot;

import org.jspecify.annotations.Nullable;
import org.pgwright.catalog.ColumnStatistics;
import org.pgwright.planner.TableReference.Expression;
import org.pgwright.postgres.Deadlines;
import org.pgwright.postgres.Query;
import org.pgwright.postgres.ReadTransaction;
import org.pgwright.postgres.Row;

import java.sql.SQLException;
import java.util.List;
import java.util.Map;

/**
 * Has the server compute what ANALYZE would record of an expression. No row leaves the server: only
 * the figures do, and where values are wanted, the common ones and the bounds of the histogram.
 */
final class ExpressionSampler {
    private final ReadTransaction transaction;
    private final boolean withValues;
    private final int target;

    /**
     * @param target the server's {@code default_statistics_target}
     */
    ExpressionSampler(ReadTransaction transaction, boolean withValues, int target) {
        this.transaction = transaction;
        this.withValues = withValues;
        this.target = target;
    }

    ColumnStatistics statistics(SampledTable table, Expression expression) {
        SampleFigures figures = figures(table, expression);
        double rows = Math.max(table.rows(), figures.sampled());
        int common = figures.commonValues(rows, target);
        int bounds = figures.histogramBounds(common, target);
        // Arrays of arrays are something else than lists of values.
        boolean readable = withValues && !expression.type().endsWith("[]") && common + bounds > 0;
        Values values = readable ? values(table, expression, common, bounds) : Values.NONE;
        return new ColumnStatistics(
                table.name(),
                expression.sql(),
                false,
                figures.nullFraction(),
                (int) Math.round(figures.averageWidth()),
                figures.distinct(rows),
                values.common(),
                values.common() == null ? null : frequencies(figures, common),
                values.bounds(),
                figures.correlation(),
                null,
                null,
                null,
                null,
                null,
                null);
    }

    private static List<Double> frequencies(SampleFigures figures, int common) {
        return figures.commonCounts().stream()
                .limit(common)
                .map(count -> count / figures.sampled())
                .toList();
    }

    private SampleFigures figures(SampledTable table, Expression expression) {
        List<SampleFigures> figures =
                transaction.rows(
                        query("snapshot.expression_counts", table, expression),
                        Deadlines.SAMPLE,
                        ExpressionSampler::figures,
                        table.pagePercent(),
                        table.rowShare(),
                        target);
        return figures.getFirst();
    }

    private static SampleFigures figures(Row row) throws SQLException {
        List<Double> common = row.realsOrNull("most_common_counts");
        Double width = row.realOrNull("average_width");
        return new SampleFigures(
                row.number("sampled"),
                row.number("present"),
                row.number("usable"),
                width == null ? 0 : width,
                row.number("distinct_values"),
                row.number("repeated_values"),
                common == null ? List.of() : common,
                row.realOrNull("correlation"));
    }

    private record Values(@Nullable String common, @Nullable String bounds) {
        static final Values NONE = new Values(null, null);
    }

    private Values values(SampledTable table, Expression expression, int common, int bounds) {
        List<Values> values =
                transaction.rows(
                        query("snapshot.expression_values", table, expression),
                        Deadlines.SAMPLE,
                        row ->
                                new Values(
                                        row.textOrNull("most_common_values"),
                                        row.textOrNull("histogram_bounds")),
                        table.pagePercent(),
                        table.rowShare(),
                        common,
                        bounds);
        return values.getFirst();
    }

    private Query query(String name, SampledTable table, Expression expression) {
        return Query.named(name, transaction.major())
                .withNamesAndExpression(
                        Map.of("schema", table.name().schema(), "table", table.name().name()),
                        expression.sql());
    }
}
