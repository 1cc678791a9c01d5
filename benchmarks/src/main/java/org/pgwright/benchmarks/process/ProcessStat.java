package org.pgwright.benchmarks.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * A process as {@code /proc/PID/stat} shows it, on Linux.
 *
 * @param own the processor time of all its threads
 * @param children that of the children whose end it has seen
 */
public record ProcessStat(long pid, long parent, Duration own, Duration children) {
    /** Fields are numbered as in proc(5); the second is a name that may hold anything. */
    private static final int FIRST_FIELD_AFTER_NAME = 3;

    private static final int PARENT = 4;
    private static final int USER = 14;
    private static final int SYSTEM = 15;
    private static final int CHILDREN_USER = 16;
    private static final int CHILDREN_SYSTEM = 17;
    private static final int MILLIS_A_TICK = 10;

    /** Of this process. */
    public static ProcessStat ofThis() throws IOException {
        return parse(Files.readString(Path.of("/proc/self/stat")));
    }

    /** Of a process; empty if it is gone. */
    public static Optional<ProcessStat> of(long pid) throws IOException {
        return ProcessFile.read(pid, "stat").map(ProcessStat::parse);
    }

    /**
     * Reads the line.
     *
     * @throws IllegalArgumentException if it is none
     */
    static ProcessStat parse(String line) {
        int name = line.indexOf('(');
        int end = line.lastIndexOf(')');
        String[] fields = end < 0 ? new String[0] : line.substring(end + 1).strip().split(" ");
        if (name < 2 || fields.length <= CHILDREN_SYSTEM - FIRST_FIELD_AFTER_NAME) {
            throw new IllegalArgumentException("no line of /proc/PID/stat: " + line);
        }
        return new ProcessStat(
                Long.parseLong(line.substring(0, name).strip()),
                field(fields, PARENT),
                time(fields, USER, SYSTEM),
                time(fields, CHILDREN_USER, CHILDREN_SYSTEM));
    }

    /** Its own processor time, and that of children that ended. */
    public Duration all() {
        return own.plus(children);
    }

    private static Duration time(String[] fields, int user, int system) {
        return Duration.ofMillis((field(fields, user) + field(fields, system)) * MILLIS_A_TICK);
    }

    private static long field(String[] fields, int number) {
        return Long.parseLong(fields[number - FIRST_FIELD_AFTER_NAME]);
    }
}
