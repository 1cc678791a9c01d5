package org.pgwright.benchmarks.logs;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Random;

/**
 * Writes entries of csvlog as PostgreSQL 18 does (manual, section 20.8.4), of {@value #SESSIONS}
 * sessions that take turns; each entry is a few milliseconds later than the one before.
 */
final class CsvLines {
    private static final int SESSIONS = 80;
    private static final int FIRST_PID = 4_000;
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss.SSS", Locale.ROOT);

    private final OutputStream out;
    private final Random random;
    private final int[] lines = new int[SESSIONS];
    private LocalDateTime time;
    private int session;
    private long written;

    /**
     * What an entry says beside its message.
     *
     * @param statement that was running
     */
    record Rest(String severity, String sqlState, String detail, String statement) {
        /** A message and nothing else. */
        static final Rest NONE = new Rest("LOG", "00000", "", "");

        static Rest detail(String detail) {
            return new Rest("LOG", "00000", detail, "");
        }

        static Rest statement(String statement) {
            return new Rest("LOG", "00000", "", statement);
        }
    }

    CsvLines(OutputStream out, Random random, LocalDateTime begin) {
        this.out = out;
        this.random = random;
        this.time = begin;
    }

    /** The entries that follow are of another session. */
    void turn() {
        session = random.nextInt(SESSIONS);
        time = time.plusNanos(random.nextInt(4_000_000));
    }

    /** Bytes so far. */
    long written() {
        return written;
    }

    int pid() {
        return FIRST_PID + session;
    }

    void client(String command, String message, Rest rest) throws IOException {
        String[] who = {"shop_" + session % 5, "shop_db_" + session % 3};
        write(
                new StringBuilder(time.format(TIME))
                        .append(" UTC,\"")
                        .append(who[0])
                        .append("\",\"")
                        .append(who[1])
                        .append("\",")
                        .append(pid())
                        .append(",\"10.0.0.")
                        .append(session)
                        .append(":5")
                        .append(1000 + session)
                        .append("\",6b08.")
                        .append(pid())
                        .append(',')
                        .append(++lines[session])
                        .append(",\"")
                        .append(command)
                        .append("\",2026-11-26 00:00:00 UTC,")
                        .append(session)
                        .append('/')
                        .append(lines[session])
                        .append(",0,"),
                message,
                rest,
                "\"till\",\"client backend\",,-64729" + (10_000 + session));
    }

    void server(String backend, String message) throws IOException {
        write(
                new StringBuilder(time.format(TIME))
                        .append(" UTC,,,77,,6b08.77,")
                        .append(++lines[0])
                        .append(",,2026-11-26 00:00:00 UTC,,0,"),
                message,
                Rest.NONE,
                "\"\",\"" + backend + "\",,0");
    }

    private void write(StringBuilder line, String message, Rest rest, String end)
            throws IOException {
        line.append(rest.severity()).append(',').append(rest.sqlState()).append(',');
        quoted(line, message);
        line.append(',');
        quoted(line, rest.detail());
        line.append(",,,,,");
        quoted(line, rest.statement());
        line.append(",,,").append(end).append('\n');
        byte[] bytes = line.toString().getBytes(StandardCharsets.UTF_8);
        out.write(bytes);
        written += bytes.length;
    }

    private static void quoted(StringBuilder line, String text) {
        if (!text.isEmpty()) {
            line.append('"').append(text.replace("\"", "\"\"")).append('"');
        }
    }
}
