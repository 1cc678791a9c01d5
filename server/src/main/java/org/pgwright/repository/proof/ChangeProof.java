package org.pgwright.repository.proof;

import org.pgwright.proof.Verdict;

import java.time.Instant;
import java.util.UUID;

/**
 * What a change did to the real workload, as it is kept.
 *
 * @param reason a sentence, for people
 * @param isFinal whether the time of watching is over
 */
public record ChangeProof(
        UUID changeId,
        Instant judgedAt,
        Times times,
        Verdict verdict,
        String reason,
        ProofFigures figures,
        boolean isFinal) {
    /** The times that were compared. */
    public record Times(
            Instant beforeFrom, Instant beforeUntil, Instant afterFrom, Instant afterUntil) {}
}
