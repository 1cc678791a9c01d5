package org.pgwright.embedded;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * A running server and its guard: a shell script between us and the server that stops the server
 * and removes its run folder when we close our end of a pipe, which the operating system does for
 * us if we are killed.
 */
final class ServerProcess {
    private static final long POLL = TimeUnit.MILLISECONDS.toNanos(10);

    /** How long the guard may take to remove the files of a stopped server. */
    private static final Duration REMOVAL = Duration.ofSeconds(30);

    private final Process guard;
    private final BufferedReader messages;
    private final Duration patience;

    private ServerProcess(Process guard, Duration patience) {
        this.guard = guard;
        this.messages = guard.inputReader(StandardCharsets.UTF_8);
        this.patience = patience;
    }

    /** How a start can turn out. */
    enum Start {
        READY,
        ENDED,
        LATE
    }

    /** Starts the server; it does not accept connections yet. */
    static ServerProcess start(ServerCommand server) throws IOException {
        List<String> command = new ArrayList<>();
        // In a session of its own a Ctrl-C of the terminal does not reach it.
        Command.ofSystem("setsid").ifPresent(setsid -> command.add(setsid.toString()));
        command.addAll(List.of("/bin/sh", script(server.run().folder()).toString()));
        command.addAll(server.guardArguments());
        Process guard =
                Command.prepare(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
        return new ServerProcess(guard, server.stopPatience().plus(REMOVAL));
    }

    /** Waits until the server accepts connections; an interrupt counts as being late. */
    Start await(Path data, Duration atMost) throws IOException {
        long end = System.nanoTime() + atMost.toNanos();
        while (System.nanoTime() < end && !Thread.currentThread().isInterrupted()) {
            if (Postmaster.of(data).filter(Postmaster::accepts).isPresent()) {
                return Start.READY;
            }
            if (hasEnded()) {
                return Start.ENDED;
            }
            LockSupport.parkNanos(POLL);
        }
        return Start.LATE;
    }

    /**
     * Has the guard stop the server and clean up, and waits for it; what a server started that is
     * none of PostgreSQL's does not outlive it either.
     */
    void stop() throws IOException {
        List<ProcessHandle> started = guard.descendants().toList();
        guard.getOutputStream().close();
        if (!Command.ended(guard, patience)) {
            guard.destroyForcibly();
        }
        started.forEach(ProcessHandle::destroyForcibly);
    }

    private boolean hasEnded() throws IOException {
        while (messages.ready()) {
            String message = messages.readLine();
            if (message != null && message.startsWith("ended")) {
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
