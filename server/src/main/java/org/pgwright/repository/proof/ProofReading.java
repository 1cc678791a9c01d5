package org.pgwright.repository.proof;

import org.jspecify.annotations.Nullable;
import org.pgwright.proof.Demands;
import org.pgwright.proof.Judge;
import org.pgwright.proof.Judgement;
import org.pgwright.proof.Side;
import org.pgwright.proof.StatementProof;
import org.pgwright.proof.Verdict;
import org.pgwright.proof.Windows;
import org.pgwright.proof.WriteProof;
import org.pgwright.repository.strategy.KnownStrategy;
import org.pgwright.strategy.ChangedObject;
import org.pgwright.strategy.Prediction;
import org.springframework.jdbc.core.simple.JdbcClient;

import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;

/** Judges changes from what was collected. */
public final class ProofReading {
    private static final int MOST_QUERIES = 50;
    private static final int MOST_PLANS = 20;
    private static final int TEXT = 300;
    private static final double PERCENT = 100;

    /** An hour, as chance has many chances in the first minutes. */
    private static final Duration SOONEST = Duration.ofHours(1);

    private static final String LAST =
            """
            SELECT max(taken_at) FROM counter_look
             WHERE instance_id = :instance AND kind = 'statement'
            HAVING count(*) > 0
            """;

    private static final String FIRST =
            """
            SELECT min(first) FROM (
                SELECT min(interval_start) AS first FROM statement_sample
                 WHERE instance_id = :instance
                   AND taken_at <= (SELECT min(taken_at) FROM statement_sample
                                     WHERE instance_id = :instance)
                 UNION ALL
                SELECT min(hour) FROM statement_hour WHERE instance_id = :instance) f
            HAVING min(first) IS NOT NULL
            """;

    private final Judge judge = new Judge(Demands.DEFAULT);

    /**
     * A change that was judged.
     *
     * @param proof as it is to be kept
     */
    public record Judged(Judgement judgement, ChangeProof proof) {}

    /**
     * Judges a change by what is known now. Only reads.
     *
     * @return empty if nothing was collected since it was done
     */
    public Optional<Judged> judge(JdbcClient jdbc, ProvenChange change, Instant now) {
        UUID instance = change.strategy().scope().instanceId();
        Optional<Instant> last = time(jdbc, LAST, instance);
        Optional<Instant> first = time(jdbc, FIRST, instance);
        if (last.isEmpty() || first.isEmpty() || !last.get().isAfter(change.settled())) {
            return Optional.empty();
        }
        Instant end = change.settled().plus(change.watch());
        boolean isOver = !last.get().isBefore(end);
        Windows windows =
                Windows.of(
                        change.began(), change.settled(), isOver ? end : last.get(), first.get());
        ProofWorkload workload = ProofWorkload.read(jdbc, change.strategy(), windows);
        Judgement judgement =
                judge.judge(workload.figures(), windows, change.strategy().prediction());
        boolean isClear = judgement.isClear() && windows.watched().compareTo(SOONEST) >= 0;
        boolean isFinal = isOver || isClear;
        ProofFigures figures = figures(jdbc, change.strategy(), windows, workload, judgement);
        ChangeProof proof =
                new ChangeProof(
                        change.id(),
                        now,
                        new ChangeProof.Times(
                                windows.beforeFrom(),
                                windows.beforeUntil(),
                                windows.afterFrom(),
                                windows.afterUntil()),
                        judgement.verdict(),
                        reason(judgement, figures),
                        figures,
                        isFinal);
        return Optional.of(new Judged(judgement, proof));
    }

    private static Optional<Instant> time(JdbcClient jdbc, String sql, UUID instance) {
        return jdbc.sql(sql)
                .param("instance", instance)
                .query(OffsetDateTime.class)
                .optional()
                .map(OffsetDateTime::toInstant);
    }

