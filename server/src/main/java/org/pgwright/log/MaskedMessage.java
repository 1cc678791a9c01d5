package org.pgwright.log;

import java.util.regex.Pattern;

/**
 * Messages of errors without the values in them, so that those of one kind are the same: names stay
 * as they are, values that the server quotes behind a colon do not, nor do numbers.
 */
public final class MaskedMessage {
    private static final int LONGEST = 300;
    private static final Pattern QUOTED_VALUE = Pattern.compile(": \"[^\"]*+\"?+");
    private static final Pattern STRING = Pattern.compile("'[^']*+'?+");
    private static final Pattern NUMBER = Pattern.compile("\\b\\d[\\d.]*+");
    private static final Pattern PARENTHESES = Pattern.compile("=\\([^)]*+\\)?+");

    private MaskedMessage() {}

    /** The message on its first line, without values. */
    public static String of(String message) {
        int line = message.indexOf('\n');
        String first = message.substring(0, line < 0 ? message.length() : line);
        String cut = first.length() > LONGEST ? first.substring(0, LONGEST) : first;
        String masked = QUOTED_VALUE.matcher(cut).replaceAll(": ?");
        masked = STRING.matcher(masked).replaceAll("?");
        masked = PARENTHESES.matcher(masked).replaceAll("=(?)");
        return NUMBER.matcher(masked).replaceAll("?");
    }
}
