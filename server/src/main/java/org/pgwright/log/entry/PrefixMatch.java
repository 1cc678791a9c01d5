package org.pgwright.log.entry;

import org.jspecify.annotations.Nullable;

import java.util.List;

/** One attempt to read a line by a prefix: from left to right, with a step back where it fails. */
final class PrefixMatch {
    private static final int LETTERS = 'z' - 'A' + 1;
    private static final int MOST_STEPS = 5_000;
    private static final int LONGEST_WORD = 20;

    /** Names of hosts have up to 253 characters, all others fewer. */
    private static final int LONGEST_NAME = 255;

    private final List<LinePrefix.Item> items;
    private final String line;
    private final @Nullable String[] values = new String[LETTERS];
    private int steps;
    private String word = "";
    private int textStart;

    PrefixMatch(List<LinePrefix.Item> items, String line) {
        this.items = items;
        this.line = line;
    }

    @Nullable PrefixValues read() {
        if (!matches(0, 0)) {
            return null;
        }
        String[] said = new String[LETTERS];
        for (int i = 0; i < LETTERS; i++) {
            said[i] = orEmpty(values[i]);
        }
        return new PrefixValues(List.of(said), word, textStart);
    }

    private static String orEmpty(@Nullable String value) {
        return value == null ? "" : value;
    }

    private boolean matches(int item, int at) {
        if (++steps > MOST_STEPS) {
            return false;
        }
        if (item == items.size()) {
            return message(at);
        }
        return switch (items.get(item)) {
            case LinePrefix.Item.Literal(String text) ->
                    line.startsWith(text, at) && matches(item + 1, at + text.length());
            case LinePrefix.Item.Escape escape -> escape(escape, item, at);
        };
    }

    /** {@code LOG: }, and so on: a word, a colon and two blanks. */
    private boolean message(int at) {
        int end = at;
        while (end < line.length() && end - at < LONGEST_WORD && isWordPart(line.charAt(end))) {
            end++;
        }
        if (end == at || !line.startsWith(":  ", end)) {
            return false;
        }
        word = line.substring(at, end);
        textStart = end + 3;
        return true;
    }

    private static boolean isWordPart(char c) {
        return c > ' ' && c != ':' && c != ']' && c != ')';
    }

    private boolean escape(LinePrefix.Item.Escape escape, int item, int at) {
        if (escape.letter() == 'q') {
            return matches(item + 1, at) || message(at);
        }
        int start = at;
        while (start - at < escape.width() && start < line.length() && line.charAt(start) == ' ') {
            start++;
        }
        int end = fixedEnd(escape.letter(), start);
        if (end >= 0) {
            // of a leader there is nothing in the place of its own leader
            return valued(escape, item, at, start, end)
                    || (escape.letter() == 'P' && valued(escape, item, at, start, start));
        }
        if (end == NONE) {
            return false;
        }
        int last = Math.min(line.length(), start + LONGEST_NAME);
        int padded = Math.max(start, paddedEnd(at, escape.width()));
        for (int open = padded; open <= last && steps <= MOST_STEPS; open++) {
            if (open > start && cannotBe(escape.letter(), line.charAt(open - 1), escape.width())) {
                return false;
            }
            if (mayEnd(item, open) && valued(escape, item, at, start, open)) {
                return true;
            }
        }
        return false;
    }

    /** Hosts have no blanks but those of padding. */
    private static boolean cannotBe(char letter, char c, int width) {
        boolean isHost = letter == 'h' || letter == 'r' || letter == 'L';
        return c == '\n' || (isHost && c == ' ' && width == 0);
    }

    /** Where a value ends that is padded to a width; servers count bytes. */
    private int paddedEnd(int at, int width) {
        int end = at;
        int bytes = 0;
        while (bytes < width && end < line.length()) {
            char c = line.charAt(end++);
            bytes += c < 0x80 ? 1 : c < 0x800 || Character.isSurrogate(c) ? 2 : 3;
        }
        return end;
    }

    /** A quick look at what must follow a name. */
    private boolean mayEnd(int item, int at) {
        return item + 1 >= items.size()
                || !(items.get(item + 1) instanceof LinePrefix.Item.Literal(String text))
                || line.startsWith(text, at);
    }

    private boolean valued(LinePrefix.Item.Escape escape, int item, int at, int start, int end) {
        int next = end;
        int padded = paddedEnd(at, escape.width());
        while (next < padded && line.charAt(next) == ' ') {
            next++;
        }
        if (!matches(item + 1, next)) {
            return false;
        }
        String value = line.substring(start, end);
        values[escape.letter() - 'A'] = escape.width() > 0 ? value.stripTrailing() : value;
        return true;
    }

    private static final int NONE = -1;
    private static final int OPEN = -2;

    /** Where a value of a fixed form ends; {@link #OPEN} for names. */
    private int fixedEnd(char letter, int at) {
        return switch (letter) {
            case 'p', 'l', 'x' -> some(at, run(at, "0123456789"));
            case 'P' -> run(at, "0123456789");
            case 'Q' -> some(at, run(at, "-0123456789"));
            case 'n' -> some(at, run(at, "0123456789."));
            case 'v' -> run(at, "0123456789/");
            case 'c' -> some(at, run(at, "0123456789abcdef."));
            case 'e' -> at + 5 <= line.length() ? at + 5 : NONE;
            case 't', 'm', 's' -> timeEnd(at);
            default -> OPEN;
        };
    }

    private static int some(int from, int to) {
        return to > from ? to : NONE;
    }

    private int run(int at, String characters) {
        int end = at;
        while (end < line.length() && characters.indexOf(line.charAt(end)) >= 0) {
            end++;
        }
        return end;
    }

    /** {@code 2026-11-26 20:41:16.123 CET}. */
    private int timeEnd(int at) {
        int date = run(at, "0123456789-");
        if (date != at + 10 || date >= line.length() || line.charAt(date) != ' ') {
            return NONE;
        }
        int time = run(date + 1, "0123456789:.");
        if (time < date + 9 || time >= line.length()) {
            return NONE;
        }
        time = line.charAt(time - 1) == ':' ? time - 1 : time;
        if (line.charAt(time) != ' ') {
            return time;
        }
        int zone = zoneEnd(time + 1);
        return zone > time + 1 ? zone : time;
    }

    /** Letters, or a sign and digits: what follows may begin with a sign or a digit, too. */
    private int zoneEnd(int at) {
        boolean isOffset = at < line.length() && "+-".indexOf(line.charAt(at)) >= 0;
        return isOffset ? run(at + 1, "0123456789") : run(at, "ABCDEFGHIJKLMNOPQRSTUVWXYZ");
    }
}
