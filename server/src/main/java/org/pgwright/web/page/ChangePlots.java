package org.pgwright.web.page;

import org.jspecify.annotations.Nullable;
import org.pgwright.report.Words;
import org.pgwright.repository.figures.QueryTrend;
import org.pgwright.repository.figures.WatchedInstance;
import org.pgwright.repository.proof.ChangeProof;
import org.pgwright.repository.proof.PastChange;
import org.pgwright.repository.proof.ProofFigures;
import org.pgwright.repository.strategy.KnownStrategy;
import org.pgwright.strategy.Prediction;
import org.pgwright.tuning.FiguresOptions;
import org.pgwright.web.figures.KnownFigures;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** How the queries of a change went, before it and after it. */
final class ChangePlots {
    private static final int MOST = 4;
    private static final int SHORT = 60;

    /** As long as it is ago, on its other side; and so much at least. */
    private static final Duration LEAST = Duration.ofMinutes(15);

    private static final Duration LONGEST = Duration.ofDays(30);

    private final KnownFigures figures;

    ChangePlots(KnownFigures figures) {
        this.figures = figures;
    }

    /** The mean time of a call of each query that it was made for, or changed most. */
    List<Plot> of(WatchedInstance instance, KnownStrategy strategy, PastChange change) {
        ChangeProof proof = change.proof();
        List<String> hashes = hashes(strategy, proof);
        Instant at = end(change);
        return figures.trends(options(instance, at, proof), hashes).entrySet().stream()
                .map(one -> plot(title(one.getKey(), proof), one.getValue(), at))
                .filter(plot -> !plot.isEmpty())
                .toList();
    }

    private static List<String> hashes(KnownStrategy strategy, @Nullable ChangeProof proof) {
        List<String> changed =
                proof == null
                        ? List.of()
                        : proof.figures().queries().stream().map(ProofFigures.Query::hash).toList();
        List<String> wanted =
                strategy.prediction().queries().stream().map(Prediction.QueryCost::hash).toList();
        return (changed.isEmpty() ? wanted : changed).stream().limit(MOST).toList();
    }

    private static Instant end(PastChange change) {
        PastChange.End end = change.end();
        return end == null ? change.intendedAt() : end.settledAt();
    }

    private static FiguresOptions options(
            WatchedInstance instance, Instant at, @Nullable ChangeProof proof) {
        String name = instance.instanceId().toString();
        if (proof != null) {
            Instant from = proof.times().beforeFrom();
            Instant until = proof.times().afterUntil();
            return new FiguresOptions(name, Duration.between(from, until), until, null);
        }
        Duration since = Duration.between(at, instance.now());
        Duration side = since.compareTo(LEAST) < 0 ? LEAST : since;
        Duration whole = since.isNegative() ? side : side.plus(since);
        return new FiguresOptions(name, whole.compareTo(LONGEST) > 0 ? LONGEST : whole, null, null);
    }

    private static String title(String hash, @Nullable ChangeProof proof) {
        String text =
                proof == null
                        ? ""
                        : proof.figures().queries().stream()
                                .filter(query -> query.hash().equals(hash))
                                .map(ProofFigures.Query::text)
                                .findFirst()
                                .orElse("");
        return text.isEmpty()
                ? "Mean time of query " + PlanView.shortened(hash)
                : "Mean time of " + Words.abbreviated(Words.oneLine(text), SHORT);
    }

    private static Plot plot(String title, QueryTrend trend, Instant mark) {
        return new Plot(
                title,
                "ms",
                trend.points().stream()
                        .map(
                                point ->
                                        Plot.Point.of(
                                                point.from(),
                                                point.did().meanMillis(),
                                                Words::time))
                        .toList(),
                mark);
    }
}
