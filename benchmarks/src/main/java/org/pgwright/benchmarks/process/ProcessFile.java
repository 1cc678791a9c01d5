package org.pgwright.benchmarks.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;

/** Files in which Linux shows a process. */
final class ProcessFile {
    /** What reading says when the process ends meanwhile (ESRCH). */
    private static final String GONE = "No such process";

    private ProcessFile() {}

    /** What a file of a process says; empty if the process is gone. */
    static Optional<String> read(long pid, String name) throws IOException {
        try {
            return Optional.of(Files.readString(Path.of("/proc/" + pid, name)));
        } catch (NoSuchFileException ended) {
            return Optional.empty();
        } catch (IOException failure) {
            if (String.valueOf(failure.getMessage()).contains(GONE)) {
                return Optional.empty();
            }
            throw failure;
        }
    }
}
