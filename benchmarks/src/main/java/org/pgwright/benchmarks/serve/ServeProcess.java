package org.pgwright.benchmarks.serve;

import org.pgwright.benchmarks.collect.Launcher;
import org.pgwright.benchmarks.collect.PasswordFile;
import org.pgwright.benchmarks.collect.ServerUrl;
import org.pgwright.benchmarks.process.ProcessStat;
import org.pgwright.benchmarks.process.ResidentMemory;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The command {@code pgwright serve} on a free port, in a process of its own. */
public final class ServeProcess implements AutoCloseable {
    private static final Pattern SERVING = Pattern.compile("serving (http://\\S+)");
    private static final Duration START = Duration.ofMinutes(2);
    private static final int SECONDS_TO_END = 60;

    private final Process process;
    private final Path output;
    private final PasswordFile passwords;

    private ServeProcess(Process process, Path output, PasswordFile passwords) {
        this.process = process;
        this.output = output;
        this.passwords = passwords;
    }

    /** Starts it over a repository. */
    public static ServeProcess start(ServerUrl kept) throws IOException {
        PasswordFile passwords = PasswordFile.of(List.of(kept));
        Path output = Files.createTempFile("serve", ".log");
        ProcessBuilder builder =
                new ProcessBuilder(
                                Launcher.command(
                                        List.of(
                                                "serve",
                                                "--listen",
                                                "127.0.0.1:0",
                                                "--repository",
                                                kept.shown())))
                        .redirectErrorStream(true)
                        .redirectOutput(output.toFile());
        passwords.use(builder);
        return new ServeProcess(builder.start(), output, passwords);
    }

    /**
     * Where it is reached, as soon as it says so.
     *
     * @throws IllegalStateException if it ends, or takes too long
     */
    public URI address() throws IOException, InterruptedException {
        long end = System.nanoTime() + START.toNanos();
        while (System.nanoTime() < end && process.isAlive()) {
            Optional<URI> told = told();
            if (told.isPresent()) {
                return told.get();
            }
            TimeUnit.MILLISECONDS.sleep(50);
        }
        throw new IllegalStateException(
                "pgwright serve does not serve: " + Files.readString(output));
    }

    private Optional<URI> told() throws IOException {
        Matcher serving = SERVING.matcher(Files.readString(output));
        return serving.find() ? Optional.of(URI.create(serving.group(1))) : Optional.empty();
    }

    /** What it has used so far. */
    public ProcessStat stat() throws IOException {
        return ProcessStat.of(process.pid()).orElseThrow(this::gone);
    }

    /** The memory that it has now, and had at most. */
    public ResidentMemory memory() throws IOException {
        return ResidentMemory.of(process.pid()).orElseThrow(this::gone);
    }

    /** What it told people. */
    public List<String> messages() throws IOException {
        return Files.readAllLines(output);
    }

    private IllegalStateException gone() {
        return new IllegalStateException("pgwright serve has ended");
    }

    @Override
    public void close() throws IOException {
        process.destroy();
        try {
            if (!process.waitFor(SECONDS_TO_END, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException interrupted) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
        passwords.close();
        Files.deleteIfExists(output);
    }
}
