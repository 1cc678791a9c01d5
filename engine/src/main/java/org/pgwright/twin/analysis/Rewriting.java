package org.pgwright.twin.analysis;

import org.jspecify.annotations.Nullable;
import org.pgwright.workload.SqlLexer;
import org.pgwright.workload.StatementText;
import org.pgwright.workload.Token;
import org.pgwright.workload.Token.Kind;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Mends what pg_stat_statements breaks: it puts a parameter for every constant, also where the
 * grammar takes none.
 */
final class Rewriting {
    private static final Set<String> TYPED_LITERALS =
            Set.of("interval", "date", "time", "timestamp", "timestamptz", "timetz");

    private static final Set<String> INTERVAL_FIELDS =
            Set.of("year", "month", "day", "hour", "minute", "second", "to");

    /** Stands for a field that is not known. */
    static final String ANY_FIELD = "epoch";

    /** How many elements stand for a list that the server has cut down to one (18). */
    private static final int LIST_LENGTH = 3;

    private Rewriting() {}

    /** What needs no question to the server. */
    static Draft prepare(Draft draft) {
        Draft listed = lists(draft);
        // A field that is also grouped by is known; it has to be the same in both places.
        @Nullable Draft unified = extracted(listed).isEmpty() ? null : unified(listed);
        return typedLiterals(extractedFields(unified == null ? listed : unified));
    }

    /** A list with {@code , ...} in a comment, as 18 writes it, stands for a list of several. */
    private static Draft lists(Draft draft) {
        if (!draft.sql().contains("/*, ... */")) {
            return draft;
        }
        Map<Integer, Integer> origins = new HashMap<>(draft.origins());
        int highest = draft.numbers().stream().mapToInt(Integer::intValue).max().orElse(0);
        StringBuilder sql = new StringBuilder();
        int last = 0;
        for (Token token : SqlLexer.tokens(draft.sql())) {
            sql.append(token.text());
            if (token.kind() == Kind.PARAMETER) {
                last = Draft.number(token);
            } else if (token.kind() == Kind.COMMENT
                    && token.text().equals("/*, ... */")
                    && last != 0) {
                for (int i = 1; i < LIST_LENGTH; i++) {
                    highest++;
                    origins.put(highest, last);
                    sql.append(", $").append(highest);
                }
            }
        }
        return new Draft(sql.toString(), origins, draft.declared());
    }

    /** Whether fields to be extracted may have been lost: {@link #ANY_FIELD} is put for them. */
    static boolean losesFields(Draft draft) {
        return !extracted(draft).isEmpty();
    }

    /** {@code extract($1 FROM x)}: for planning it is enough that some field is extracted. */
    private static Draft extractedFields(Draft draft) {
        Map<Integer, String> fields = new HashMap<>();
        extracted(draft).forEach(number -> fields.put(number, ANY_FIELD));
        return fields.isEmpty()
                ? draft
                : draft.withText(StatementText.replaceParameters(draft.sql(), fields));
    }

    /** The parameters that stand for fields to be extracted. */
    private static List<Integer> extracted(Draft draft) {
        List<Token> tokens = draft.tokens();
        List<Integer> fields = new ArrayList<>();
        for (int i = 3; i < tokens.size(); i++) {
            if (tokens.get(i).isWord("from")
                    && tokens.get(i - 1).kind() == Kind.PARAMETER
                    && isField(tokens, i - 1)) {
                fields.add(Draft.number(tokens.get(i - 1)));
            }
        }
        return fields;
    }

    /** Whether a token stands where EXTRACT has its field. */
    private static boolean isField(List<Token> tokens, int at) {
        return at >= 2 && tokens.get(at - 1).is("(") && tokens.get(at - 2).isWord("extract");
    }

    private static Draft typedLiterals(Draft draft) {
        Draft mended = draft;
        boolean changed = true;
        while (changed) {
            changed = false;
            List<Token> tokens = mended.tokens();
            for (int i = 1; i < tokens.size() && !changed; i++) {
                if (isTypedLiteral(tokens, i)) {
                    @Nullable Draft next = typedLiteral(mended, i);
                    changed = next != null;
                    mended = next == null ? mended : next;
                }
            }
        }
        return mended;
    }

    private static boolean isTypedLiteral(List<Token> tokens, int parameter) {
        if (tokens.get(parameter).kind() != Kind.PARAMETER) {
            return false;
        }
        Token before = tokens.get(parameter - 1);
        return (before.kind() == Kind.WORD
                        && TYPED_LITERALS.stream().anyMatch(before::isWord)
                        && !(parameter > 1 && tokens.get(parameter - 2).is(".")))
                || isZone(tokens, parameter - 1);
    }

