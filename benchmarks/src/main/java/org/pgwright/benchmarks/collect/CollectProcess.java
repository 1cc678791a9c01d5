package org.pgwright.benchmarks.collect;

import org.pgwright.benchmarks.process.ProcessStat;
import org.pgwright.benchmarks.process.ResidentMemory;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The command {@code pgwright collect} at its default intervals, in a process of its own. */
public final class CollectProcess implements AutoCloseable {
    /** It looks once more at everything before it ends. */
    private static final int SECONDS_TO_END = 120;

    private final Process process;
    private final Path output;
    private final PasswordFile passwords;

    private CollectProcess(Process process, Path output, PasswordFile passwords) {
        this.process = process;
        this.output = output;
        this.passwords = passwords;
    }

    /** Starts it; the first server is watched by the database that is named, and so on. */
    public static CollectProcess start(List<ServerUrl> servers, Kept kept) throws IOException {
        return start(servers, kept.url(), List.of());
    }

    /**
     * The same with more options.
     *
     * @param kept where the repository is
     */
    public static CollectProcess start(
            List<ServerUrl> servers, ServerUrl kept, List<String> options) throws IOException {
        PasswordFile passwords =
                PasswordFile.of(Stream.concat(servers.stream(), Stream.of(kept)).toList());
        Path output = Files.createTempFile("collect", ".log");
        ProcessBuilder builder =
                new ProcessBuilder(command(servers, kept, options))
                        .redirectErrorStream(true)
                        .redirectOutput(output.toFile());
        passwords.use(builder);
        return new CollectProcess(builder.start(), output, passwords);
    }

    private static List<String> command(
            List<ServerUrl> servers, ServerUrl kept, List<String> options) {
        List<String> command = new ArrayList<>();
        command.add("collect");
        command.addAll(List.of("-d", servers.getFirst().shown()));
        servers.stream()
                .skip(1)
                .forEach(server -> command.addAll(List.of("--also", server.shown())));
        command.addAll(List.of("--repository", kept.shown()));
        command.addAll(options);
        return Launcher.command(command);
    }

    /**
     * What it has used so far.
     *
     * @throws IllegalStateException if it has ended
     */
    public ProcessStat stat() throws IOException {
        return ProcessStat.of(process.pid()).orElseThrow(this::ended);
    }

    /**
     * The memory that it has now.
     *
     * @throws IllegalStateException if it has ended
     */
    public ResidentMemory memory() throws IOException {
        return ResidentMemory.of(process.pid()).orElseThrow(this::ended);
    }

    /** What it told people so far, without what is said at each start. */
    public List<String> messages() throws IOException {
        try (Stream<String> lines = Files.lines(output)) {
            return lines.filter(line -> !line.contains("keeping what is seen in")).toList();
        }
    }

    /**
     * Ends it as Ctrl-C does, and waits until it has looked once more.
     *
     * @throws IllegalStateException if it does not end well
     */
    public void end() throws IOException {
        process.destroy();
        try {
            if (!process.waitFor(SECONDS_TO_END, TimeUnit.SECONDS) || process.exitValue() != 0) {
                throw ended();
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
    }

    private IllegalStateException ended() {
        try (Stream<String> lines = Files.lines(output)) {
            return new IllegalStateException(
                    "pgwright collect did not end as it should: "
                            + lines.collect(Collectors.joining("\n")));
        } catch (IOException unreadable) {
            return new IllegalStateException(
                    "pgwright collect did not end as it should", unreadable);
        }
    }

    /** Kills it if it still runs. */
    @Override
    public void close() throws IOException {
        process.destroyForcibly();
        passwords.close();
        Files.deleteIfExists(output);
    }
}
