package org.pgwright.app;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.pgwright.testing.TestDatabase;
import org.pgwright.testing.TestServers;

import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchService;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Ctrl-C and SIGTERM end a command at once, with nothing said and nothing left. */
final class SignalTest {
    private static final Path RUNS = TestServers.cache().resolve("run");

    @TempDir private Path folder;

    @ParameterizedTest
    @CsvSource({"INT, 130", "TERM, 143"})
    void leavesNothingBehindWhenItIsInterrupted(String signal, int code) throws Exception {
        try (TestDatabase shop = ShopDatabase.withStatements();
                WatchService watch = FileSystems.getDefault().newWatchService()) {
            RUNS.register(watch, StandardWatchEventKinds.ENTRY_CREATE);
            Path out = folder.resolve("out");
            Path err = folder.resolve("err");
            Process process =
                    new CommandLineFixture(folder)
                            .on(shop)
                            .process("advise")
                            .redirectOutput(out.toFile())
                            .redirectError(err.toFile())
                            .start();
            try {
                awaitServerOf(process, watch);
                kill(signal, process);

                assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
            } finally {
                process.destroyForcibly();
            }
            assertThat(process.exitValue()).isEqualTo(code);
            assertThat(err).isEmptyFile();
            assertThat(out).isEmptyFile();
            assertThat(runsOf(process)).isEmpty();
        }
    }

    private static void awaitServerOf(Process process, WatchService watch) throws Exception {
        while (runsOf(process).isEmpty()) {
            assertThat(process.isAlive()).isTrue();
            var key = watch.poll(1, TimeUnit.SECONDS);
            if (key != null) {
                key.pollEvents();
                key.reset();
            }
        }
    }

    private static void kill(String signal, Process process) throws Exception {
        String pid = String.valueOf(process.pid());
        assertThat(new ProcessBuilder("kill", "-" + signal, pid).start().waitFor()).isZero();
    }

    private static List<String> runsOf(Process process) throws IOException {
        try (Stream<Path> runs = Files.list(RUNS)) {
            return runs.map(run -> String.valueOf(run.getFileName()))
                    .filter(name -> name.startsWith(process.pid() + "-"))
                    .toList();
        }
    }
}
