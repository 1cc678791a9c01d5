package org.pgwright.gate.script;

import org.jspecify.annotations.Nullable;
import org.pgwright.ddl.IndexStatement;
import org.pgwright.ddl.ObjectName;
import org.pgwright.workload.SqlLexer;
import org.pgwright.workload.Token;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A statement of a file, as tokens. */
final class ScriptStatement {
    private final List<Token> tokens;
    private final @Nullable IndexStatement index;

    ScriptStatement(String text) {
        this.tokens = SqlLexer.significantTokens(text);
        this.index = IndexStatement.read(text).orElse(null);
    }

    List<Token> tokens() {
        return tokens;
    }

    /** What it does to indexes; null where that is nothing, or not known. */
    @Nullable IndexStatement index() {
        return index;
    }

    /** Its tokens with one space between them, to recognise it by. */
    String words() {
        StringBuilder words = new StringBuilder();
        for (Token token : tokens) {
            words.append(words.isEmpty() ? "" : " ");
            words.append(
                    token.kind() == Token.Kind.WORD
                            ? token.text().toLowerCase(Locale.ROOT)
                            : token.text());
        }
        return words.toString();
    }

    /** Whether it begins with these words. */
    boolean begins(String... words) {
        return areAt(0, words);
    }

    /** Whether these words follow each other from a place on. */
    boolean areAt(int place, String... words) {
        for (int i = 0; i < words.length; i++) {
            if (!isAt(place + i, words[i])) {
                return false;
            }
        }
        return true;
    }

    boolean isAt(int place, String word) {
        return place >= 0 && place < tokens.size() && tokens.get(place).isWord(word);
    }

    /** Whether it has a word anywhere. */
    boolean has(String word) {
        return tokens.stream().anyMatch(token -> token.isWord(word));
    }

    /** The name at a place, null where there is none. */
    @Nullable ObjectName nameAt(int place) {
        String first = wordAt(place);
        if (first == null) {
            return null;
        }
        String second = isSymbol(place + 1, ".") ? wordAt(place + 2) : null;
        return second == null ? new ObjectName(null, first) : new ObjectName(first, second);
    }

    private @Nullable String wordAt(int place) {
        return place < tokens.size() ? tokens.get(place).asName() : null;
    }

    private boolean isSymbol(int place, String symbol) {
        return place < tokens.size() && tokens.get(place).is(symbol);
    }

    /** The tokens between commas outside of parentheses, from a place on. */
    List<List<Token>> parts(int from) {
        List<List<Token>> parts = new ArrayList<>();
        List<Token> part = new ArrayList<>();
        int depth = 0;
        for (Token token : tokens.subList(Math.min(from, tokens.size()), tokens.size())) {
            depth += token.is("(") ? 1 : token.is(")") ? -1 : 0;
            if (depth == 0 && token.is(",")) {
                parts.add(part);
                part = new ArrayList<>();
            } else if (depth == 0 || (depth == 1 && token.is("("))) {
                part.add(token);
            }
        }
        parts.add(part);
        return parts;
    }
}
