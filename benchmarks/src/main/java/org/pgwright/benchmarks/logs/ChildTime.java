package org.pgwright.benchmarks.logs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/** The processor time of the children of this process that have ended. */
final class ChildTime {
    /** Of {@code /proc/self/stat}, in clock ticks; see proc(5). */
    private static final int FIRST_FIELD_AFTER_NAME = 3;

    private static final int CHILDREN_USER = 16;
    private static final int CHILDREN_SYSTEM = 17;
    private static final int MILLIS_A_TICK = 10;

    private ChildTime() {}

    /** Works on Linux only. */
    static Duration now() throws IOException {
        String stat = Files.readString(Path.of("/proc/self/stat"));
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
        long ticks =
                Long.parseLong(fields[CHILDREN_USER - FIRST_FIELD_AFTER_NAME])
                        + Long.parseLong(fields[CHILDREN_SYSTEM - FIRST_FIELD_AFTER_NAME]);
        return Duration.ofMillis(ticks * MILLIS_A_TICK);
    }
}
