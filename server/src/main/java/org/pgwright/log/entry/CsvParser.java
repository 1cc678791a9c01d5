package org.pgwright.log.entry;

import org.jspecify.annotations.Nullable;

import java.time.Instant;

/**
 * Reads csvlog (manual, section 20.8.4): 23 columns up to 12, 24 in 13 with the kind of process, 26
 * since 14 with the leader and the query identifier. Columns behind those are passed over.
 */
final class CsvParser implements EntryParser {
    private static final int TIME = 0;
    private static final int USER = 1;
    private static final int DATABASE = 2;
    private static final int PID = 3;
    private static final int CLIENT = 4;
    private static final int SESSION = 5;
    private static final int LINE = 6;
    private static final int COMMAND = 7;
    private static final int SEVERITY = 11;
    private static final int SQLSTATE = 12;
    private static final int MESSAGE = 13;
    private static final int DETAIL = 14;
    private static final int HINT = 15;
    private static final int CONTEXT = 18;
    private static final int STATEMENT = 19;
    private static final int APPLICATION = 22;
    private static final int BACKEND = 23;
    private static final int QUERY_ID = 25;
    private static final int FEWEST = 23;
    private static final int MOST = 26;

    /** Of a text; what is behind them would be dropped anyhow. */
    private static final int MOST_BYTES = 8 * Text.LONGEST;

    private final ShortTexts shortTexts = new ShortTexts();
    private final LogTime times = new LogTime();
    private final int[] starts = new int[MOST];
    private final int[] ends = new int[MOST];
    private byte[] bytes = {};
    private int fields;

    @Override
    public Piece parse(byte[] from, int start, int end) {
        bytes = from;
        boolean isCut = start == end || from[end - 1] != '\n';
        if (isCut || !split(start, end) || fields < FEWEST) {
            return Piece.MALFORMED;
        }
        Instant time = times.read(name(TIME));
        if (time == null) {
            return Piece.MALFORMED;
        }
        Severity severity = Severity.of(name(SEVERITY));
        if (severity == null) {
            return name(SQLSTATE).length() == 5 ? Piece.OTHER_LANGUAGE : Piece.MALFORMED;
        }
        return new Piece.Whole(entry(time, severity));
    }

    private LogEntry entry(Instant time, Severity severity) {
        Session session =
                new Session(
                        text(SESSION),
                        (int) number(PID),
                        name(USER),
                        name(DATABASE),
                        name(APPLICATION),
                        withoutPort(name(CLIENT)),
                        name(BACKEND));
        return new LogEntry(
                new LogEntry.Source(time, session, number(LINE), number(QUERY_ID)),
                severity,
                name(COMMAND),
                name(SQLSTATE),
                new LogEntry.Texts(
                        text(MESSAGE), text(DETAIL), text(HINT), text(CONTEXT), text(STATEMENT)));
    }

    static String withoutPort(String client) {
        int colon = client.lastIndexOf(':');
        return colon < 0 ? client : client.substring(0, colon);
    }

    /** Whether the bytes are one record as a server writes it. */
    private boolean split(int start, int end) {
        fields = 0;
        int i = start;
        while (true) {
            int from = i;
            if (i < end && bytes[i] == '"') {
                i = CsvCutter.closing(bytes, i + 1, end);
                if (i < 0) {
                    return false;
                }
            } else {
                while (i < end && bytes[i] != ',' && bytes[i] != '\n') {
                    if (bytes[i++] == '"') {
                        return false;
                    }
                }
            }
            if (fields < MOST) {
                starts[fields] = from;
                ends[fields++] = i;
            }
            if (i >= end || bytes[i] == '\n') {
                return true;
            }
            if (bytes[i++] != ',') {
                return false;
            }
        }
    }

    private boolean isQuoted(int field) {
        return starts[field] < ends[field] && bytes[starts[field]] == '"';
    }

    private String name(int field) {
        if (field >= fields) {
            return "";
        }
        if (!isQuoted(field)) {
            return shortTexts.of(bytes, starts[field], ends[field]);
        }
        String name = shortTexts.of(bytes, starts[field] + 1, ends[field] - 1);
        return name.indexOf('"') < 0 ? name : name.replace("\"\"", "\"");
    }

    private String text(int field) {
        if (field >= fields || starts[field] == ends[field]) {
            return "";
        }
        return isQuoted(field)
                ? unquoted(starts[field] + 1, ends[field] - 1)
                : Text.of(bytes, starts[field], ends[field]);
    }

    private String unquoted(int from, int last) {
        int to = Math.min(last, from + MOST_BYTES);
        int quote = from;
        while (quote < to && bytes[quote] != '"') {
            quote++;
        }
        if (quote == to) {
            return Text.of(bytes, from, to);
        }
        byte[] single = new byte[to - from];
        int length = 0;
        for (int i = from; i < to; i++) {
            single[length++] = bytes[i];
            i += bytes[i] == '"' ? 1 : 0;
        }
        return Text.of(single, 0, length);
    }

    private long number(int field) {
        return field >= fields ? 0 : number(bytes, starts[field], ends[field]);
    }

    /** 0 for what is no number. */
    static long number(byte @Nullable [] bytes, int from, int to) {
        if (bytes == null || from >= to) {
            return 0;
        }
        boolean negative = bytes[from] == '-';
        long value = 0;
        for (int i = negative ? from + 1 : from; i < to; i++) {
            if (bytes[i] < '0' || bytes[i] > '9') {
                return 0;
            }
            value = value * 10 + bytes[i] - '0';
        }
        return negative ? -value : value;
    }
}
