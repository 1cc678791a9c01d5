package org.pgwright.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** A server process that runs on a data folder, known from what it wrote there. */
record Postmaster(ProcessIdentity process, String state) {
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final long POLL = TimeUnit.MILLISECONDS.toNanos(20);

    /** The line of postmaster.pid that says what the server can do (PostgreSQL 10 and later). */
    private static final int STATE_LINE = 7;

    /**
     * The server that runs on a data folder.
     *
     * <p>Its process number comes from a file that may be old or, if the server was led astray,
     * untrue: the process counts only if its own command line names the folder.
     */
    static Optional<Postmaster> of(Path data) {
        try {
            List<String> lines = Files.readAllLines(data.resolve("postmaster.pid"));
            if (lines.isEmpty() || !lines.getFirst().matches("[0-9]{1,9}")) {
                return Optional.empty();
            }
            long pid = Long.parseLong(lines.getFirst());
            String state = lines.size() > STATE_LINE ? lines.get(STATE_LINE).strip() : "starting";
            return ProcessIdentity.of(pid)
                    .filter(process -> commandLine(pid).contains(data.toString()))
                    .map(process -> new Postmaster(process, state));
        } catch (IOException unreadable) {
            return Optional.empty();
        }
    }

    boolean accepts() {
        return state.equals("ready") || state.equals("standby");
    }

    /**
     * Stops it, by force after ten seconds.
     *
     * @param signal QUIT for at once, INT for an orderly end
     */
    void stop(String signal) throws IOException {
        signal(signal);
        if (!awaitEnd()) {
            signal("KILL");
            awaitEnd();
        }
    }

    private void signal(String name) throws IOException {
        if (process.isAlive()) {
            String pid = String.valueOf(process.pid());
            Command.run(
                    List.of("/bin/sh", "-c", "kill -s \"$1\" \"$2\"", "kill", name, pid), PATIENCE);
        }
    }

    private boolean awaitEnd() {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (process.isAlive() && System.nanoTime() < end) {
            LockSupport.parkNanos(POLL);
        }
        return !process.isAlive();
    }

    private static List<String> commandLine(long pid) {
        try {
            String line = Files.readString(Path.of("/proc", String.valueOf(pid), "cmdline"));
            return Arrays.asList(line.split("\0"));
        } catch (IOException elsewhere) {
            return ProcessHandle.of(pid)
                    .flatMap(process -> process.info().arguments())
                    .map(Arrays::asList)
                    .orElse(List.of());
        }
    }
}
