package org.pgwright.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.luben.zstd.ZstdOutputStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pgwright.error.ErrorCode;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.GZIPOutputStream;

/** {@code pgwright log}. */
final class LogCommandTest {
    private static final String PLAIN =
            """
            2026-11-26 20:41:16.123 UTC [7] LOG:  duration: 2.000 ms  statement: SELECT 'secret'
            2026-11-26 20:41:17.123 UTC [7] ERROR:  invalid input syntax for type integer: "secret"
            2026-11-26 20:41:17.123 UTC [7] STATEMENT:  SELECT 'secret'::int
            """;

    @TempDir private Path folder;

    private CommandLineFixture.Ending run(String... arguments) {
        return new CommandLineFixture(folder).run(arguments);
    }

    @Test
    void reportsWithoutAnyValues() throws IOException {
        Path log = Files.writeString(folder.resolve("server.txt"), PLAIN);

        for (String format : new String[] {"text", "json"}) {
            CommandLineFixture.Ending ending =
                    run("log", log.toString(), "--threshold", "0", "--format", format);
            assertThat(ending.code()).isZero();
            assertThat(ending.err()).isEmpty();
            assertThat(ending.out())
                    .contains("select $1")
                    .contains("invalid input syntax for type integer: ?")
                    .doesNotContain("secret");
        }
    }

    @Test
    void tellsWhatIsWrongWithTheSlowestPlanOfAQuery() throws IOException {
        String plan =
                """
                2026-11-26 20:41:16.123 UTC [7] LOG:  duration: %1$s.000 ms  plan:
                \tQuery Text: SELECT * FROM orders WHERE note = 'secret'
                \tSeq Scan on orders  (cost=0.00..900.00 rows=1 width=9) (actual time=0.1..%1$s rows=1 loops=1)
                \t  Filter: (note = 'secret'::text)
                \t  Rows Removed by Filter: 59999
                """;
        Path log =
                Files.writeString(
                        folder.resolve("server.txt"),
                        plan.formatted(20) + plan.formatted(30) + PLAIN);

        CommandLineFixture.Ending text = run("log", log.toString());
        CommandLineFixture.Ending json = run("log", log.toString(), "--format", "json");

        assertThat(text.out().replaceAll("\\s+", " "))
                .contains(
                        "Findings in the slowest plans",
                        "30 ms select * from orders where note = $1",
                        "* Seq Scan on orders (node 1) read 60,000 rows",
                        "over 99.9 % of them by its filter (note =",
                        "To do: an index on orders (note)")
                .doesNotContain("secret");
        assertThat(json.out())
                .containsOnlyOnce("\"kind\" : \"sequential-scan\"")
                .contains("Filter: (note = ?::text)")
                .doesNotContain("secret");
    }

    @Test
    void readsPackedFilesOfAFolder() throws IOException {
        try (OutputStream out =
                new GZIPOutputStream(Files.newOutputStream(folder.resolve("a.1")))) {
            out.write(PLAIN.getBytes(StandardCharsets.UTF_8));
        }
        try (OutputStream out =
                new ZstdOutputStream(Files.newOutputStream(folder.resolve("a.2")))) {
            out.write(PLAIN.getBytes(StandardCharsets.UTF_8));
        }

        CommandLineFixture.Ending ending = run("log", folder.toString(), "--format", "json");

        assertThat(ending.out()).contains("\"statements\" : 2").contains("LOGGING_NOT_KNOWN");
    }

    @Test
    void saysThatAFileIsNoLog() throws IOException {
        Path file = Files.writeString(folder.resolve("notes"), "nothing of a server\n");

        CommandLineFixture.Ending ending = run("log", file.toString());

        assertThat(ending.code()).isEqualTo(ErrorCode.USAGE.exitCode());
        assertThat(ending.err()).contains("there is no server log in");
    }

    @Test
    void reportsWhatAPackedFileHoldsUpToWhereItIsCut() throws IOException {
        Path file = folder.resolve("cut.gz");
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(file))) {
            out.write(PLAIN.repeat(20_000).getBytes(StandardCharsets.UTF_8));
        }
        byte[] packed = Files.readAllBytes(file);
        Files.write(file, Arrays.copyOf(packed, packed.length / 2));

        CommandLineFixture.Ending ending = run("log", file.toString());

        assertThat(ending.code()).isZero();
        assertThat(ending.err()).contains("damaged or cut");
        assertThat(ending.out()).contains("select $1");
    }

    @Test
    void leavesOutAFileThatIsDamagedFromItsBeginning() throws IOException {
        Files.writeString(folder.resolve("server.log"), PLAIN);
        Files.write(folder.resolve("broken.gz"), new byte[] {0x1f, (byte) 0x8b, 7, 7, 7, 7});
        byte[] zstd = {0x28, (byte) 0xb5, 0x2f, (byte) 0xfd, 7, 7, 7, 7, 7};
        Files.write(folder.resolve("broken.zst"), zstd);

        CommandLineFixture.Ending ending = run("log", folder.toString());

        assertThat(ending.code()).isZero();
        assertThat(ending.err())
                .contains("broken.gz is damaged, it is left out")
                .contains("broken.zst is damaged, it is left out");
        assertThat(ending.out()).contains("select $1");
    }

    @Test
    void estimatesPercentilesFromASample() throws IOException {
        String call = PLAIN.substring(0, PLAIN.indexOf('\n') + 1);
        Path log = Files.writeString(folder.resolve("server.log"), call.repeat(100));

        assertThat(run("log", log.toString(), "--sample-rate", "0.1", "--format", "json").out())
                .contains("\"percentilesEstimated\" : true")
                .contains("\"percentilesMissing\" : \"TOO_FEW_SAMPLED\"");
        assertThat(run("log", log.toString(), "--sample-rate", "7").err())
                .contains("--sample-rate 7.0 is no share of the calls");
    }

    @Test
    void listsTheSlowestCalls() throws IOException {
        Path log = Files.writeString(folder.resolve("server.log"), PLAIN);

        assertThat(run("log", log.toString()).out()).contains("Slowest calls");
        assertThat(run("log", log.toString(), "--format", "json").out())
                .contains("\"slowestCalls\"")
                .contains("\"ended\" : \"2026-11-26T20:41:16.123Z\"");
    }
}
