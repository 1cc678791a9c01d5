package org.pgwright.web.page;

import org.pgwright.report.Words;
import org.pgwright.repository.proof.ChangeProof;
import org.pgwright.repository.proof.ProofFigures;

import java.util.List;

/**
 * What a change did to the real workload.
 *
 * @param verdict in a word or two
 * @param beforeMillis the time of the calls that can be compared, before
 * @param afterMillis what the same calls take after it
 * @param queries those whose time changed most
 */
public record EffectView(
        String verdict,
        String reason,
        ChangeProof.Times times,
        double beforeMillis,
        double afterMillis,
        List<Query> queries) {
    private static final int MOST = 10;

    public EffectView {
        queries = List.copyOf(queries);
    }

    /**
     * A query on both sides.
     *
     * @param finding {@code faster}, {@code slower}, {@code same}, or why that cannot be told
     * @param promised the share of the time that was to be left; empty where nothing was promised
     * @param measured the share that is; empty where it cannot be told
     */
    public record Query(
            String hash,
            String text,
            String finding,
            double meanBefore,
            double meanAfter,
            String promised,
            String measured) {}

    static EffectView of(ChangeProof proof) {
        ProofFigures figures = proof.figures();
        return new EffectView(
                proof.verdict().shown() + (proof.isFinal() ? "" : ", so far"),
                proof.reason(),
                proof.times(),
                figures.beforeMillis(),
                figures.afterMillis(),
                figures.queries().stream().limit(MOST).map(EffectView::query).toList());
    }

    private static Query query(ProofFigures.Query one) {
        Double promised = one.promisedRatio();
        Double measured = one.measuredRatio();
        return new Query(
                one.hash(),
                one.text(),
                (one.comparability().equals("comparable") ? one.finding() : one.comparability())
                        .replace('_', ' '),
                one.before().meanMillis(),
                one.after().meanMillis(),
                promised == null ? "" : Words.percent(promised, 1),
                measured == null ? "" : Words.percent(measured, 1));
    }
}
