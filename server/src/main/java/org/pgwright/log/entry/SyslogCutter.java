package org.pgwright.log.entry;

import java.nio.charset.StandardCharsets;

/**
 * Cuts what servers wrote through syslog: a line, with those behind it that go on with it. A server
 * parts long lines; those parts have a higher number and no log_line_prefix.
 */
final class SyslogCutter implements EntryCutter {
    private final LinePrefix prefix;

    SyslogCutter(LinePrefix prefix) {
        this.prefix = prefix;
    }

    @Override
    public int end(byte[] bytes, int from, int to, boolean isLast) {
        int end = EntryCutter.lineEnd(bytes, from, to);
        while (end != UNKNOWN && end < to) {
            int next = EntryCutter.lineEnd(bytes, end, to);
            if (next == UNKNOWN && !isLast) {
                return UNKNOWN;
            }
            int nextEnd = next == UNKNOWN ? to : next;
            if (!goesOn(bytes, end, nextEnd)) {
                return end;
            }
            end = nextEnd;
        }
        return isLast ? to : UNKNOWN;
    }

    private boolean goesOn(byte[] bytes, int from, int to) {
        int length = Math.min(to - from, SyslogHead.LONGEST);
        String line = new String(bytes, from, length, StandardCharsets.UTF_8);
        SyslogHead head = SyslogHead.of(line);
        if (head == null) {
            return bytes[from] == '\t';
        }
        return head.isTabbed(line)
                || (head.isFurther() && prefix.read(line.substring(head.end())) == null);
    }

    @Override
    public boolean mayBegin(byte[] bytes, int from, int to) {
        int length = Math.min(to - from, SyslogHead.LONGEST);
        String line = new String(bytes, from, length, StandardCharsets.UTF_8);
        SyslogHead head = SyslogHead.of(line);
        return head != null && !head.isFurther() && !head.isTabbed(line);
    }

    /** The text of a piece without heads. */
    static String joined(String piece) {
        StringBuilder text = new StringBuilder(piece.length());
        piece.lines()
                .forEach(
                        line -> {
                            SyslogHead head = SyslogHead.of(line);
                            boolean isTabbed =
                                    head == null ? line.startsWith("\t") : head.isTabbed(line);
                            text.append(isTabbed ? "\n" : "");
                            text.append(head == null ? line.stripLeading() : head.rest(line));
                        });
        return text.toString();
    }
}
