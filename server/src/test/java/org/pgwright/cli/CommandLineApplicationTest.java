package org.pgwright.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.pgwright.error.ErrorCode;
import org.pgwright.error.PgwrightException;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

final class CommandLineApplicationTest {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @Command(name = "fail", description = "Fails.")
    static final class Fail implements Runnable {
        @Option(names = "-h", description = "Host.")
        private String host = "";

        private final RuntimeException failure;

        Fail(RuntimeException failure) {
            this.failure = failure;
        }

        @Override
        public void run() {
            if (!host.equals("none")) {
                throw failure;
            }
        }
    }

    private static PgwrightException noServer() {
        return new PgwrightException(
                ErrorCode.CONNECTION_FAILED, "nothing listens on port 1", "start a server");
    }

    private int run(String... arguments) {
        return runTo(out, arguments);
    }

    private int runTo(OutputStream stream, String... arguments) {
        Terminal terminal = new Terminal(stream, err, Terminal.Traits.PIPES);
        return new CommandLineApplication(terminal, "1.2.3", List.of(new Fail(noServer())))
                .run(arguments);
    }

    private String errors() {
        return err.toString(StandardCharsets.UTF_8);
    }

    private String output() {
        return out.toString(StandardCharsets.UTF_8);
    }

    @Test
    void printsTheVersionBothWays() {
        assertThat(run("--version")).isZero();
        assertThat(run("version")).isZero();
        assertThat(output()).isEqualTo("pgwright 1.2.3\npgwright 1.2.3\n");
    }

    @Test
    void printsHelpToStandardOutput() {
        assertThat(run("--help")).isZero();
        assertThat(output()).contains("Commands:", "fail", "version", "Exit codes:");
        assertThat(errors()).isEmpty();
    }

    @Test
    void takesTheShortFormOfHelpForTheHost() {
        assertThat(run("fail", "-h", "none")).isZero();
    }

    @Test
    void namesTheUnknownCommandInOneLine() {
        assertThat(run("advice")).isEqualTo(2);
        assertThat(errors())
                .isEqualTo("pgwright: there is no command 'advice'; see pgwright --help\n");
    }

    @Test
    void asksForACommandWhereThereIsNone() {
        assertThat(run()).isEqualTo(2);
        assertThat(errors()).isEqualTo("pgwright: no command was given; see pgwright --help\n");
    }

    @Test
    void namesTheUnknownOptionInOneLine() {
        assertThat(run("fail", "--hots", "x")).isEqualTo(2);
        assertThat(errors()).hasLineCount(1).startsWith("pgwright: ").contains("--hots");
    }

    @Test
    void endsWithTheExitCodeOfTheError() {
        assertThat(run("fail")).isEqualTo(3);
        assertThat(errors()).isEqualTo("pgwright: nothing listens on port 1; start a server\n");
    }

    @Test
    void printsTheStackTraceOnlyWhenAskedTo() {
        assertThat(run("fail", "--debug")).isEqualTo(3);
        assertThat(errors()).contains("\tat org.pgwright");
    }

    @Test
    void endsQuietlyWhenTheReaderOfStandardOutputHasGone() {
        assertThat(runTo(failing("Broken pipe"), "version")).isEqualTo(141);
        assertThat(errors()).isEmpty();
    }

    @Test
    void saysThatTheDeviceOfStandardOutputIsFull() {
        assertThat(runTo(failing("No space left on device"), "version")).isEqualTo(1);
        assertThat(errors()).hasLineCount(1).contains("no space left", "--output");
    }

    private static OutputStream failing(String reason) {
        return new OutputStream() {
            @Override
            public void write(int b) throws IOException {
                throw new IOException(reason);
            }
        };
    }
}
