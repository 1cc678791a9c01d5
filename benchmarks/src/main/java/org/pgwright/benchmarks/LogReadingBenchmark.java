package org.pgwright.benchmarks;

import org.pgwright.benchmarks.logs.LogGenerator;
import org.pgwright.benchmarks.logs.LogReaders;
import org.pgwright.benchmarks.logs.LogReadingTable;
import org.pgwright.benchmarks.logs.LogReadings;
import org.pgwright.planner.Progress;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** {@code log-reading}: how fast logs are read, beside pgBadger where it is installed. */
final class LogReadingBenchmark {
    /** Leaves pgBadger out, which takes minutes. */
    private static final String ALONE = "--alone";

    private static final List<Integer> DEFAULT_MEGABYTES = List.of(256, 1_000);
    private static final long MEGABYTE = 1_000_000;

    /** The benchmarks run in the folder of their module. */
    private static final Path SCRIPT = Path.of("..", "bin", "pgwright");

    private final Machine machine;
    private final Progress progress;

    LogReadingBenchmark(Machine machine, Progress progress) {
        this.machine = machine;
        this.progress = progress;
    }

    /**
     * Returns the table.
     *
     * @param arguments sizes in megabytes, and perhaps {@value #ALONE}
     */
    String run(List<String> arguments, Results results) throws IOException {
        List<Integer> sizes =
                arguments.stream()
                        .filter(each -> !each.equals(ALONE))
                        .map(Integer::valueOf)
                        .toList();
        boolean isAlone = arguments.contains(ALONE);
        Optional<Path> pgBadger = isAlone ? Optional.empty() : LogReaders.pgBadger();
        Path folder =
                Files.createTempDirectory(Files.createDirectories(machine.cache()), "log-reading");
        try {
            List<LogReadings> measured = new ArrayList<>();
            for (int size : sizes.isEmpty() ? DEFAULT_MEGABYTES : sizes) {
                measured.add(measure(size * MEGABYTE, folder, pgBadger));
            }
            String table = new LogReadingTable(measured, isAlone).shown();
            results.write("log-reading", table, measured);
            return table;
        } finally {
            delete(folder);
        }
    }

    private LogReadings measure(long bytes, Path folder, Optional<Path> pgBadger)
            throws IOException {
        Path log = folder.resolve("postgresql.csv");
        String size = " %,d MB".formatted(bytes / MEGABYTE);
        progress.step("Writing" + size, 0, 0);
        LogGenerator.Written written = LogGenerator.write(log, bytes);
        LogReaders readers = new LogReaders(SCRIPT.toAbsolutePath().normalize(), folder);
        progress.step("Reading" + size, 0, 0);
        LogReadings.Reading ours = readers.pgwright(log);
        if (pgBadger.isEmpty()) {
            return new LogReadings(Files.size(log), written, ours, null, null);
        }
        progress.step("Reading" + size + " with pgBadger", 0, 0);
        LogReadings.Reading one = readers.pgBadger(pgBadger.get(), log, 1);
        progress.step("Reading" + size + " with pgBadger on two cores", 0, 0);
        LogReadings.Reading two = readers.pgBadger(pgBadger.get(), log, 2);
        return new LogReadings(Files.size(log), written, ours, one, two);
    }

    private static void delete(Path folder) throws IOException {
        try (var files = Files.list(folder)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
        Files.delete(folder);
    }
}
