package org.pgwright.workload;

import org.pgwright.catalog.Identifier;

import java.nio.charset.StandardCharsets;

/** Names as the server knows them: the PostgreSQL manual, sections 4.1.1 and 4.1.2.3. */
final class Names {
    private static final char DEFAULT_ESCAPE = '\\';

    private Names() {}

    /** The name that a word without quotes stands for: ASCII letters in lower case, 63 bytes. */
    static String folded(String word) {
        return truncated(lowerCase(word));
    }

    /** ASCII letters in lower case, as the server folds keywords and names in UTF-8. */
    static String lowerCase(String word) {
        StringBuilder folded = null;
        for (int i = 0; i < word.length(); i++) {
            char c = word.charAt(i);
            if (c >= 'A' && c <= 'Z') {
                if (folded == null) {
                    folded = new StringBuilder(word);
                }
                folded.setCharAt(i, (char) (c - 'A' + 'a'));
            }
        }
        return folded == null ? word : folded.toString();
    }

    /** The name that {@code "..."} or {@code U&"..."}, with the default escape, stands for. */
    static String unquoted(String quoted) {
        return unquoted(quoted, DEFAULT_ESCAPE);
    }

    /** The name that {@code "..."} or {@code U&"..." UESCAPE '...'} stands for. */
    static String unquoted(String quoted, char escape) {
        boolean unicode = quoted.charAt(0) != '"';
        int from = unicode ? 3 : 1;
        int to = quoted.length();
        if (to > from && quoted.charAt(to - 1) == '"') {
            to--;
        }
        String name = quoted.substring(from, to).replace("\"\"", "\"");
        return truncated(unicode ? unescaped(name, escape) : name);
    }

    private static String unescaped(String name, char escape) {
        StringBuilder plain = new StringBuilder(name.length());
        int i = 0;
        while (i < name.length()) {
            char c = name.charAt(i);
            if (c != escape) {
                plain.append(c);
                i++;
            } else if (i + 1 < name.length() && name.charAt(i + 1) == escape) {
                plain.append(escape);
                i += 2;
            } else {
                boolean six = i + 1 < name.length() && name.charAt(i + 1) == '+';
                int from = i + (six ? 2 : 1);
                int to = from + (six ? 6 : 4);
                int codePoint = hexadecimal(name, from, to);
                if (!Character.isValidCodePoint(codePoint)) {
                    return name; // not a name that a server would take
                }
                plain.appendCodePoint(codePoint);
                i = to;
            }
        }
        return plain.toString();
    }

    private static int hexadecimal(String text, int from, int to) {
        if (to > text.length()) {
            return -1;
        }
        int value = 0;
        for (int i = from; i < to; i++) {
            if (!Characters.isDigitOf(16, text.charAt(i))) {
                return -1;
            }
            value = value * 16 + Character.digit(text.charAt(i), 16);
        }
        return value;
    }

    private static String truncated(String name) {
        if (name.length() * 3 <= Identifier.MAX_BYTES
                || name.getBytes(StandardCharsets.UTF_8).length <= Identifier.MAX_BYTES) {
            return name;
        }
        int bytes = 0;
        int end = 0;
        while (end < name.length()) {
            int codePoint = name.codePointAt(end);
            bytes += codePoint < 0x80 ? 1 : codePoint < 0x800 ? 2 : codePoint < 0x10000 ? 3 : 4;
            if (bytes > Identifier.MAX_BYTES) {
                break;
            }
            end += Character.charCount(codePoint);
        }
        return name.substring(0, end);
    }
}
