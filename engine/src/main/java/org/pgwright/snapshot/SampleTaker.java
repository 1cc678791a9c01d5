package org.pgwright.snapshot;

import org.pgwright.catalog.CatalogLookup;
import org.pgwright.catalog.ColumnStatistics;
import org.pgwright.catalog.Identifier;
import org.pgwright.catalog.KeySample;
import org.pgwright.catalog.PairSample;
import org.pgwright.catalog.QualifiedName;
import org.pgwright.catalog.Samples;
import org.pgwright.catalog.Table;
import org.pgwright.error.ErrorCode;
import org.pgwright.error.PgwrightException;
import org.pgwright.planner.Progress;
import org.pgwright.postgres.Attempt;
import org.pgwright.postgres.Deadlines;
import org.pgwright.postgres.ReadTransaction;
import org.pgwright.postgres.ServerFailure;
import org.pgwright.postgres.TargetReader;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Adds to a snapshot what a sample of rows tells of expressions that the workload asks for, of the
 * keys of GIN indexes that it could use, and of how columns hang together that it asks for
 * together, in one transaction that can only read.
 *
 * <p>It never runs code that is not PostgreSQL's own, and reads no table that the role may not read
 * whole. What takes too long or fails becomes a gap: advice is possible without it.
 */
public final class SampleTaker {
    private static final String PHASE = "Sampling rows";

    /** As many rows as ANALYZE looks at with the usual statistics target of 100. */
    private static final int ROWS = 30_000;

    /** Where that takes too long: large documents, slow storage. */
    private static final int FEW_ROWS = 2_000;

    private static final String NO_TIME = "there was no time left for it";

    private static final int USUAL_TARGET = 100;
    private static final int MOST_TARGET = 1_000;

    private final Snapshot snapshot;
    private final CatalogLookup lookup;
    private final ReadTransaction transaction;
    private final ExpressionSampler sampler;
    private final KeySampler keySampler;
    private final PairSampler pairSampler;
    private final Gaps gaps = new Gaps();

    private SampleTaker(Snapshot snapshot, ReadTransaction transaction) {
        this.snapshot = snapshot;
        this.lookup = new CatalogLookup(snapshot.catalog());
        this.transaction = transaction;
        this.sampler = new ExpressionSampler(transaction, snapshot.hasValues(), target(snapshot));
        this.keySampler = new KeySampler(transaction);
        this.pairSampler = new PairSampler(transaction);
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
        List<ColumnStatistics> statistics = new ArrayList<>();
        List<KeySample> keySamples = new ArrayList<>();
        List<PairSample> pairs = new ArrayList<>();
        List<Consumer<Boolean>> looks = new ArrayList<>();
        wanted.expressions().stream()
                .filter(of -> readable.contains(of.table()))
                .forEach(of -> looks.add(late -> sample(of, late, statistics)));
        wanted.keys().stream()
                .filter(of -> readable.contains(of.table()))
                .forEach(of -> looks.add(late -> sample(of, late, keySamples)));
        wanted.pairs().stream()
                .filter(of -> readable.contains(of.table()))
                .forEach(of -> looks.add(late -> sample(of, late, pairs)));
        long end = System.nanoTime() + Deadlines.ALL_SAMPLES.duration().toNanos();
        for (int i = 0; i < looks.size(); i++) {
            progress.step(PHASE, i, looks.size());
            looks.get(i).accept(System.nanoTime() - end > 0);
        }
        progress.step(PHASE, looks.size(), looks.size());
        statistics.sort(
                Comparator.comparing(ColumnStatistics::relation)
                        .thenComparing(ColumnStatistics::column));
        keySamples.sort(
                Comparator.comparing(KeySample::table)
                        .thenComparing(KeySample::column)
                        .thenComparing(KeySample::operatorClass));
        pairs.sort(
                Comparator.comparing(PairSample::table)
                        .thenComparing(PairSample::first)
                        .thenComparing(PairSample::second));
        return snapshot.with(new Samples(statistics, keySamples, pairs), gaps.all());
    }

    private Set<QualifiedName> readable(WantedSamples wanted) {
        Set<QualifiedName> tables = wanted.tables();
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

    private void sample(
            WantedSamples.OfExpression wanted, boolean late, List<ColumnStatistics> into) {
        if (late) {
            missed(wanted, NO_TIME);
            return;
        }
        switch (attempt(wanted.table(), of -> sampler.statistics(of, wanted.expression()))) {
            case Attempt.Done<ColumnStatistics>(ColumnStatistics found) -> into.add(found);
            case Attempt.Failed<ColumnStatistics>(PgwrightException failure) ->
                    failed(wanted, failure);
        }
    }

    private void sample(WantedSamples.OfKeys wanted, boolean late, List<KeySample> into) {
        if (late) {
            missed(wanted, NO_TIME);
            return;
        }
        switch (attempt(wanted.table(), of -> keySampler.sample(of, wanted))) {
            case Attempt.Done<KeySample>(KeySample found) -> into.add(found);
            case Attempt.Failed<KeySample>(PgwrightException failure) ->
                    missed(wanted, String.valueOf(failure.getMessage()));
        }
    }

    private void sample(WantedSamples.OfPair wanted, boolean late, List<PairSample> into) {
        if (late) {
            missed(wanted, NO_TIME);
            return;
        }
        switch (attempt(wanted.table(), of -> pairSampler.sample(of, wanted))) {
            case Attempt.Done<PairSample>(PairSample found) -> into.add(found);
            case Attempt.Failed<PairSample>(PgwrightException failure) ->
                    missed(wanted, String.valueOf(failure.getMessage()));
        }
    }

    /** Where it takes too long, of fewer rows. */
    private <T> Attempt<T> attempt(QualifiedName name, Function<SampledTable, T> sampled) {
        Table table = lookup.table(name).orElseThrow();
        Attempt<T> attempt = attempt(table, ROWS, sampled);
        return attempt instanceof Attempt.Failed<T>(PgwrightException slow)
                        && slow.code() == ErrorCode.DEADLINE_EXCEEDED
                ? attempt(table, FEW_ROWS, sampled)
                : attempt;
    }

    private <T> Attempt<T> attempt(Table table, int rows, Function<SampledTable, T> sampled) {
        SampledTable part =
                SampledTable.of(table.name(), lookup.ownRowsOf(table), table.size().pages(), rows);
        return transaction.attempt(() -> sampled.apply(part));
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

    private void missed(WantedSamples.OfPair wanted, String reason) {
        gaps.add(
                wanted.table().shown(),
                "whether %s and %s hang together is not known, as they could not be sampled (%s)"
                        .formatted(
                                Identifier.shown(wanted.first()),
                                Identifier.shown(wanted.second()),
                                reason),
                "run it again when the server is less busy");
    }

    private void missed(WantedSamples.OfKeys wanted, String reason) {
        gaps.add(
                wanted.table().shown(),
                "how large a GIN index on %s is was guessed, as it could not be sampled (%s)"
                        .formatted(wanted.column(), reason),
                "run it again when the server is less busy");
    }
}
