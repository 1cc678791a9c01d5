package org.pgwright.app;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

final class DemoCommandTest {
    private static final Pattern DATA_FOLDER = Pattern.compile("postgres.* -D (\\S+)");
    private static final int PATIENCE_SECONDS = 60;

    @TempDir private Path home;

    @ParameterizedTest
    @ValueSource(strings = {"0", "-1", "1000", "NaN"})
    void refusesAScaleThatIsNotPossible(String scale) {
        CommandLineFixture.Ending ending =
                new CommandLineFixture(home).run("demo", "--scale", scale);

        assertThat(ending.code()).isEqualTo(2);
        assertThat(ending.err()).contains("is not from 0.001 to 100");
        assertThat(ending.out()).isEmpty();
    }

    @Test
    void leavesNothingBehindWhenInterrupted() throws IOException, InterruptedException {
        Process demo = new CommandLineFixture(home).process("demo", "--scale", "0.02").start();
        try (BufferedReader out = demo.inputReader()) {
            assertThat(out.lines().anyMatch(line -> line.startsWith("Loaded"))).isTrue();
            List<ProcessHandle> servers = demo.descendants().toList();
            List<Path> folders = servers.stream().flatMap(p -> dataFolder(p).stream()).toList();
            assertThat(folders).isNotEmpty();

            new ProcessBuilder("kill", "-INT", String.valueOf(demo.pid())).start().waitFor();

            assertThat(demo.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
            assertThat(servers).noneMatch(ProcessHandle::isAlive);
            assertThat(folders).noneMatch(Files::exists);
        } finally {
            demo.destroyForcibly();
        }
    }

    @Test
    void servesWhatItDidUntilItIsEnded() throws IOException, InterruptedException {
        Process demo = new CommandLineFixture(home).process("demo", "--scale", "0.01").start();
        try (BufferedReader out = demo.inputReader()) {
            URI page =
                    out.lines()
                            .map(String::strip)
                            .filter(line -> line.startsWith("http") && line.contains("/db/demo"))
                            .map(URI::create)
                            .findFirst()
                            .orElseThrow();
            List<Path> folders = demo.descendants().flatMap(p -> dataFolder(p).stream()).toList();
            assertThat(folders).isNotEmpty();
            assertThat(status(page)).isEqualTo(302);
            assertThat(status(page.resolve("/readyz"))).isEqualTo(200);

            new ProcessBuilder("kill", "-INT", String.valueOf(demo.pid())).start().waitFor();

            assertThat(demo.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
            assertThat(demo.exitValue()).isEqualTo(0);
            assertThat(folders).noneMatch(Files::exists);
        } finally {
            demo.destroyForcibly();
        }
    }

    private static int status(URI address) throws IOException, InterruptedException {
        return HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(address).build(),
                        HttpResponse.BodyHandlers.discarding())
                .statusCode();
    }

    private static List<Path> dataFolder(ProcessHandle process) {
        Matcher command =
                DATA_FOLDER.matcher(process.info().commandLine().orElse("").replace('\0', ' '));
        return command.find() ? List.of(Path.of(command.group(1))) : List.of();
    }
}
