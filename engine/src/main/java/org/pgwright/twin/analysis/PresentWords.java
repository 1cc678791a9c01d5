package org.pgwright.twin.analysis;

import org.pgwright.workload.Token;
import org.pgwright.workload.Token.Kind;

import java.util.List;
import java.util.regex.Pattern;

/**
 * Finds the words that mean another date or time on every day (manual, section 8.5.1.4). The server
 * puts a moment for them as soon as it reads the statement, so its tree does not show them.
 */
final class PresentWords {
    private static final Pattern WORDS =
            Pattern.compile("\\b(?:now|today|tomorrow|yesterday)\\b", Pattern.CASE_INSENSITIVE);

    private PresentWords() {}

    /** Whether a string has one of them, and so may be such a date. */
    static boolean standIn(List<Token> tokens) {
        return tokens.stream()
                .anyMatch(
                        token -> token.kind() == Kind.STRING && WORDS.matcher(token.text()).find());
    }
}
