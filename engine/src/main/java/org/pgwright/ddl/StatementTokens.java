package org.pgwright.ddl;

import org.jspecify.annotations.Nullable;
import org.pgwright.workload.SqlLexer;
import org.pgwright.workload.StatementText;
import org.pgwright.workload.Token;

import java.util.ArrayList;
import java.util.List;

/**
 * The tokens of one statement, gone through from the first to the last. There are none in a text
 * that is not exactly one statement. Never throws on any text.
 */
final class StatementTokens {
    private final String sql;
    private final List<Token> tokens;
    private int next;

    StatementTokens(String sql) {
        this.sql = StatementText.withoutTrailingSemicolon(sql);
        this.tokens =
                StatementText.isSingle(sql) ? SqlLexer.significantTokens(this.sql) : List.of();
    }

    /** Whether all of them are gone through. */
    boolean isAtEnd() {
        return next >= tokens.size();
    }

    boolean isAt(String word) {
        return !isAtEnd() && tokens.get(next).isWord(word);
    }

    /** Whether the one so many places ahead is this punctuation. */
    boolean isSymbolAt(int ahead, String symbol) {
        return next + ahead < tokens.size() && tokens.get(next + ahead).is(symbol);
    }

    /** The one at hand, which is gone past; null at the end. */
    @Nullable Token take() {
        return isAtEnd() ? null : tokens.get(next++);
    }

    /** The one at hand; null at the end. */
    @Nullable Token peek() {
        return isAtEnd() ? null : tokens.get(next);
    }

    /** The text from the one at hand on, as written; empty at the end. */
    String rest() {
        return isAtEnd() ? "" : sql.substring(tokens.get(next).start());
    }

    /** How many are gone through. */
    int position() {
        return next;
    }

    /** The text from a position to the one that was gone past last, as written. */
    String textSince(int position) {
        return position >= next
                ? ""
                : sql.substring(tokens.get(position).start(), tokens.get(next - 1).end());
    }

    /** Goes past these words if all of them follow. */
    boolean skip(String... words) {
        for (int i = 0; i < words.length; i++) {
            int at = next + i;
            if (at >= tokens.size() || !tokens.get(at).isWord(words[i])) {
                return false;
            }
        }
        next += words.length;
        return true;
    }

    boolean skipSymbol(String symbol) {
        boolean is = isSymbolAt(0, symbol);
        next += is ? 1 : 0;
        return is;
    }

    /** A name without schema; null if none follows. */
    @Nullable String word() {
        Token token = peek();
        String name = token == null ? null : token.asName();
        next += name == null ? 0 : 1;
        return name;
    }

    /** A name, with a schema or without; null if none follows. */
    @Nullable ObjectName name() {
        String first = word();
        if (first == null || !skipSymbol(".")) {
            return first == null ? null : new ObjectName(null, first);
        }
        String second = word();
        return second == null ? null : new ObjectName(first, second);
    }

    /** Names between commas; empty if what follows is something else. */
    List<ObjectName> names() {
        List<ObjectName> names = new ArrayList<>();
        do {
            ObjectName name = name();
            if (name == null) {
                return List.of();
            }
            names.add(name);
        } while (skipSymbol(","));
        return names;
    }

    /** Whether the statement ends with CASCADE; null if it ends with what is no such word. */
    @Nullable Boolean cascadeAtEnd() {
        boolean cascade = skip("cascade");
        if (!cascade) {
            skip("restrict");
        }
        return isAtEnd() ? cascade : null;
    }
}
