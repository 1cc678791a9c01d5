package org.pgwright.snapshot;

import org.pgwright.catalog.CatalogLookup;
import org.pgwright.catalog.ColumnStatistics;
import org.pgwright.catalog.QualifiedName;
import org.pgwright.catalog.Samples;
import org.pgwright.catalog.Table;
import org.pgwright.error.ErrorCode;
import org.pgwright.error.PgwrightException;
import org.pgwright.planner.Progress;
import org.pgwright.planner.TableReference.Expression;
import org.pgwright.postgres.Attempt;
import org.pgwright.postgres.Deadlines;
import org.pgwright.postgres.ReadTransaction;
import org.pgwright.postgres.ServerFailure;
import org.pgwright.postgres.TargetReader;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Adds to a snapshot what a sample of rows tells of expressions that the workload asks for, in one
 * transaction that can only read.
 *
 * <p>It never runs code that is not PostgreSQL's own, and reads no table that the role may not read
 * whole. What takes too long or fails becomes a gap: advice is possible without it.
 */
public final class SampleTaker {
    private static final String PHASE = "Sampling expressions";

    /** As many rows as ANALYZE looks at with the usual statistics target of 100. */
    private static final int ROWS = 30_000;

    /** Where that takes too long: large documents, slow storage. */
    private static final int FEW_ROWS = 2_000;

    private static final int USUAL_TARGET = 100;
    private static final int MOST_TARGET = 1_000;

    private final Snapshot snapshot;
    private final CatalogLookup lookup;
    private final ReadTransaction transaction;
    private final ExpressionSampler sampler;
    private final Gaps gaps = new Gaps();

    private SampleTaker(Snapshot snapshot, ReadTransaction transaction) {
        this.snapshot = snapshot;
        this.lookup = new CatalogLookup(snapshot.catalog());
        this.transaction = transaction;
        this.sampler = new ExpressionSampler(transaction, snapshot.hasValues(), target(snapshot));
    }

    private static int target(Snapshot snapshot) {
        String setting =
                snapshot.catalog()
                        .server()
                        .settings()
                        .getOrDefault("default_statistics_target", "");
        return setting.matches("\\d{1,5}")
                ? Math.clamp(Integer.parseInt(setting), 1, MOST_TARGET)
                : USUAL_TARGET;
    }

    /**
     * The snapshot with the samples that are wanted.
     *
     * @throws PgwrightException where the server cannot be read at all
     */
    public static Snapshot take(
            TargetReader reader, Snapshot snapshot, WantedSamples wanted, Progress progress) {
        try (ReadTransaction transaction = reader.begin()) {
            return new SampleTaker(snapshot, transaction).take(wanted, progress);
        }
    }

    private Snapshot take(WantedSamples wanted, Progress progress) {
        transaction.each("snapshot.sampling_session", Deadlines.CATALOG, row -> {});
        Set<QualifiedName> readable = readable(wanted);
        List<WantedSamples.OfExpression> expressions =
                wanted.expressions().stream()
                        .filter(expression -> readable.contains(expression.table()))
                        .toList();
        long end = System.nanoTime() + Deadlines.ALL_SAMPLES.duration().toNanos();
        List<ColumnStatistics> statistics = new ArrayList<>();
        for (int i = 0; i < expressions.size(); i++) {
            progress.step(PHASE, i, expressions.size());
            if (System.nanoTime() - end > 0) {
                missed(expressions.get(i), "there was no time left for it");
            } else {
                sample(expressions.get(i), statistics);
            }
        }
        progress.step(PHASE, expressions.size(), expressions.size());
        statistics.sort(
                Comparator.comparing(ColumnStatistics::relation)
                        .thenComparing(ColumnStatistics::column));
        return snapshot.with(new Samples(statistics, List.of()), gaps.all());
    }

    private Set<QualifiedName> readable(WantedSamples wanted) {
        List<QualifiedName> tables =
                wanted.expressions().stream()
                        .map(WantedSamples.OfExpression::table)
                        .distinct()
                        .toList();
        return transaction
                .rows(
                        "snapshot.sampled_tables",
                        Deadlines.CATALOG,
                        row -> Names.of(row, "schema", "name"),
                        transaction.array(tables.stream().map(QualifiedName::schema).toList()),
                        transaction.array(tables.stream().map(QualifiedName::name).toList()))
                .stream()
                .collect(Collectors.toSet());
    }

    private void sample(WantedSamples.OfExpression wanted, List<ColumnStatistics> into) {
        Table table = lookup.table(wanted.table()).orElseThrow();
        Attempt<ColumnStatistics> attempt = attempt(table, wanted.expression(), ROWS);
        if (attempt instanceof Attempt.Failed<ColumnStatistics>(PgwrightException slow)
                && slow.code() == ErrorCode.DEADLINE_EXCEEDED) {
            attempt = attempt(table, wanted.expression(), FEW_ROWS);
        }
        switch (attempt) {
            case Attempt.Done<ColumnStatistics>(ColumnStatistics found) -> into.add(found);
            case Attempt.Failed<ColumnStatistics>(PgwrightException failure) ->
                    failed(wanted, failure);
        }
    }

    private Attempt<ColumnStatistics> attempt(Table table, Expression expression, int rows) {
        SampledTable sampled =
                SampledTable.of(table.name(), lookup.ownRowsOf(table), table.size().pages(), rows);
        return transaction.attempt(() -> sampler.statistics(sampled, expression));
    }

    private void failed(WantedSamples.OfExpression wanted, PgwrightException failure) {
        if (ServerFailure.isOfData(failure)) {
            gaps.add(
                    wanted.table().shown(),
                    "the expression %s fails on some of its rows: an index on it cannot be built"
                            .formatted(wanted.expression().sql()),
                    "mend the rows that it fails on, or index only the others");
        } else {
            missed(wanted, String.valueOf(failure.getMessage()));
        }
    }

    private void missed(WantedSamples.OfExpression wanted, String reason) {
        gaps.add(
                wanted.table().shown(),
                "how selective %s is was guessed, as it could not be sampled (%s)"
                        .formatted(wanted.expression().sql(), reason),
                "run it again when the server is less busy");
    }
}
