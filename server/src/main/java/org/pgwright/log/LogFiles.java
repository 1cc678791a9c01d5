package org.pgwright.log;

import org.jspecify.annotations.Nullable;
import org.pgwright.error.ErrorCode;
import org.pgwright.error.PgwrightException;
import org.pgwright.log.entry.LinePrefix;
import org.pgwright.log.entry.LogForm;
import org.pgwright.planner.Progress;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** Reads log files, folders of them, and standard input, once and to their end. */
public final class LogFiles {
    /** Stands for standard input. */
    private static final String STANDARD_INPUT = "-";

    private final @Nullable LinePrefix prefix;
    private final Supplier<InputStream> standardInput;
    private final List<String> warnings = new ArrayList<>();

    /**
     * @param prefix of plain logs; null to tell it by their lines
     */
    public LogFiles(@Nullable LinePrefix prefix, Supplier<InputStream> standardInput) {
        this.prefix = prefix;
        this.standardInput = standardInput;
    }

    /**
     * Reads all.
     *
     * @param named files, folders, or {@code -}
     * @return the files that were read, with their forms
     * @throws PgwrightException USAGE for what is not there or no log
     */
    public List<String> read(
            List<String> named, Consumer<LogReading.Batch> batches, Progress progress)
            throws IOException {
        List<String> sources = new ArrayList<>();
        try (ExecutorService threads =
                Executors.newFixedThreadPool(Runtime.getRuntime().availableProcessors())) {
            Reading reading = new Reading(threads, batches, progress, sources);
            for (String name : named) {
                if (name.equals(STANDARD_INPUT)) {
                    read("standard input", standardInput.get(), 0, reading);
                    continue;
                }
                for (Path file : files(Path.of(name))) {
                    read(file.toString(), Files.newInputStream(file), Files.size(file), reading);
                }
            }
        }
        if (sources.isEmpty()) {
            throw new PgwrightException(
                    ErrorCode.USAGE,
                    "there is no server log in " + String.join(", ", named),
                    "check the names, or give the server's log_line_prefix with --prefix");
        }
        return sources;
    }

    private record Reading(
            ExecutorService threads,
            Consumer<LogReading.Batch> batches,
            Progress progress,
            List<String> sources) {}

    /**
     * @param size of the file, packed or not; 0 if not known
     */
    private void read(String name, InputStream in, long size, Reading reading) throws IOException {
        try (LogFile log = LogFile.open(in, prefix)) {
            if (log.form().isEmpty()) {
                String reason = log.isDamaged() ? " is damaged" : " is no server log";
                warnings.add(name + reason + ", it is left out");
                return;
            }
            LogForm form = log.form().get();
            reading.sources.add(name + " (" + form.shown() + ")");
            String phase = "Reading " + name;
            new LogReading(form, reading.threads, true)
                    .read(
                            log.bytes(),
                            0,
                            reading.batches,
                            bytes -> reading.progress.step(phase, Math.min(bytes, size), size));
            if (log.isDamaged()) {
                warnings.add(name + " is damaged or cut, what is behind that place is not read");
            }
        }
    }

    /** A file, or the files of a folder in the order in which they were last written. */
    private static List<Path> files(Path named) throws IOException {
        if (!Files.exists(named)) {
            throw new PgwrightException(
                    ErrorCode.USAGE, "there is no file " + named, "check its name");
        }
        if (!Files.isDirectory(named)) {
            return List.of(named);
        }
        record Dated(Path file, FileTime time) {}
        List<Dated> files = new ArrayList<>();
        try (Stream<Path> all = Files.list(named)) {
            for (Path file : all.filter(Files::isRegularFile).toList()) {
                files.add(new Dated(file, Files.getLastModifiedTime(file)));
            }
        }
        return files.stream()
                .sorted(Comparator.comparing(Dated::time).thenComparing(Dated::file))
                .map(Dated::file)
                .toList();
    }

    /** What the user should know of what was read. */
    public List<String> warnings() {
        return List.copyOf(warnings);
    }
}
