package org.pgwright.web.page;

import org.pgwright.report.HistoryReport;
import org.pgwright.report.Words;
import org.pgwright.repository.proof.ChangeProof;
import org.pgwright.repository.proof.PastChange;

import java.time.Instant;
import java.util.Locale;

/**
 * A change that was made, as a list shows it.
 *
 * @param strategy its id
 * @param verdict on what it did; empty where nobody can tell yet
 * @param effect by how much more time the same calls take; empty where that is not known
 */
public record PastChangeView(
        String strategy,
        Instant at,
        String who,
        String database,
        String what,
        String outcome,
        String verdict,
        String effect) {
    static PastChangeView of(PastChange change) {
        PastChange.End end = change.end();
        ChangeProof proof = change.proof();
        Double percent = HistoryReport.effectPercent(proof);
        return new PastChangeView(
                change.strategyId().toString(),
                change.intendedAt(),
                Words.oneLine(change.who()),
                Words.oneLine(change.place().database()),
                "%s%s %s on %s"
                        .formatted(
                                change.isRollback() ? "rollback: " : "",
                                change.action().label(),
                                Words.oneLine(change.place().shown()),
                                Words.oneLine(change.place().table().shown())),
                end == null ? "at work" : end.outcome(),
                proof == null ? "" : proof.verdict().shown() + (proof.isFinal() ? "" : ", so far"),
                percent == null ? "" : String.format(Locale.ROOT, "%+.1f %%", percent));
    }
}
