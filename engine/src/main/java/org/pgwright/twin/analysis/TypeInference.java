package org.pgwright.twin.analysis;

import org.jspecify.annotations.Nullable;

import java.sql.SQLException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Brings a draft to a form that the server takes, and learns its parameters' types.
 *
 * <p>The server is asked; where it refuses, what it says decides on the next form, within a bounded
 * number of questions. The statement's meaning is never changed but for the constants that
 * normalisation has already lost.
 */
final class TypeInference {
    private static final int MAX_QUESTIONS = 600;

    /** Long statements are asked about less often: so many characters in all. */
    private static final int MAX_CHARACTERS = 5_000_000;

    private final TwinSession session;
    private int questions;

    TypeInference(TwinSession session) {
        this.session = session;
    }

    /**
     * A statement that the server takes.
     *
     * @param types oids, by the order of the parameters sent
     */
    record Typed(Draft draft, List<Long> types) {
        Typed {
            types = List.copyOf(types);
        }
    }

    /** The answer to one question: types, or a refusal. */
    private record Answer(Draft draft, List<Long> types, @Nullable Refusal refusal) {}

    Typed infer(Draft first) throws SQLException {
        questions = 0;
        if (first.sql().indexOf('$') < 0) {
            return new Typed(first, List.of());
        }
        Answer answer = ask(Rewriting.prepare(first));
        @Nullable Refusal original = answer.refusal();
        Set<Refusal> seen = new LinkedHashSet<>();
        while (answer.refusal() != null) {
            @Nullable Answer next = seen.add(answer.refusal()) ? mend(answer) : null;
            if (next == null) {
                throw new RejectedStatement(
                        (original == null ? answer.refusal() : original).reason());
            }
            answer = next;
        }
        return new Typed(answer.draft(), answer.types());
    }

    private Answer ask(Draft draft) throws SQLException {
        String sent = draft.sent();
        try {
            return new Answer(draft, session.types(sent, draft.sentTypes()), null);
        } catch (SQLException failure) {
            if (ServerLoss.isLoss(failure)) {
                throw failure;
            }
            return new Answer(draft, List.of(), Refusal.of(failure, sent));
        }
    }

    private @Nullable Answer mend(Answer refused) throws SQLException {
        Refusal refusal = refused.refusal();
        if (refusal == null) {
            return refused;
        }
        Draft draft = refused.draft();
        return switch (refusal.state()) {
            case Refusal.SYNTAX_ERROR ->
                    refusal.token() < 1
                            ? null
                            : askIf(Rewriting.typedLiteral(draft, refusal.token()));
            case Refusal.GROUPING_ERROR, Refusal.INVALID_COLUMN_REFERENCE ->
                    askIf(Rewriting.unified(draft));
            case Refusal.UNDETERMINED_TYPE, Refusal.AMBIGUOUS_PARAMETER ->
                    undetermined(draft, refusal);
            // Ambiguous or unknown function or operator, types that do not go together.
            case "42725", "42883", "42804", "42846" -> ambiguous(draft, refusal);
            default -> null;
        };
    }

    private @Nullable Answer askIf(@Nullable Draft draft) throws SQLException {
        return draft == null ? null : ask(draft);
    }

    /** The server names the parameter that it cannot find a type for, or finds several for. */
    private @Nullable Answer undetermined(Draft draft, Refusal refusal) throws SQLException {
        Set<Set<Integer>> tried = new LinkedHashSet<>();
        named(draft, refusal).ifPresent(number -> tried.add(Set.of(number)));
        return guess(draft, refusal, tried, TypeGuesses.COMPARED_TYPES);
    }

    private static Optional<Integer> named(Draft draft, Refusal refusal) {
        List<Integer> numbers = draft.numbers();
        int sent = refusal.parameter();
        return sent < 1 || sent > numbers.size()
                ? Optional.empty()
                : Optional.of(numbers.get(sent - 1));
    }

    private @Nullable Answer ambiguous(Draft draft, Refusal refusal) throws SQLException {
        Set<Set<Integer>> tried = new LinkedHashSet<>();
        if (refusal.token() >= 0) {
            tried.addAll(new TypeGuesses(draft.tokens()).around(refusal.token()));
        }
        draft.numbers().forEach(number -> tried.add(Set.of(number)));
        return guess(draft, refusal, tried, TypeGuesses.TYPES);
    }

    /** Tries types for sets of parameters; takes what satisfies the server, or else helps first. */
    private @Nullable Answer guess(
            Draft draft, Refusal refusal, Set<Set<Integer>> tried, List<String> types)
            throws SQLException {
        for (Set<Integer> numbers : tried) {
            if (draft.declared().keySet().containsAll(numbers)) {
                continue;
            }
            @Nullable Answer progress = null;
            for (String type : types) {
                if (questions++ > limit(draft)) {
                    return null;
                }
                Answer answer = ask(draft.declaring(numbers, type));
                if (answer.refusal() == null) {
                    return answer;
                }
                if (progress == null && isProgress(refusal, answer.refusal(), draft, numbers)) {
                    progress = answer;
                }
            }
            if (progress != null) {
                return progress;
            }
        }
        return null;
    }

    private static int limit(Draft draft) {
        return Math.min(MAX_QUESTIONS, MAX_CHARACTERS / (draft.sql().length() + 1));
    }

    /** Whether the server now complains of something that the parameters have no part in. */
    private static boolean isProgress(
            Refusal before, Refusal after, Draft draft, Set<Integer> numbers) {
        Optional<Integer> named = named(draft, after);
        if (named.isPresent()) {
            return !numbers.contains(named.get());
        }
        return after.token() >= 0
                && after.token() != before.token()
                && !new TypeGuesses(draft.tokens()).touches(after.token(), numbers);
    }
}