    private static String reason(Judgement judgement, ProofFigures figures) {
        StringBuilder reason = new StringBuilder(judgement.reason());
        ProofFigures.Index index = figures.index();
        Long scans = index == null ? null : index.scans();
        if (index != null && index.exists() && scans != null && scans == 0) {
            reason.append("; nothing has used the index yet");
        }
        if (judgement.writes().isOverPromise()) {
            reason.append("; writes pay more than was promised");
        }
        if (!figures.together().isEmpty() && judgement.verdict() != Verdict.NOT_ENOUGH_DATA) {
            reason.append(
                    "; other indexes or statistics of the table were changed in that time,"
                            + " too");
        }
        return reason.toString();
    }

    private static ProofFigures figures(
            JdbcClient jdbc,
            KnownStrategy strategy,
            Windows windows,
            ProofWorkload workload,
            Judgement judgement) {
        List<StatementProof> shown = judgement.statements().stream().limit(MOST_QUERIES).toList();
        ProofPercentiles percentiles =
                ProofPercentiles.read(
                        jdbc,
                        strategy.scope().instanceId(),
                        windows,
                        shown.stream()
                                .map(StatementProof::hash)
                                .filter(hash -> !workload.elsewhere().contains(hash))
                                .toList());
        ProofPlans plans =
                ProofPlans.read(
                        jdbc,
                        strategy.scope().instanceId(),
                        windows,
                        shown.stream().limit(MOST_PLANS).map(StatementProof::hash).toList());
        TableChange table = new TableChange(jdbc, strategy, windows);
        return new ProofFigures(
                windows.interval().toSeconds(),
                judgement.beforeMillis(),
                judgement.afterMillis(),
                judgement.others(),
                writes(judgement.writes(), table),
                strategy.object() == ChangedObject.INDEX ? table.index() : null,
                table.together(),
                queries(shown, workload, percentiles, plans, strategy.prediction()),
                judgement.statements().size() - shown.size());
    }

    private static ProofFigures.Writes writes(WriteProof writes, TableChange table) {
        return new ProofFigures.Writes(
                writes.promisedPercent(),
                writes.measuredPercent(),
                writes.isOverPromise(),
                table.hotPercentBefore(),
                table.hotPercentAfter(),
                writes.walBytesBefore(),
                writes.walBytesAfter());
    }

    private static List<ProofFigures.Query> queries(
            List<StatementProof> statements,
            ProofWorkload workload,
            ProofPercentiles percentiles,
            ProofPlans plans,
            Prediction promised) {
        List<ProofFigures.Query> queries = new ArrayList<>();
        for (StatementProof one : statements) {
            String text = workload.texts().getOrDefault(one.hash(), "");
            queries.add(
                    new ProofFigures.Query(
                            one.hash(),
                            text.length() <= TEXT ? text : text.substring(0, TEXT),
                            label(one.bearing()),
                            one.isPredicted(),
                            promisedRatio(promised, one.hash()),
                            one.ratio(),
                            label(one.comparability()),
                            label(one.finding()),
                            one.likelihood(),
                            one.isVolumeChanged(),
                            one.effectMillis(),
                            times(one.before(), percentiles.before(one.hash())),
                            times(one.after(), percentiles.after(one.hash())),
                            plans.before(one.hash()),
                            plans.after(one.hash())));
        }
        return queries;
    }

    private static String label(Enum<?> word) {
        return word.name().toLowerCase(Locale.ROOT);
    }

    /** Of all plans of the statement, as it may have been planned with several values. */
    private static @Nullable Double promisedRatio(Prediction promised, String hash) {
        double before = 0;
        double after = 0;
        for (Prediction.QueryCost query : promised.queries()) {
            if (query.hash().equals(hash)) {
                before += query.calls() * query.costBefore();
                after += query.calls() * query.costAfter();
            }
        }
        return before > 0 ? after / before : null;
    }

    private static ProofFigures.Times times(Side side, ProofPercentiles.Known known) {
        Double hit = side.cacheHit();
        return new ProofFigures.Times(
                side.calls(),
                side.totalMillis(),
                side.meanMillis(),
                known.p50(),
                known.p95(),
                known.p99(),
                known.longest(),
                known.slowCalls(),
                known.isEstimated(),
                side.rowsPerCall(),
                hit == null ? null : PERCENT * hit,
                side.walBytesPerCall(),
                side.ioMillis());
    }
}
