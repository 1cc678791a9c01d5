package org.pgwright.twin;

import java.util.ArrayList;
import java.util.List;

/** Reads one-dimensional array literals (manual, section 8.15.6). */
final class ArrayText {
    private ArrayText() {}

    /**
     * The elements as text, NULLs left out.
     *
     * @throws IllegalArgumentException if the text is not an array literal
     */
    static List<String> elements(String literal) {
        if (!literal.startsWith("{") || !literal.endsWith("}") || literal.length() < 2) {
            throw new IllegalArgumentException("not an array");
        }
        List<String> elements = new ArrayList<>();
        int end = literal.length() - 1;
        int at = 1;
        while (at < end) {
            StringBuilder element = new StringBuilder();
            boolean quoted = literal.charAt(at) == '"';
            at = quoted ? readQuoted(literal, at + 1, element) : readBare(literal, at, element);
            if (quoted || !element.toString().equalsIgnoreCase("null")) {
                elements.add(element.toString());
            }
            at++;
        }
        return elements;
    }

    private static int readQuoted(String literal, int start, StringBuilder element) {
        int at = start;
        while (literal.charAt(at) != '"') {
            if (literal.charAt(at) == '\\') {
                at++;
            }
            element.append(literal.charAt(at));
            at++;
            if (at >= literal.length()) {
                throw new IllegalArgumentException("not an array");
            }
        }
        return at + 1;
    }

    private static int readBare(String literal, int start, StringBuilder element) {
        int at = start;
        while (at < literal.length() - 1 && literal.charAt(at) != ',') {
            if (literal.charAt(at) == '\\') {
                at++;
            }
            element.append(literal.charAt(at));
            at++;
        }
        return at;
    }
}
