package org.pgwright.twin.analysis;

/**
 * Cuts a node tree's text into tokens as PostgreSQL's {@code pg_strtok} does: parentheses and
 * braces stand for themselves, anything else runs to the next white space, and a backslash takes
 * the next character as it is.
 */
final class TreeTokens {
    private final String text;
    private int position;
    private int lastStart;
    private String peeked = "";

    TreeTokens(String text) {
        this.text = text;
    }

    /** Whether there is another token. */
    boolean hasNext() {
        return peekedOrRead();
    }

    /** The next token, which is consumed; a text that ends here is an error. */
    String next() {
        String token = peek();
        peeked = "";
        return token;
    }

    /** The next token, which is kept; a text that ends here is an error. */
    String peek() {
        if (!peekedOrRead()) {
            throw new TreeFormatException("the tree ends early, at character " + text.length());
        }
        return peeked;
    }

    TreeFormatException unexpected(String wanted) {
        return new TreeFormatException(wanted + " was expected at character " + lastStart);
    }

    private boolean peekedOrRead() {
        if (peeked.isEmpty()) {
            peeked = read();
        }
        return !peeked.isEmpty();
    }

    private String read() {
        while (position < text.length() && isSpace(text.charAt(position))) {
            position++;
        }
        lastStart = position;
        if (position < text.length() && isBracket(text.charAt(position))) {
            return text.substring(position, ++position);
        }
        while (position < text.length()) {
            char next = text.charAt(position);
            if (isSpace(next) || isBracket(next)) {
                break;
            }
            position += next == '\\' && position + 1 < text.length() ? 2 : 1;
        }
        return text.substring(lastStart, position);
    }

    /** The token without the backslashes that protect its characters. */
    static String unescaped(String token) {
        if (token.indexOf('\\') < 0) {
            return token;
        }
        StringBuilder plain = new StringBuilder(token.length());
        for (int i = 0; i < token.length(); i++) {
            if (token.charAt(i) == '\\' && i + 1 < token.length()) {
                i++;
            }
            plain.append(token.charAt(i));
        }
        return plain.toString();
    }

    private static boolean isSpace(char character) {
        return character == ' ' || character == '\n' || character == '\t';
    }

    private static boolean isBracket(char character) {
        return character == '(' || character == ')' || character == '{' || character == '}';
    }
}
