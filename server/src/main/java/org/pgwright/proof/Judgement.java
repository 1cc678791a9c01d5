package org.pgwright.proof;

import org.jspecify.annotations.Nullable;

import java.util.List;

/**
 * What a change did.
 *
 * @param reason a sentence, for people
 * @param isClear whether it is worse by so much, and so certainly, that there is nothing to wait
 *     for
 * @param beforeMillis the time of the statements that can be compared, before
 * @param afterMillis what the same calls would have taken with the means of after
 * @param others how the time of a call of statements that have nothing to do with the table changed
 *     in the middle, as a share; null if there are too few
 * @param statements that the change may matter to, those first whose time changed most
 */
public record Judgement(
        Verdict verdict,
        String reason,
        boolean isClear,
        double beforeMillis,
        double afterMillis,
        @Nullable Double others,
        WriteProof writes,
        List<StatementProof> statements) {
    public Judgement {
        statements = List.copyOf(statements);
    }
}
