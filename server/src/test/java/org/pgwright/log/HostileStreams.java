package org.pgwright.log;

import com.github.luben.zstd.ZstdOutputStream;

import org.pgwright.log.entry.LinePrefix;
import org.pgwright.log.entry.LogForm;
import org.pgwright.workload.LoggedCalls;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.zip.GZIPOutputStream;

/** Reads logs of enormous entries between two usual ones on each side, in a Java of its own. */
final class HostileStreams {
    private static final long GIGABYTE = 1L << 30;
    private static final int MEGABYTE = 1 << 20;

    /**
     * What stands between the usual entries.
     *
     * @param beginning then the filling, over and over, for a length
     */
    record Case(String form, String beginning, String filling, long length, String end) {}

    static final List<Case> CASES =
            List.of(
                    new Case("csv", "", "x", GIGABYTE, "\n"),
                    new Case("log", "", "x", GIGABYTE, "\n"),
                    new Case("json", "", "x", GIGABYTE, "\n"),
                    new Case("csv", "2026-11-26 20:41:16.123 UTC,\"", "a, ", GIGABYTE, "\n"),
                    new Case("csv", "2026-11-26 20:41:16.123 UTC,\"", "a\n", GIGABYTE, "\n"),
                    new Case("log", "", "\r", GIGABYTE, "\n"),
                    new Case("csv", "", "\0", GIGABYTE, "\n"),
                    new Case("log", "", "\n", 64 * MEGABYTE, "\n"),
                    new Case("log", "[7] LOG:  x\n", "\tmore\n", GIGABYTE, "\n"),
                    new Case("log", "[7] LOG:  x\n", "[7] DETAIL:  more\n", 64 * MEGABYTE, "\n"),
                    new Case("json", "{\"timestamp\":", "[", 8 * MEGABYTE, "\n"),
                    new Case("json", "{\"timestamp\":", "{\"a\":", 8 * MEGABYTE, "\n"),
                    new Case("json", "{", "\"a\":1,", 8 * MEGABYTE, "\"b\":1}\n"));

    private HostileStreams() {}

    /** Packs what is written to another stream. */
    @FunctionalInterface
    private interface Packing {
        OutputStream around(OutputStream out) throws IOException;
    }

    /** Prints a line a case. */
    public static void main(String[] arguments) throws IOException {
        for (Case each : CASES) {
            print(each.form() + " of " + each.length(), each.form(), log(each));
        }
        print("gzip", "csv", LogFile.open(packed(GZIPOutputStream::new), null).bytes());
        print("zstd", "csv", LogFile.open(packed(ZstdOutputStream::new), null).bytes());
    }

    /** Some megabytes that unpack to gigabytes. */
    private static InputStream packed(Packing packing) throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (OutputStream out = packing.around(packed)) {
            byte[] usual = usual("csv").getBytes(StandardCharsets.UTF_8);
            out.write(usual);
            new Filling("\0", GIGABYTE).transferTo(out);
            out.write('\n');
            out.write(usual);
        }
        return new ByteArrayInputStream(packed.toByteArray());
    }

    @SuppressWarnings("SystemOut")
    private static void print(String name, String form, InputStream log) throws IOException {
        LogSummary summary = new LogSummary(LogFilter.ALL, LoggedCalls.ALL);
        try (ExecutorService threads = Executors.newFixedThreadPool(2)) {
            new LogReading(form(form), threads, true).read(log, 0, summary::add, bytes -> {});
        }
        System.out.println(name + ": " + summary.counts().statements() + " statements");
    }

    private static LogForm form(String name) {
        return switch (name) {
            case "csv" -> new LogForm.Csv();
            case "json" -> new LogForm.Json();
            default -> new LogForm.Plain(LinePrefix.of("[%p] "));
        };
    }

    private static InputStream log(Case of) {
        byte[] usual = usual(of.form()).getBytes(StandardCharsets.UTF_8);
        return new SequenceInputStream(
                Collections.enumeration(
                        List.of(
                                new ByteArrayInputStream(usual),
                                bytes(of.beginning()),
                                new Filling(of.filling(), of.length()),
                                bytes(of.end()),
                                new ByteArrayInputStream(usual))));
    }

    private static InputStream bytes(String text) {
        return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
    }

    /** Two entries. */
    private static String usual(String form) {
        String message = "duration: 2.000 ms  statement: SELECT 1";
        String entry =
                switch (form) {
                    case "csv" ->
                            "2026-11-26 20:41:16.123 UTC,\"app\",\"shop\",7,\"[local]\",6b08.7,1,\"SELECT\","
                                    + "2026-11-26 20:41:00 UTC,3/2,0,LOG,00000,\""
                                    + message
                                    + "\",,,,,,,,,\"till\",\"client backend\",,0\n";
                    case "json" ->
                            "{\"timestamp\":\"2026-11-26 20:41:16.123 UTC\",\"pid\":7,"
                                    + "\"error_severity\":\"LOG\",\"message\":\""
                                    + message
                                    + "\"}\n";
                    default -> "[7] LOG:  " + message + "\n";
                };
        return entry + entry;
    }
}
