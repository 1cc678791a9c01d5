package org.pgwright.report.runbook;

import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Command lines for a POSIX shell. */
final class ShellWords {
    /** What no shell takes for anything but itself. */
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_./:@%+,-]+");

    private ShellWords() {}

    /** The words as one line that a shell takes apart into the same words. */
    static String line(List<String> words) {
        return words.stream().map(ShellWords::quoted).collect(Collectors.joining(" "));
    }

    private static String quoted(String word) {
        int equals = word.indexOf('=');
        if (word.startsWith("--") && equals > 0 && isPlain(word.substring(2, equals))) {
            String value = word.substring(equals + 1);
            return word.substring(0, equals + 1) + (value.isEmpty() ? "''" : quoted(value));
        }
        return isPlain(word) ? word : "'" + word.replace("'", "'\\''") + "'";
    }

    private static boolean isPlain(String word) {
        return PLAIN.matcher(word).matches();
    }
}
