package org.pgwright.benchmarks.staged;

import org.pgwright.benchmarks.collect.PasswordFile;
import org.pgwright.benchmarks.collect.ServerUrl;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * pgbench with a script for each statement, so that its log has the time of each call (manual,
 * pgbench, per-transaction logging).
 */
final class PgbenchLoad implements Load {
    private static final int CLIENTS = 4;
    private static final int SECONDS_TO_END = 30;
    private static final double MICROS = 1_000;

    /** client, number, time, script, seconds, microseconds, lag. */
    private static final int COLUMNS = 7;

    private final Path program;
    private final Process process;
    private final Path folder;
    private final PasswordFile passwords;

    private PgbenchLoad(Path program, Process process, Path folder, PasswordFile passwords) {
        this.program = program;
        this.process = process;
        this.folder = folder;
        this.passwords = passwords;
    }

    /** The one on the PATH, or else beside the server on the PATH. */
    static Optional<Path> find(String path) throws IOException {
        List<Path> places = Stream.of(path.split(File.pathSeparator)).map(Path::of).toList();
        List<Path> all = new ArrayList<>(places);
        for (Path place : places) {
            Path server = place.resolve("postgres");
            if (Files.isExecutable(server)) {
                all.add(server.toRealPath().resolveSibling(""));
            }
        }
        return all.stream()
                .map(place -> place.resolve("pgbench"))
                .filter(Files::isExecutable)
                .findFirst();
    }

    /**
     * Starts it.
     *
     * @param rate calls a second, of all statements together
     */
    static PgbenchLoad start(
            Path program, ServerUrl url, List<StagedStatement> statements, int rate)
            throws IOException {
        Path folder = Files.createTempDirectory("pgbench");
        List<String> command =
                new ArrayList<>(
                        List.of(
                                program.toString(),
                                "--no-vacuum",
                                "--protocol=prepared",
                                "--client=" + CLIENTS,
                                "--rate=" + rate,
                                "--time=" + Duration.ofDays(1).toSeconds(),
                                "--log",
                                "--log-prefix=" + folder.resolve("calls")));
        for (int i = 0; i < statements.size(); i++) {
            Path script = Files.writeString(folder.resolve(i + ".sql"), statements.get(i).script());
            command.add("--file=%s@%d".formatted(script, statements.get(i).weight()));
        }
        command.add(url.shown());
        PasswordFile passwords = PasswordFile.of(List.of(url));
        ProcessBuilder builder =
                new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(folder.resolve("output").toFile());
        passwords.use(builder);
        return new PgbenchLoad(program, builder.start(), folder, passwords);
    }

    @Override
    public String name() {
        return "pgbench";
    }

    @Override
    public void check() throws IOException {
        if (!process.isAlive()) {
            throw new IllegalStateException(
                    "%s ended: %s".formatted(program, Files.readString(folder.resolve("output"))));
        }
    }

    @Override
    public List<ClientCall> calls() throws IOException {
        List<ClientCall> calls = new ArrayList<>();
        Path log = folder.resolve("calls." + process.pid());
        try (Stream<String> lines = Files.lines(log)) {
            lines.map(PgbenchLoad::call).forEach(call -> call.ifPresent(calls::add));
        }
        return calls;
    }

    /**
     * Without the time that a call waited for its turn; empty for a line that is not complete yet.
     */
    static Optional<ClientCall> call(String line) {
        String[] columns = line.split(" ");
        if (columns.length != COLUMNS || columns[COLUMNS - 1].isEmpty()) {
            return Optional.empty();
        }
        long[] numbers = Stream.of(columns).mapToLong(Long::parseLong).toArray();
        int column = 2;
        long micros = numbers[column++];
        int script = (int) numbers[column++];
        Instant ended =
                Instant.ofEpochSecond(numbers[column++])
                        .plusNanos(TimeUnit.MICROSECONDS.toNanos(numbers[column++]));
        return Optional.of(new ClientCall(script, ended, (micros - numbers[column]) / MICROS));
    }

    @Override
    public void close() throws IOException {
        process.destroy();
        try {
            if (!process.waitFor(SECONDS_TO_END, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException interrupted) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
        passwords.close();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
        Files.delete(folder);
    }
}
