package org.pgwright.proof;

import java.util.Locale;

/** What follows from what a change did. */
public sealed interface ProofEnding {
    /** It has proven itself, or nobody can tell: what was done stays. */
    record Keep() implements ProofEnding {}

    /**
     * It did harm: what was done is to be taken back, by itself if the policy allows it.
     *
     * @param reason for people
     */
    record RollBack(String reason) implements ProofEnding {}

    /** It is watched on. */
    record GoOn() implements ProofEnding {}

    /**
     * What follows.
     *
     * @param isFinal whether the time of watching is over, or there is nothing to wait for
     * @param canRollBack whether there is anything to take back
     */
    static ProofEnding of(Judgement judgement, boolean isFinal, boolean canRollBack) {
        if (!isFinal) {
            return new GoOn();
        }
        if (!canRollBack) {
            return new Keep();
        }
        if (judgement.verdict() == Verdict.WORSE) {
            return new RollBack("worse: " + judgement.reason());
        }
        WriteProof writes = judgement.writes();
        Double measured = writes.measuredPercent();
        if (writes.isOverPromise() && measured != null) {
            return new RollBack(
                    String.format(
                            Locale.ROOT,
                            "writes take %+.1f %% time, and %+.1f %% was promised",
                            measured,
                            writes.promisedPercent()));
        }
        return new Keep();
    }
}
