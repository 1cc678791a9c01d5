package org.pgwright.report.migration;

import java.util.Locale;

/** String literals of Python (its reference, section 2.4.1). */
final class PythonText {
    private static final int FIRST_PRINTABLE = 0x20;
    private static final int DELETE = 0x7f;
    private static final int BASIC_PLANE = 0x10000;

    private PythonText() {}

    /** The text in double quotes, on one line. */
    static String quoted(String text) {
        StringBuilder literal = new StringBuilder("\"");
        text.codePoints().forEach(c -> append(literal, c));
        return literal.append('"').toString();
    }

    private static void append(StringBuilder literal, int c) {
        switch (c) {
            case '\\' -> literal.append("\\\\");
            case '"' -> literal.append("\\\"");
            case '\n' -> literal.append("\\n");
            default -> {
                if (isPlain(c)) {
                    literal.appendCodePoint(c);
                } else if (c < BASIC_PLANE) {
                    literal.append(String.format(Locale.ROOT, "\\u%04x", c));
                } else {
                    literal.append(String.format(Locale.ROOT, "\\U%08x", c));
                }
            }
        }
    }

    private static boolean isPlain(int c) {
        return (c >= FIRST_PRINTABLE && c < DELETE) || Character.isLetterOrDigit(c);
    }

    /** The lines of a text as literals of their own, which Python puts together. */
    static void lines(Lines lines, String indent, String text) {
        String[] parts = text.split("\n", -1);
        for (int i = 0; i < parts.length; i++) {
            String end = i < parts.length - 1 ? "\n" : "";
            lines.add(indent + quoted(parts[i] + end));
        }
    }
}
