package org.pgwright.report.migration;

import java.util.Optional;

/** What a string constant of SQL stands for (manual, sections 4.1.2.1, 4.1.2.2 and 4.1.2.4). */
final class StringValue {
    private static final int ASCII = 0x80;
    private static final int OCTAL = 8;
    private static final int HEXADECIMAL = 16;

    private final String text;
    private final StringBuilder value = new StringBuilder();
    private int next;

    private StringValue(String text) {
        this.text = text;
    }

    /**
     * The value of a constant in plain quotes, with escapes, or between dollars.
     *
     * @return empty for other forms, for continuation lines, and for bytes that no text of ASCII
     *     has
     */
    static Optional<String> of(String constant) {
        if (constant.startsWith("'")) {
            return between(constant, 1).map(text -> text.replace("''", "'"));
        }
        if (constant.startsWith("E'") || constant.startsWith("e'")) {
            return between(constant, 2).flatMap(text -> new StringValue(text).unescaped());
        }
        if (constant.startsWith("$")) {
            int tag = constant.indexOf('$', 1) + 1;
            return Optional.of(constant.substring(tag, constant.length() - tag));
        }
        return Optional.empty();
    }

    /** What is between quotes, unless another string goes on behind them. */
    private static Optional<String> between(String constant, int start) {
        String text = constant.substring(start, constant.length() - 1);
        boolean isWhole = text.replace("''", "").replaceAll("\\\\.", "").indexOf('\'') < 0;
        return isWhole ? Optional.of(text) : Optional.empty();
    }

    private Optional<String> unescaped() {
        while (next < text.length()) {
            char c = text.charAt(next++);
            if (c == '\'') {
                next++;
                value.append(c);
            } else if (c != '\\') {
                value.append(c);
            } else if (next >= text.length() || !escape(text.charAt(next++))) {
                return Optional.empty();
            }
        }
        return Optional.of(value.toString());
    }

    private boolean escape(char c) {
        return switch (c) {
            case 'b' -> append('\b');
            case 'f' -> append('\f');
            case 'n' -> append('\n');
            case 'r' -> append('\r');
            case 't' -> append('\t');
            case 'x' -> number(0, 2, HEXADECIMAL, ASCII);
            case 'u' -> number(4, 4, HEXADECIMAL, Character.MAX_CODE_POINT + 1);
            case 'U' -> number(8, 8, HEXADECIMAL, Character.MAX_CODE_POINT + 1);
            case '0', '1', '2', '3', '4', '5', '6', '7' -> {
                next--;
                yield number(1, 3, OCTAL, ASCII);
            }
            default -> append(c);
        };
    }

    private boolean append(char c) {
        value.append(c);
        return true;
    }

    /** A character by its number, below a limit; {@code \x} without digits is an x. */
    private boolean number(int least, int most, int radix, int limit) {
        int end = next;
        while (end < text.length()
                && end - next < most
                && Character.digit(text.charAt(end), radix) >= 0) {
            end++;
        }
        if (end == next && least == 0) {
            return append('x');
        }
        if (end - next < least) {
            return false;
        }
        long code = Long.parseLong(text.substring(next, end), radix);
        next = end;
        if (code == 0 || code >= limit) {
            return false;
        }
        value.appendCodePoint((int) code);
        return true;
    }
}
