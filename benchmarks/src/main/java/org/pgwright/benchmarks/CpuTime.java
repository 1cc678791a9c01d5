package org.pgwright.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/** The processor time of this process and of the children that it has seen end. */
final class CpuTime {
    /** Of {@code /proc/PID/stat}, in clock ticks; see proc(5). */
    private static final int FIRST_FIELD_AFTER_NAME = 3;

    private static final int USER = 14;
    private static final int CHILDREN_SYSTEM = 17;
    private static final int TICKS_A_SECOND = 100;

    private CpuTime() {}

    /** Works on Linux only. */
    static Duration now() throws IOException {
        String stat = Files.readString(Path.of("/proc/self/stat"));
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
        long ticks = 0;
        for (int field = USER; field <= CHILDREN_SYSTEM; field++) {
            ticks += Long.parseLong(fields[field - FIRST_FIELD_AFTER_NAME]);
        }
        return Duration.ofMillis(ticks * 1_000 / TICKS_A_SECOND);
    }
}
