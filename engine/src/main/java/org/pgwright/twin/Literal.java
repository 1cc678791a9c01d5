package org.pgwright.twin;

/** The quoting of string constants (manual, section 4.1.2.1). */
final class Literal {
    private Literal() {}

    /** The text in single quotes, safe in a statement while standard_conforming_strings is on. */
    static String quoted(String text) {
        if (text.indexOf('\0') >= 0) {
            throw new IllegalArgumentException("a constant cannot hold a zero byte");
        }
        return '\'' + text.replace("'", "''") + '\'';
    }
}
