package org.pgwright.benchmarks.logs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Runs a program and measures what it, and all that it starts, takes. Works on Linux only. */
public final class MeasuredProcess {
    private static final int LOOK_EVERY_MILLIS = 20;
    private static final String PEAK = "VmHWM:";

    private final Map<Long, Long> peaks = new HashMap<>();

    private MeasuredProcess() {}

    /**
     * What a program took.
     *
     * @param peakKilobytes of memory, those of all its processes added up
     */
    public record Taken(Duration wall, Duration processor, long peakKilobytes) {}

    /**
     * Runs a program to its end.
     *
     * @param output takes what it prints, for when it fails
     * @throws IllegalStateException if it does not end well
     */
    static Taken run(List<String> command, Path output) throws IOException {
        Duration before = ChildTime.now();
        long begin = System.nanoTime();
        Process process =
                new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(output.toFile())
                        .start();
        MeasuredProcess measured = new MeasuredProcess();
        try {
            while (!process.waitFor(LOOK_EVERY_MILLIS, TimeUnit.MILLISECONDS)) {
                measured.look(process.toHandle());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        } finally {
            process.destroy();
        }
        Duration wall = Duration.ofNanos(System.nanoTime() - begin);
        if (process.exitValue() != 0) {
            throw new IllegalStateException(command + " failed: " + Files.readString(output));
        }
        long peak = measured.peaks.values().stream().mapToLong(Long::longValue).sum();
        return new Taken(wall, ChildTime.now().minus(before), peak);
    }

    private void look(ProcessHandle process) throws IOException {
        List<ProcessHandle> all = Stream.concat(Stream.of(process), process.descendants()).toList();
        for (ProcessHandle each : all) {
            long peak = peak(each.pid());
            peaks.merge(each.pid(), peak, Math::max);
        }
    }

    /** 0 for a process that is gone. */
    private static long peak(long pid) throws IOException {
        try (Stream<String> lines = Files.lines(Path.of("/proc/%d/status".formatted(pid)))) {
            return lines.filter(line -> line.startsWith(PEAK))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                    .findFirst()
                    .orElse(0);
        } catch (NoSuchFileException | java.io.UncheckedIOException gone) {
            return 0;
        }
    }
}
