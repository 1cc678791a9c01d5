package org.pgwright.benchmarks.staged;

import org.pgwright.benchmarks.collect.Launcher;
import org.pgwright.benchmarks.collect.PasswordFile;
import org.pgwright.benchmarks.collect.ServerUrl;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Commands of pgwright as a user gives them, each in a process of its own. */
final class Commands {
    private static final JsonMapper MAPPER = new JsonMapper();
    private static final int MINUTES = 10;

    private final ServerUrl server;
    private final ServerUrl repository;

    /**
     * @param server whose indexes are changed
     */
    Commands(ServerUrl server, ServerUrl repository) {
        this.server = server;
        this.repository = repository;
    }

    /** {@code pgwright policy set}: takes back what did harm. */
    void setPolicy(String watch) throws IOException {
        run(List.of("policy", "set", "--roll-back", "--watch", watch));
    }

    /**
     * {@code pgwright apply}.
     *
     * @return the strategies in the order of the file, as JSON
     */
    List<JsonNode> apply(String sql) throws IOException {
        Path file = Files.createTempFile("indexes", ".sql");
        try {
            Files.writeString(file, sql);
            JsonNode report =
                    json(
                            List.of(
                                    "apply",
                                    "-d",
                                    server.shown(),
                                    "--sql",
                                    file.toString(),
                                    "--yes",
                                    "--format",
                                    "json"));
            return report.path("changes").valueStream().toList();
        } finally {
            Files.delete(file);
        }
    }

    /** {@code pgwright strategy show}. */
    JsonNode strategy(String id) throws IOException {
        return json(List.of("strategy", "show", id, "--format", "json"));
    }

    /** {@code pgwright history}. */
    JsonNode history() throws IOException {
        return json(List.of("history", "--format", "json"));
    }

    /** {@code pgwright accuracy}. */
    JsonNode accuracy() throws IOException {
        return json(List.of("accuracy", "--format", "json"));
    }

    private JsonNode json(List<String> arguments) throws IOException {
        return MAPPER.readTree(run(arguments));
    }

    private String run(List<String> arguments) throws IOException {
        List<String> all = new ArrayList<>(arguments);
        all.addAll(List.of("--repository", repository.shown()));
        Path output = Files.createTempFile("pgwright", ".out");
        Path errors = Files.createTempFile("pgwright", ".err");
        try (PasswordFile passwords = PasswordFile.of(List.of(server, repository))) {
            ProcessBuilder builder =
                    new ProcessBuilder(Launcher.command(all))
                            .redirectOutput(output.toFile())
                            .redirectError(errors.toFile());
            passwords.use(builder);
            int code = end(builder.start());
            String said = Files.readString(output);
            if (code != 0) {
                throw new IllegalStateException(
                        "pgwright %s ended with %d: %s%s"
                                .formatted(
                                        arguments.getFirst(),
                                        code,
                                        said,
                                        Files.readString(errors)));
            }
            return said;
        } finally {
            Files.delete(output);
            Files.delete(errors);
        }
    }

    private static int end(Process process) {
        try {
            return process.waitFor(MINUTES, TimeUnit.MINUTES) ? process.exitValue() : -1;
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        } finally {
            process.destroyForcibly();
        }
    }
}
