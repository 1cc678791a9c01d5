package org.pgwright.log;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

import org.junit.jupiter.api.Test;
import org.pgwright.log.entry.LinePrefix;
import org.pgwright.log.entry.LogForm;
import org.pgwright.workload.LoggedCalls;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/** Logs that are damaged, or were written to harm: counted, passed over, and nothing else lost. */
final class HostileLogTest {
    private static final int MAJOR = 18;

    private static LogSummary summary(LogForm form, byte[] log) {
        LogSummary summary = new LogSummary(LogFilter.ALL, LoggedCalls.ALL);
        try (ExecutorService threads = Executors.newFixedThreadPool(2)) {
            new LogReading(form, threads, true)
                    .read(new ByteArrayInputStream(log), 0, summary::add, bytes -> {});
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        return summary;
    }

    private static LogForm form(String name) {
        return switch (name) {
            case "csv" -> new LogForm.Csv();
            case "json" -> new LogForm.Json();
            default -> new LogForm.Plain(LinePrefix.of(ServerLogs.PREFIX));
        };
    }

    @Provide
    Arbitrary<String> forms() {
        return Arbitraries.of("csv", "json", "log");
    }

    @Property(tries = 150)
    void damagedBytesCostNoMoreThanTheEntriesThatTheyAreIn(
            @ForAll("forms") String form, @ForAll long seed, @ForAll @IntRange(max = 9) int flips) {
        byte[] log = ServerLogs.of(MAJOR, form).clone();
        long entries = summary(form(form), log).counts().entries();
        Random random = new Random(seed);
        for (int i = 0; i < flips; i++) {
            int place = random.nextInt(log.length);
            log[place] = random.nextBoolean() ? 0 : (byte) (log[place] ^ (1 << random.nextInt(8)));
        }

        LogSummary damaged = summary(form(form), log);

        // an entry that is damaged may take the line before or behind it along, or become two
        assertThat(damaged.counts().entries()).isBetween(entries - 3L * flips, entries + flips);
    }

    @Property(tries = 150)
    void linesOfAnyBytesCostNoEntry(
            @ForAll("forms") String form,
            @ForAll long seed,
            @ForAll @Size(max = 300) byte[] noise) {
        byte[] log = ServerLogs.of(MAJOR, form);
        LogSummary whole = summary(form(form), log);
        int place = beginning(form, log, new Random(seed).nextInt(log.length));
        ByteArrayOutputStream noisy = new ByteArrayOutputStream();
        noisy.write(log, 0, place);
        noisy.writeBytes(noise);
        noisy.write('\n');
        noisy.write(log, place, log.length - place);

        LogSummary summary = summary(form(form), noisy.toByteArray());

        assertThat(summary.counts().statements()).isEqualTo(whole.counts().statements());
        assertThat(summary.counts().errors()).isEqualTo(whole.counts().errors());
    }

    /** A place where an entry begins, at or before another. */
    private static int beginning(String form, byte[] log, int place) {
        String mark = form.equals("json") ? "\n{\"timestamp\"" : "\n2";
        String text = new String(log, StandardCharsets.ISO_8859_1);
        return Math.max(0, text.lastIndexOf(mark, place) + 1);
    }

    @Property(tries = 60)
    void aLogThatIsCutIsReadUpToThere(@ForAll("forms") String form, @ForAll long seed) {
        byte[] log = ServerLogs.of(MAJOR, form);
        int length = new Random(seed).nextInt(log.length);

        LogSummary summary = summary(form(form), Arrays.copyOf(log, length));

        assertThat(summary.losses().bytes()).isEqualTo(length);
    }

    @Test
    void keepsTheTextsOfDatabasesInAnotherEncoding() {
        String line =
                "{\"timestamp\":\"2026-11-26 20:41:16.123 UTC\",\"pid\":7,\"error_severity\":\"LOG\","
                        + "\"message\":\"duration: 2.000 ms  statement: SELECT 'caf\u00e9'\"}\n";

        LogSummary summary =
                summary(new LogForm.Json(), line.getBytes(StandardCharsets.ISO_8859_1));

        assertThat(summary.counts().statements()).isEqualTo(1);
    }

    /** Each would fill the memory if it were kept; the lines around it are all there. */
    @Test
    void readsWhatIsMadeToFillTheMemoryWithLittleOfIt() throws Exception {
        Process process =
                new ProcessBuilder(
                                List.of(
                                        Path.of(System.getProperty("java.home"), "bin", "java")
                                                .toString(),
                                        "-Xmx160m",
                                        "-XX:+UseSerialGC",
                                        "--enable-native-access=ALL-UNNAMED",
                                        "-cp",
                                        System.getProperty("java.class.path"),
                                        HostileStreams.class.getName()))
                        .redirectErrorStream(true)
                        .start();
        try {
            String said =
                    new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

            assertThat(process.waitFor(5, TimeUnit.MINUTES)).isTrue();
            assertThat(process.exitValue()).as(said).isZero();
            assertThat(said.lines())
                    .hasSize(HostileStreams.CASES.size() + 2)
                    .allMatch(line -> line.endsWith(": 4 statements"));
        } finally {
            process.destroy();
        }
    }
}
