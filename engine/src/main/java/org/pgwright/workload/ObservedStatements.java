package org.pgwright.workload;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Makes a workload of what servers have counted: statements distinct by hash and role, and those
 * that cannot be advised on with the reason. What pgwright itself ran is left out by whoever adds.
 */
public final class ObservedStatements {
    /** What our own transactions consist of beside signed queries. */
    private static final Set<String> TRANSACTION_CONTROL =
            Set.of("BEGIN", "SET", "SAVEPOINT", "ROLLBACK", "RELEASE", "COMMIT");

    private static final int LONGEST_TEXT = 1_000_000;
    private static final int SHOWN_LENGTH = 500;

    private final String source;
    private final Map<Key, Statement> statements = new LinkedHashMap<>();
    private final List<Unused> unused = new ArrayList<>();
    private final List<Workload.Skipped> skipped = new ArrayList<>();

    /**
     * @param source of all of them, for people
     */
    public ObservedStatements(String source) {
        this.source = source;
    }

    /**
     * A row of pg_stat_statements.
     *
     * @param text as it shows it
     * @param role null where unknown
     */
    public record Observed(
            String text,
            @Nullable String role,
            @Nullable Long queryId,
            long calls,
            Duration totalTime,
            long rows) {}

    private record Unused(@Nullable String role, String keyword, Workload.Skipped skipped) {}

    private record Key(String hash, @Nullable String role) {}

    /** Adds one, the dearest first. */
    public void add(Observed observed) {
        String shown = observed.text();
        String reason = unusable(shown);
        if (reason != null) {
            // normalised: the server keeps a utility statement's values, passwords among them
            Workload.Skipped other =
                    new Workload.Skipped(shortened(NormalizedText.of(shown)), reason);
            unused.add(new Unused(observed.role(), StatementText.firstKeyword(shown), other));
            return;
        }
        // executions of a prepared statement are shown under the text of its PREPARE
        String text = StatementText.mended(StatementText.plannablePart(shown).orElse(shown));
        String hash = NormalizedText.hash(text);
        Statement statement =
                new Statement(
                        text,
                        hash,
                        observed.queryId(),
                        observed.calls(),
                        observed.totalTime(),
                        isCursor(shown) ? -1 : observed.rows(),
                        observed.role(),
                        source);
        statements.merge(new Key(hash, observed.role()), statement, ObservedStatements::merged);
    }

    /** Adds one that is not known well enough. */
    public void skip(Workload.Skipped one) {
        skipped.add(one);
    }

    /**
     * All that was added.
     *
     * @param wanted by calls and time
     * @param ourRoles those that run pgwright, or did: their transaction control is ours
     */
    public Workload workload(Predicate<Statement> wanted, Set<String> ourRoles) {
        List<Workload.Skipped> others = new ArrayList<>(skipped);
        unused.stream()
                .filter(other -> isOfOthers(other, ourRoles))
                .forEach(other -> others.add(other.skipped()));
        return new Workload(statements.values().stream().filter(wanted).toList(), others);
    }

    private static boolean isOfOthers(Unused other, Set<String> ourRoles) {
        return other.role() == null
                || !ourRoles.contains(other.role())
                || !TRANSACTION_CONTROL.contains(other.keyword());
    }

    /** What a cursor returns is counted under its FETCH. */
    private static boolean isCursor(String shown) {
        return StatementText.firstKeyword(shown).equals("DECLARE");
    }

    /** The text and queryid of the dearer one, which comes first. */
    private static Statement merged(Statement first, Statement other) {
        return new Statement(
                first.text(),
                first.hash(),
                first.queryId(),
                first.calls() + other.calls(),
                first.totalTime().plus(other.totalTime()),
                first.rows() < 0 || other.rows() < 0 ? -1 : first.rows() + other.rows(),
                first.role(),
                first.source());
    }

    private static @Nullable String unusable(String text) {
        if (text.length() > LONGEST_TEXT) {
            return "longer than a million characters";
        }
        if (StatementText.plannablePart(text).isEmpty()) {
            return StatementText.utilityKind(text);
        }
        return StatementText.isSingle(text) ? null : "cut off, or more than one statement";
    }

    private static String shortened(String text) {
        return text.length() <= SHOWN_LENGTH ? text : text.substring(0, SHOWN_LENGTH) + " ...";
    }
}
