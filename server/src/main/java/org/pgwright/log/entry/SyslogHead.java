package org.pgwright.log.entry;

import org.jspecify.annotations.Nullable;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What syslog and systemd's journal put before each line of a server, log_line_prefix included:
 * {@code Nov 26 20:41:16 db1 postgres[4711]: [5-1] }.
 *
 * @param end behind it
 * @param pid of the server's process
 * @param isFurther whether the server says that the line goes on with an entry
 */
record SyslogHead(int end, int pid, boolean isFurther) {
    private static final Pattern HEAD =
            Pattern.compile(
                    "(?:[A-Z][a-z]{2} [ \\d]\\d \\d\\d:\\d\\d:\\d\\d(?:\\.\\d{1,9})?"
                            + "|\\d{4}-\\d\\d-\\d\\dT[\\d:.]{8,20}(?:Z|[+-]\\d\\d:?\\d\\d))"
                            + " [^ ]{1,255} [^ \\[:]{1,64}\\[(\\d{1,9})\\]: (?:\\[\\d{1,18}-(\\d{1,9})\\] )?");

    /** How syslog daemons write the tab before each further line of a text. */
    private static final String TAB = "#011";

    /** Longer than any head. */
    static final int LONGEST = 500;

    /** The head of a line; null if it has none. */
    static @Nullable SyslogHead of(String line) {
        Matcher head = HEAD.matcher(line);
        if (!head.lookingAt()) {
            return null;
        }
        String part = head.group(2);
        return new SyslogHead(
                head.end(),
                Integer.parseInt(head.group(1)),
                part != null && Integer.parseInt(part) > 1);
    }

    /** Whether the line is a further one of a text. */
    boolean isTabbed(String line) {
        return line.startsWith(TAB, end) || line.startsWith("\t", end);
    }

    /** What the line says behind the head, and behind the tab. */
    String rest(String line) {
        int tab = line.startsWith(TAB, end) ? TAB.length() : line.startsWith("\t", end) ? 1 : 0;
        return line.substring(end + tab);
    }
}
