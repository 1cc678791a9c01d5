package org.pgwright.embedded;

import org.pgwright.error.ErrorCode;
import org.pgwright.error.PgwrightException;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** A program run to its end, with an environment of ours and nothing of the user's. */
final class Command {
    /** What every program of ours sees: results do not depend on the user's locale or zone. */
    private static final Map<String, String> ENVIRONMENT =
            Map.of("PATH", "/usr/sbin:/usr/bin:/sbin:/bin", "LC_ALL", "C", "TZ", "UTC");

    private static final List<Path> SYSTEM_FOLDERS =
            List.of(
                    Path.of("/usr/bin"),
                    Path.of("/bin"),
                    Path.of("/usr/sbin"),
                    Path.of("/sbin"),
                    Path.of("/usr/local/bin"));

    /** See {@link ServerAccount}. */
    private static final Set<String> RUNNERS = Set.of("setpriv", "unshare");

    private Command() {}

    /**
     * How a program ended.
     *
     * @param output standard output and standard error, mixed
     */
    record Result(int exitCode, String output) {
        boolean succeeded() {
            return exitCode == 0;
        }
    }

    /** A program of the operating system, wherever the user's PATH points. */
    static Optional<Path> ofSystem(String name) {
        return SYSTEM_FOLDERS.stream()
                .map(folder -> folder.resolve(name))
                .filter(Files::isExecutable)
                .findFirst();
    }

    /** Not started yet; its environment is clean and its working folder is the root. */
    static ProcessBuilder prepare(List<String> command) {
        ProcessBuilder builder = new ProcessBuilder(command).directory(Path.of("/").toFile());
        builder.environment().clear();
        builder.environment().putAll(ENVIRONMENT);
        return builder;
    }

    /**
     * Runs a program without input until it ends; kills it when it takes too long.
     *
     * @throws IOException if it cannot be started
     */
    static Result run(List<String> command, Duration patience) throws IOException {
        Process process = prepare(command).redirectErrorStream(true).start();
        process.getOutputStream().close();
        CompletableFuture<String> output =
                CompletableFuture.supplyAsync(
                        () -> text(process.getInputStream()), Thread::startVirtualThread);
        if (!ended(process, patience)) {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
            throw new PgwrightException(
                    ErrorCode.TWIN_FAILED,
                    program(command) + " did not end within " + patience.toSeconds() + " s",
                    "see whether the machine is overloaded, then try again");
        }
        return new Result(process.exitValue(), output.join());
    }

    /** The program itself, behind those that run it as another user. */
    private static String program(List<String> command) {
        return command.stream()
                .filter(word -> word.startsWith("/"))
                .filter(word -> !RUNNERS.contains(String.valueOf(Path.of(word).getFileName())))
                .findFirst()
                .orElse(command.getFirst());
    }

    /**
     * Whether the process ends within the time.
     *
     * <p>An interrupt is kept for later: what has been started has to be cleaned up.
     */
    static boolean ended(Process process, Duration patience) {
        boolean interrupted = false;
        long end = System.nanoTime() + patience.toNanos();
        try {
            while (true) {
                try {
                    return process.waitFor(end - System.nanoTime(), TimeUnit.NANOSECONDS);
                } catch (InterruptedException interrupt) {
                    interrupted = true;
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private static String text(InputStream stream) {
        try (stream) {
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
