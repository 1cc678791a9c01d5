package org.pgwright.log.entry;

import org.jspecify.annotations.Nullable;

import java.time.Instant;

/** Reads the entries and parts of a plain log by its prefix. */
final class PlainParser implements EntryParser {
    private static final int SQL_STATE_LENGTH = 5;

    private final LinePrefix prefix;
    private final LogTime times = new LogTime();

    PlainParser(LinePrefix prefix) {
        this.prefix = prefix;
    }

    @Override
    public Piece parse(byte[] bytes, int from, int to) {
        int end = to;
        while (end > from && (bytes[end - 1] == '\n' || bytes[end - 1] == '\r')) {
            end--;
        }
        String piece = Text.of(bytes, from, end);
        SyslogHead head = prefix.isBehindHead() ? SyslogHead.of(piece) : null;
        String text = head == null ? piece : SyslogCutter.joined(piece);
        PrefixValues values = prefix.read(text);
        if (values == null) {
            return Piece.MALFORMED;
        }
        String message = text.substring(values.textStart()).replace("\n\t", "\n");
        Session session = session(values, head);
        Severity severity = Severity.of(values.word());
        if (severity != null) {
            return new Piece.Beginning(entry(values, session, severity, message));
        }
        Part.Kind kind = values.kind();
        return kind == null
                ? Piece.OTHER_LANGUAGE
                : new Piece.Rest(new Part(kind, session.key(), message));
    }

    private LogEntry entry(
            PrefixValues values, Session session, Severity severity, String message) {
        boolean isVerbose = isSqlState(message);
        return new LogEntry(
                new LogEntry.Source(
                        time(values),
                        session,
                        number(values.value('l')),
                        number(values.value('Q'))),
                severity,
                values.value('i'),
                isVerbose ? message.substring(0, SQL_STATE_LENGTH) : values.value('e'),
                LogEntry.Texts.of(isVerbose ? message.substring(SQL_STATE_LENGTH + 2) : message));
    }

    /** With log_error_verbosity = verbose, messages begin with their code. */
    private static boolean isSqlState(String message) {
        if (!message.startsWith(": ", SQL_STATE_LENGTH)
                || "0123456789FHPX".indexOf(message.charAt(0)) < 0) {
            return false;
        }
        return message.chars()
                .limit(SQL_STATE_LENGTH)
                .allMatch(c -> (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z'));
    }

    private @Nullable Instant time(PrefixValues values) {
        String time = values.value('m').isEmpty() ? values.value('t') : values.value('m');
        return time.isEmpty() ? epoch(values.value('n')) : times.read(time);
    }

    /** {@code 1764189676.123}. */
    private static @Nullable Instant epoch(String seconds) {
        int point = seconds.indexOf('.');
        if (point < 0) {
            return null;
        }
        return Instant.ofEpochSecond(
                number(seconds.substring(0, point)) % 100_000_000_000L,
                number(seconds.substring(point + 1)) % 1_000 * 1_000_000);
    }

    private static Session session(PrefixValues values, @Nullable SyslogHead head) {
        String client = values.value('h').isEmpty() ? values.value('r') : values.value('h');
        int pid = (int) number(values.value('p'));
        int bracket = client.indexOf('(');
        return new Session(
                values.value('c'),
                pid == 0 && head != null ? head.pid() : pid,
                known(values.value('u')),
                known(values.value('d')),
                known(values.value('a')),
                bracket > 0 ? client.substring(0, bracket) : client,
                values.value('b'));
    }

    /** Before a session has said its name, servers write {@code [unknown]}. */
    private static String known(String name) {
        return name.equals("[unknown]") ? "" : name;
    }

    private static long number(String digits) {
        try {
            return digits.isEmpty() ? 0 : Long.parseLong(digits);
        } catch (NumberFormatException e) {
            return 0;
        }
    }
}
