package org.pgwright.benchmarks.process;

import org.pgwright.catalog.Bytes;

import java.io.IOException;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The memory that a process has in RAM, shared memory included.
 *
 * @param peak the most that it ever had
 */
public record ResidentMemory(Bytes now, Bytes peak) {
    private static final long KIB = 1024;

    /** Of a process; empty if it is gone. */
    public static Optional<ResidentMemory> of(long pid) throws IOException {
        return ProcessFile.read(pid, "status").flatMap(ResidentMemory::parse);
    }

    /** Reads {@code /proc/PID/status}; empty for a process that has ended and waits to be seen. */
    static Optional<ResidentMemory> parse(String status) {
        return line("VmRSS", status)
                .flatMap(now -> line("VmHWM", status).map(peak -> new ResidentMemory(now, peak)));
    }

    private static Optional<Bytes> line(String name, String status) {
        Matcher line =
                Pattern.compile("^" + name + ":\\s*(\\d+) kB$", Pattern.MULTILINE).matcher(status);
        return line.find()
                ? Optional.of(new Bytes(Long.parseLong(line.group(1)) * KIB))
                : Optional.empty();
    }
}
