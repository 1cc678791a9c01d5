package org.pgwright.embedded;

import org.jspecify.annotations.Nullable;
import org.pgwright.catalog.Bytes;
import org.pgwright.error.PgwrightException;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * A running server and its guard: a shell script between us and the server that stops the server
 * and removes its run folder when we close our end of a pipe, which the operating system does for
 * us if we are killed.
 */
final class ServerProcess {
    private static final long POLL = TimeUnit.MILLISECONDS.toNanos(10);
    private static final long TENTHS = 10;

    private final Process guard;
    private final BufferedReader messages;
    private final Duration stopPatience;

    private ServerProcess(Process guard, Duration stopPatience) {
        this.guard = guard;
        this.messages = guard.inputReader(StandardCharsets.UTF_8);
        this.stopPatience = stopPatience;
    }

    /**
     * What to run.
     *
     * @param command the server's own, as the account runs it
     * @param signal stops it, such as {@code INT}
     * @param stopPatience how long it may take to stop before it is killed
     */
    record Plan(
            List<String> command,
            String signal,
            Duration stopPatience,
            @Nullable Bytes memoryLimit,
            Path log) {}

    /** Starts the server; it does not accept connections yet. */
    static ServerProcess start(Plan plan, RunFolder run) throws IOException {
        List<String> command = new ArrayList<>();
        // In a session of its own a Ctrl-C of the terminal does not reach it.
        Command.ofSystem("setsid").ifPresent(setsid -> command.add(setsid.toString()));
        Bytes limit = plan.memoryLimit();
        command.addAll(
                List.of(
                        "/bin/sh",
                        script(run.folder()).toString(),
                        plan.signal(),
                        String.valueOf(plan.stopPatience().toSeconds() * TENTHS),
                        limit == null ? "" : String.valueOf(limit.count() / 1024),
                        plan.log().toString(),
                        run.folder().toString(),
                        run.ownerFile().toString(),
                        OwnerFile.lockOf(run.ownerFile()).toString()));
        command.addAll(plan.command());
        Process guard =
                Command.prepare(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
        return new ServerProcess(guard, plan.stopPatience());
    }

    /**
     * Waits until the server accepts connections.
     *
     * @return false if it ended instead
     * @throws PgwrightException if it takes too long
     */
    boolean awaitReady(Path data, Duration patience) throws IOException {
        long end = System.nanoTime() + patience.toNanos();
        while (System.nanoTime() < end) {
            if (Postmaster.of(data).filter(Postmaster::accepts).isPresent()) {
                return true;
            }
            if (hasEnded()) {
                return false;
            }
            LockSupport.parkNanos(POLL);
        }
        return false;
    }

    /** Stops the server and waits for the guard to clean up; whether it did. */
    boolean stop() throws IOException {
        guard.getOutputStream().close();
        return Command.ended(guard, stopPatience.plusSeconds(30));
    }

    private boolean hasEnded() throws IOException {
        while (messages.ready()) {
            if (Optional.ofNullable(messages.readLine()).orElse("").startsWith("ended")) {
                return true;
            }
        }
        return !guard.isAlive();
    }

    /** Beside the server's files, where no other user can change it. */
    private static Path script(Path folder) throws IOException {
        Path script = folder.resolve("guard.sh");
        try (InputStream source = ServerProcess.class.getResourceAsStream("guard.sh")) {
            if (source == null) {
                throw new IOException("guard.sh is missing from the program");
            }
            Files.copy(source, script);
        }
        return script;
    }
}
