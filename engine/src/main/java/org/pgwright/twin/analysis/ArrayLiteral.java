package org.pgwright.twin.analysis;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;

/**
 * Reads and writes array literals (PostgreSQL manual, sections 8.15.2 and 8.15.6).
 *
 * <p>Elements are text; those of an array of arrays are the inner arrays' literals.
 */
public final class ArrayLiteral {
    private final String literal;
    private int position;

    private ArrayLiteral(String literal) {
        this.literal = literal;
    }

    /**
     * The elements of the outermost dimension, null for NULL.
     *
     * @throws IllegalArgumentException if the text is not an array literal
     */
    public static List<@Nullable String> elements(String literal) {
        ArrayLiteral reader = new ArrayLiteral(literal.strip());
        reader.skipBounds();
        return reader.read();
    }

    /** Bounds that do not begin at 1 come first: {@code [0:1]={a,b}}. */
    private void skipBounds() {
        if (literal.startsWith("[")) {
            int equals = literal.indexOf('=');
            if (equals < 0 || !literal.substring(0, equals).matches("[\\[\\]:\\d+-]+")) {
                throw wrong();
            }
            position = equals + 1;
        }
    }

    private List<@Nullable String> read() {
        List<@Nullable String> elements = new ArrayList<>();
        expect('{');
        skipSpace();
        if (at() == '}') {
            position++;
        } else {
            elements.add(element());
            while (at() == ',') {
                position++;
                elements.add(element());
            }
            expect('}');
        }
        if (position < literal.length()) {
            throw wrong();
        }
        return elements;
    }

    private @Nullable String element() {
        skipSpace();
        String element =
                switch (at()) {
                    case '"' -> quoted();
                    case '{' -> nested();
                    default -> bare();
                };
        skipSpace();
        return element;
    }

    private String quoted() {
        StringBuilder element = new StringBuilder();
        position++;
        while (at() != '"') {
            if (at() == '\\') {
                position++;
            }
            element.append(at());
            position++;
        }
        position++;
        return element.toString();
    }

    /** An inner array stays as it is written. */
    private String nested() {
        int start = position;
        int depth = 0;
        do {
            char next = at();
            if (next == '"') {
                quoted();
                continue;
            }
            depth += next == '{' ? 1 : next == '}' ? -1 : 0;
            position += next == '\\' ? 2 : 1;
        } while (depth > 0);
        return literal.substring(start, position);
    }

    private @Nullable String bare() {
        StringBuilder element = new StringBuilder();
        boolean escaped = false;
        int kept = 0;
        while (at() != ',' && at() != '}') {
            char next = at();
            if (next == '{' || next == '"') {
                throw wrong();
            }
            if (next == '\\') {
                escaped = true;
                position++;
                next = at();
                kept = element.length() + 1;
            }
            element.append(next);
            position++;
        }
        // White space at the end counts only where a backslash protects it.
        int end = element.length();
        while (end > kept && isSpace(element.charAt(end - 1))) {
            end--;
        }
        String text = element.substring(0, end);
        if (text.isEmpty()) {
            throw wrong();
        }
        return !escaped && text.equalsIgnoreCase("null") ? null : text;
    }

    private char at() {
        if (position >= literal.length()) {
            throw wrong();
        }
        return literal.charAt(position);
    }

    private void expect(char wanted) {
        if (at() != wanted) {
            throw wrong();
        }
        position++;
    }

    private void skipSpace() {
        while (isSpace(at())) {
            position++;
        }
    }

    private static boolean isSpace(char character) {
        return character == ' ' || (character >= '\t' && character <= '\r');
    }

    private IllegalArgumentException wrong() {
        return new IllegalArgumentException("not an array literal, at character " + position);
    }

    /** The literal of an array of these elements, all quoted but NULL. */
    public static String of(List<? extends @Nullable String> elements) {
        StringBuilder text = new StringBuilder("{");
        for (String element : elements) {
            text.append(text.length() > 1 ? "," : "");
            if (element == null) {
                text.append("NULL");
            } else {
                text.append('"');
                text.append(element.replace("\\", "\\\\").replace("\"", "\\\""));
                text.append('"');
            }
        }
        return text.append('}').toString();
    }
}
