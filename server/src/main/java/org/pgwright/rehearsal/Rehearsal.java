package org.pgwright.rehearsal;

import java.util.List;

/**
 * What a rehearsal came to.
 *
 * @param copy where, for people, without password
 * @param statements that ran, those that changed most first
 * @param notRun those that did not, each with its reason
 * @param elsewhere how many statements use no table whose indexes change
 * @param isKept whether the indexes stay
 * @param isStopped whether somebody broke it off
 */
public record Rehearsal(
        String copy,
        List<RehearsedIndex> indexes,
        List<RehearsedStatement> statements,
        List<NotRun> notRun,
        long elsewhere,
        boolean isKept,
        boolean isStopped) {
    public Rehearsal {
        indexes = List.copyOf(indexes);
        statements = List.copyOf(statements);
        notRun = List.copyOf(notRun);
    }

    /** How many statements ended so. */
    public long count(Finding finding) {
        return statements.stream().filter(one -> one.finding() == finding).count();
    }

    /** What all calls of the statements took before, in milliseconds. */
    public double beforeMillis() {
        return statements.stream().mapToDouble(s -> s.calls() * s.before().millis()).sum();
    }

    /** What the same calls take afterwards. */
    public double afterMillis() {
        return statements.stream().mapToDouble(s -> s.calls() * s.after().millis()).sum();
    }

    /** How many statements the changes did harm to. */
    public long harmed() {
        return statements.stream().filter(one -> one.finding().isHarm()).count();
    }

    /** Whether all changes were made, and what was not to stay is gone. */
    public boolean isComplete() {
        return !isStopped
                && indexes.stream()
                        .allMatch(
                                index ->
                                        index.built().isAsWanted()
                                                && index.takenBack().isSettled());
    }

    /** In a sentence, for the audit log: without a name or value of the database. */
    public String summary() {
        return "rehearsed on %s: %d of %d statements faster, %d slower, %d failing, %d not run%s"
                .formatted(
                        copy,
                        count(Finding.FASTER),
                        statements.size(),
                        count(Finding.SLOWER),
                        count(Finding.FAILS),
                        notRun.size(),
                        isStopped ? "; broken off" : "");
    }
}
