package org.pgwright.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;

/**
 * A process, told from a later one that got the same number.
 *
 * @param start what the operating system says about its start, compared only for equality
 */
record ProcessIdentity(long pid, String start) {
    private static final Path BOOT = Path.of("/proc/sys/kernel/random/boot_id");

    /** The position of the start time among the fields that follow the command's name. */
    private static final int START_AFTER_NAME = 19;

    static ProcessIdentity ofThisProcess() {
        long pid = ProcessHandle.current().pid();
        return of(pid).orElseGet(() -> new ProcessIdentity(pid, "unknown"));
    }

    /** The process that has the number now. */
    static Optional<ProcessIdentity> of(long pid) {
        return startOf(pid).map(start -> new ProcessIdentity(pid, start));
    }

    static Optional<ProcessIdentity> parse(String text) {
        String[] parts = text.strip().split(" ", 2);
        if (parts.length < 2 || !parts[0].matches("[0-9]{1,18}")) {
            return Optional.empty();
        }
        return Optional.of(new ProcessIdentity(Long.parseLong(parts[0]), parts[1]));
    }

    boolean isAlive() {
        return of(pid).equals(Optional.of(this));
    }

    /** One line that {@link #parse} reads. */
    String text() {
        return pid + " " + start;
    }

    private static Optional<String> startOf(long pid) {
        if (Files.exists(BOOT)) {
            return startOnLinux(pid);
        }
        return ProcessHandle.of(pid)
                .flatMap(process -> process.info().startInstant())
                .map(Instant::getEpochSecond)
                .map(String::valueOf);
    }

    /** Ticks since the machine's start (proc(5)), which no change of the clock moves. */
    private static Optional<String> startOnLinux(long pid) {
        try {
            String stat = Files.readString(Path.of("/proc", String.valueOf(pid), "stat"));
            String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
            if (fields[0].equals("Z")) {
                return Optional.empty();
            }
            return Optional.of(fields[START_AFTER_NAME] + "@" + Files.readString(BOOT).strip());
        } catch (IOException gone) {
            return Optional.empty();
        }
    }
}
