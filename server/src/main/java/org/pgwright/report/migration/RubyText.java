package org.pgwright.report.migration;

import java.util.Locale;

/** String literals of Ruby in which nothing is interpolated. */
final class RubyText {
    private static final String TAG = "SQL";

    private RubyText() {}

    /**
     * The text in single quotes, in which only backslash and quote mean something; with control
     * characters, which Ruby may read as others, in double quotes, where they are numbers.
     */
    static String quoted(String text) {
        if (text.codePoints().noneMatch(Character::isISOControl)) {
            return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'";
        }
        StringBuilder literal = new StringBuilder("\"");
        text.codePoints()
                .forEach(
                        c -> {
                            if (Character.isLetterOrDigit(c) || c == ' ') {
                                literal.appendCodePoint(c);
                            } else {
                                literal.append(String.format(Locale.ROOT, "\\u{%x}", c));
                            }
                        });
        return literal.append('"').toString();
    }

    /**
     * A call with a text of SQL: as a here-document whose tag is in quotes, so that it holds the
     * text as it is; Ruby takes the indentation away, which the first line has none beyond.
     */
    static void execute(Lines lines, String indent, String sql) {
        if (sql.lines().count() == 1 && sql.indexOf('\'') < 0) {
            lines.add(indent + "execute " + quoted(sql));
            return;
        }
        boolean isHeredoc =
                !sql.isEmpty()
                        && !Character.isWhitespace(sql.charAt(0))
                        && sql.codePoints().noneMatch(c -> c != '\n' && Character.isISOControl(c))
                        && sql.lines().noneMatch(line -> line.strip().equals(TAG));
        if (isHeredoc) {
            lines.add(indent + "execute <<~'" + TAG + "'");
            lines.text(indent + "  ", sql);
            lines.add(indent + TAG);
        } else {
            lines.add(indent + "execute " + quoted(sql));
        }
    }
}
