package org.pgwright.log;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.pgwright.log.entry.LogForm;
import org.pgwright.workload.LoggedCalls;
import org.pgwright.workload.NormalizedText;
import org.pgwright.workload.Percentile;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** What is added up from logs, whole and damaged ones. */
final class LogSummaryTest {
    private static final String QUERY = "SELECT name FROM shop WHERE id = ";

    private static String line(int number, String message) {
        return "2026-11-26 20:41:16.123 UTC,\"app\",\"shop\",7,\"[local]\",6b08.7,"
                + number
                + ",\"SELECT\",2026-11-26 20:41:00 UTC,3/2,0,LOG,00000,\""
                + message.replace("\"", "\"\"")
                + "\",,,,,,,,,\"till\",\"client backend\",,0\n";
    }

    private static String statements(int count) {
        StringBuilder log = new StringBuilder();
        for (int i = 1; i <= count; i++) {
            log.append(line(i, "duration: 2.000 ms  statement: " + QUERY + i));
        }
        return log.toString();
    }

    private static LogSummary summary(InputStream log) {
        return summary(log, LoggedCalls.ALL);
    }

    private static LogSummary summary(InputStream log, LoggedCalls logged) {
        LogSummary summary = new LogSummary(LogFilter.ALL, logged);
        try (ExecutorService threads = Executors.newFixedThreadPool(2)) {
            new LogReading(new LogForm.Csv(), threads, true)
                    .read(log, 0, summary::add, bytes -> {});
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        return summary;
    }

    private static LogSummary summary(byte[] log) {
        return summary(new ByteArrayInputStream(log));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Test
    void addsUpCallsOfAQueryUnderTheHashOfItsText() {
        LogSummary summary = summary(bytes(statements(1_000)));

        assertThat(summary.queries())
                .singleElement()
                .satisfies(
                        query -> {
                            assertThat(query.hash()).isEqualTo(NormalizedText.hash(QUERY + "1"));
                            assertThat(query.text()).isEqualTo(NormalizedText.of(QUERY + "1"));
                            assertThat(query.calls()).isEqualTo(1_000);
                            assertThat(query.totalMillis()).isEqualTo(2_000);
                        });
        assertThat(summary.losses().malformed()).isZero();
    }

    @Test
    void joinsATimeToTheStatementThatWasLoggedBefore() {
        LogSummary summary =
                summary(
                        bytes(
                                line(1, "statement: " + QUERY + "1")
                                        + line(2, "duration: 3.500 ms")));

        assertThat(summary.queries())
                .singleElement()
                .satisfies(query -> assertThat(query.totalMillis()).isEqualTo(3.5));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"\n",
                "noise\n",
                ",\"\n",
                "2026-11-26 20:41:16.123 UTC,\"\n",
                "\"\"\"\n",
                "\u0000\u0001\"\u0000\n",
                "{\"a\":[[[[\n",
                "a\"b\n\"c\n",
            })
    void findsAllEntriesAroundNoise(String noise) {
        LogSummary summary = summary(bytes(statements(5) + noise + statements(5)));

        assertThat(summary.counts().statements()).isEqualTo(10);
        assertThat(summary.losses().malformed()).isPositive();
    }

    @Property(tries = 200)
    void findsAllEntriesAroundAnyBytesThatEndTheirLine(@ForAll @Size(max = 200) byte[] noise) {
        ByteArrayOutputStream log = new ByteArrayOutputStream();
        log.writeBytes(bytes(statements(3)));
        log.writeBytes(noise);
        log.write('\n');
        log.writeBytes(bytes(statements(3)));

        assertThat(summary(log.toByteArray()).counts().statements()).isEqualTo(6);
    }

    @Property(tries = 100)
    void countsWhatIsWholeInALogThatIsCut(@ForAll @IntRange(max = 3_000) int length) {
        String log = statements(10);
        String cut = log.substring(0, Math.min(length, log.length()));
        long whole = cut.chars().filter(c -> c == '\n').count();

        assertThat(summary(bytes(cut)).counts().statements()).isEqualTo(whole);
    }

    @Test
    void passesOverALineThatIsTooLongInBoundedMemory() {
        long length = 100L << 20;
        InputStream endless =
                new InputStream() {
                    private long left = length;

                    @Override
                    public int read() {
                        return left-- > 0 ? 'x' : -1;
                    }

                    @Override
                    public int read(byte[] into, int from, int most) {
                        int given = (int) Math.min(most, left);
                        Arrays.fill(into, from, from + given, (byte) 'x');
                        left -= given;
                        return given == 0 ? -1 : given;
                    }
                };
        InputStream log =
                new SequenceInputStream(
                        new SequenceInputStream(
                                new ByteArrayInputStream(bytes(statements(2))), endless),
                        new ByteArrayInputStream(bytes("\n" + statements(2))));

        LogSummary summary = summary(log);

        assertThat(summary.counts().statements()).isEqualTo(4);
        assertThat(summary.losses().tooLong()).isEqualTo(1);
        assertThat(summary.losses().tooLongBytes()).isGreaterThanOrEqualTo(length);
    }

    private static LogSummary summaryOf(LoggedCalls logged, String... messages) {
        StringBuilder log = new StringBuilder();
        for (int i = 0; i < messages.length; i++) {
            log.append(line(i + 1, messages[i]));
        }
        return summary(new ByteArrayInputStream(bytes(log.toString())), logged);
    }

    private static Percentile median(LogSummary summary) {
        return summary.queries().iterator().next().percentile(0.5, summary.logged());
    }

    @Test
    void knowsPercentilesOnlyOfCallsThatAreAllLogged() {
        String call = "duration: 2.000 ms  statement: " + QUERY + "1";

        assertThat(median(summaryOf(LoggedCalls.ALL, call)))
                .isEqualTo(new Percentile.Exact(Duration.ofMillis(2)));
        assertThat(median(summaryOf(LoggedCalls.NONE, call)))
                .isEqualTo(new Percentile.Unknown(Percentile.Reason.LOGGING_NOT_KNOWN));
        assertThat(median(summaryOf(LoggedCalls.from(Duration.ofMillis(1)), call)))
                .isEqualTo(new Percentile.Unknown(Percentile.Reason.CALLS_NOT_KNOWN));
    }

    @ParameterizedTest
    @CsvSource({"100,100", "1s,1000", "0.5s,500", "250us,0.25", "1min,60000", "2 h,7200000"})
    void followsAThresholdThatChangesWithinTheLog(String value, double millis) {
        LogSummary summary =
                summaryOf(
                        LoggedCalls.ALL,
                        "parameter \"log_min_duration_statement\" changed to \"" + value + "\"");

        assertThat(summary.logged().from()).isEqualTo(Duration.ofNanos((long) (millis * 1e6)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"-1", "soon", ""})
    void knowsNothingMoreOnceTheThresholdIsTakenAway(String value) {
        LogSummary summary =
                summaryOf(
                        LoggedCalls.ALL,
                        "parameter \"log_min_duration_statement\" changed to \"" + value + "\"",
                        "parameter \"log_min_duration_statement\" changed to \"0\"");

        assertThat(summary.logged().from()).isNull();
    }

    @Test
    void listsTheSlowestCallsWithWhoMadeThem() {
        LogSummary summary =
                summaryOf(
                        LoggedCalls.ALL,
                        "duration: 5.000 ms  statement: " + QUERY + "1",
                        "duration: 7.000 ms  statement: " + QUERY + "2",
                        "duration: 6.000 ms  statement: SELECT 3");

        assertThat(summary.slowestCalls())
                .extracting(SlowCall::millis)
                .containsExactly(7.0, 6.0, 5.0);
        assertThat(summary.slowestCalls())
                .allSatisfy(
                        call -> {
                            assertThat(call.user()).isEqualTo("app");
                            assertThat(call.database()).isEqualTo("shop");
                            assertThat(call.ended()).isNotNull();
                        });
    }

    @ParameterizedTest
    @FieldSource("org.pgwright.testing.TestServers#MAJORS")
    void temporaryFilesCountForTheStatementThatWroteThem(int major) {
        LogSummary summary = summary(ServerLogs.of(major, "csv"));

        assertThat(summary.counts().temporaryFiles()).isEqualTo(4);
        for (String sort :
                List.of(ServerLogs.SORT_ALONE, ServerLogs.SORT_WITHIN, ServerLogs.SORT_FAILING)) {
            assertThat(summary.queries())
                    .anySatisfy(
                            query -> {
                                assertThat(query.hash()).isEqualTo(NormalizedText.hash(sort));
                                assertThat(query.temporaryFiles()).as(sort).isEqualTo(1);
                            });
        }
        assertThat(summary.queries().stream().filter(query -> query.temporaryFiles() > 0))
                .hasSize(4);
    }

    @Test
    void givesNoStatementTheTemporaryFileOfOneThatWasNotSlowEnoughToBeLogged() {
        String file = line(2, "temporary file: path \"base/pgsql_tmp/pgsql_tmp7.0\", size 8192");

        LogSummary later = summary(bytes(statements(1) + file.replace("20:41:16", "20:41:18")));
        LogSummary atOnce = summary(bytes(statements(1) + file));

        assertThat(later.counts().temporaryBytes()).isEqualTo(8192);
        assertThat(later.queries()).allMatch(query -> query.temporaryFiles() == 0);
        assertThat(atOnce.queries()).allMatch(query -> query.temporaryFiles() == 1);
    }

    @Test
    void keepsTextsOfQueriesInBounds() {
        StringBuilder log = new StringBuilder();
        for (int i = 0; i < 40; i++) {
            String names = ("column_" + i + ", ").repeat(80_000);
            log.append(line(1, "duration: 1.000 ms  statement: SELECT " + names + "1"));
        }

        LogSummary summary = summary(bytes(log.toString()));

        assertThat(summary.queries()).hasSize(40);
        assertThat(summary.queries()).allMatch(query -> query.text().length() <= 100_004);
    }
}