    /** Whether it ends {@code timestamp with time zone}; {@code AT TIME ZONE} is something else. */
    private static boolean isZone(List<Token> tokens, int zone) {
        return zone >= 3
                && tokens.get(zone).isWord("zone")
                && tokens.get(zone - 1).isWord("time")
                && (tokens.get(zone - 2).isWord("with") || tokens.get(zone - 2).isWord("without"));
    }

    /**
     * {@code interval $1} becomes {@code $1::interval}, for any type's name.
     *
     * @param parameter the token's number
     * @return null if no type's name stands before it
     */
    static @Nullable Draft typedLiteral(Draft draft, int parameter) {
        List<Token> tokens = draft.tokens();
        int start = typeStart(tokens, parameter - 1);
        if (start < 0 || tokens.get(parameter).kind() != Kind.PARAMETER) {
            return null;
        }
        int after = parameter + 1;
        if (tokens.get(start).isWord("interval")) {
            while (after < tokens.size() && isIntervalField(tokens.get(after))) {
                after++;
            }
        }
        String sql = draft.sql();
        int typeFrom = tokens.get(start).start();
        String type = sql.substring(typeFrom, tokens.get(parameter - 1).end());
        String rest = after < tokens.size() ? sql.substring(tokens.get(after).start()) : "";
        String cast = tokens.get(parameter).text() + "::" + type + (rest.isEmpty() ? "" : " ");
        return draft.withText(sql.substring(0, typeFrom) + cast + rest);
    }

    private static boolean isIntervalField(Token token) {
        return INTERVAL_FIELDS.stream().anyMatch(token::isWord);
    }

    /** The first token of the type's name that ends at a token, -1 if none does. */
    private static int typeStart(List<Token> tokens, int end) {
        int at = end;
        if (isZone(tokens, at)) {
            at -= 3;
        }
        if (at >= 0 && tokens.get(at).is(")")) {
            while (at >= 0 && !tokens.get(at).is("(")) {
                at--;
            }
            at--;
        }
        if (at > 0 && (tokens.get(at).isWord("precision") || tokens.get(at).isWord("varying"))) {
            at--;
        }
        while (at > 1 && tokens.get(at - 1).is(".")) {
            at -= 2;
        }
        return at >= 0 && isName(tokens.get(at)) ? at : -1;
    }

    private static boolean isName(Token token) {
        return token.kind() == Kind.WORD || token.kind() == Kind.QUOTED_IDENTIFIER;
    }

    /**
     * Makes equal what stands in equal expressions, one of which is grouped or ordered by: the
     * constants were equal, or the server would not have taken the statement. Normalisation leaves
     * them as they are in GROUP BY, and puts parameters for them elsewhere.
     *
     * @return null if there is nothing to make equal
     */
    static @Nullable Draft unified(Draft draft) {
        List<Token> tokens = draft.tokens();
        Map<Integer, String> same = new HashMap<>();
        for (ClauseItems.Item item : ClauseItems.of(tokens)) {
            for (int at = 0; at + item.length() <= tokens.size(); at++) {
                if (at + item.length() <= item.start() || at >= item.end()) {
                    unify(tokens, item, at, same);
                }
            }
        }
        return same.isEmpty()
                ? null
                : draft.withText(StatementText.replaceParameters(draft.sql(), same));
    }

    private static void unify(
            List<Token> tokens, ClauseItems.Item item, int at, Map<Integer, String> same) {
        Map<Integer, String> found = new HashMap<>();
        for (int i = 0; i < item.length(); i++) {
            Token ours = tokens.get(item.start() + i);
            Token theirs = tokens.get(at + i);
            boolean equal =
                    ours.kind() == theirs.kind() && ours.text().equalsIgnoreCase(theirs.text());
            // What is itself replaced cannot replace another.
            boolean replaced =
                    ours.kind() == Kind.PARAMETER && same.containsKey(Draft.number(ours));
            if (!equal
                    && !replaced
                    && theirs.kind() == Kind.PARAMETER
                    && isConstant(tokens, item.start() + i)) {
                found.put(Draft.number(theirs), ours.text());
            } else if (!equal) {
                return;
            }
        }
        found.forEach(same::putIfAbsent);
    }

    private static boolean isConstant(List<Token> tokens, int at) {
        return switch (tokens.get(at).kind()) {
            case PARAMETER, STRING, BIT_STRING, NUMBER -> true;
            case WORD -> isField(tokens, at);
            case WHITESPACE,
                    COMMENT,
                    QUOTED_IDENTIFIER,
                    OPERATOR,
                    PUNCTUATION,
                    OTHER,
                    UNTERMINATED_STRING,
                    UNTERMINATED_IDENTIFIER,
                    UNTERMINATED_COMMENT ->
                    false;
        };
    }
}
