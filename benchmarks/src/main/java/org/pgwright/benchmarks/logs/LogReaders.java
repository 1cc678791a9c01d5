package org.pgwright.benchmarks.logs;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The programs that read a log, each in processes of its own, as its users start it. */
public final class LogReaders {
    private static final JsonMapper MAPPER = new JsonMapper();

    private final Path script;
    private final Path folder;

    /**
     * @param script that starts pgwright
     * @param folder for what the programs write
     */
    public LogReaders(Path script, Path folder) {
        this.script = script;
        this.folder = folder;
    }

    /** {@code pgwright log}. */
    public LogReadings.Reading pgwright(Path log) throws IOException {
        Path report = folder.resolve("pgwright.json");
        MeasuredProcess.Taken taken =
                MeasuredProcess.run(
                        List.of(
                                script.toString(),
                                "log",
                                log.toString(),
                                "--threshold=0",
                                "--format=json",
                                "--output=" + report),
                        folder.resolve("pgwright.out"));
        return new LogReadings.Reading(taken, read(report).path("statements").asLong());
    }

    /** pgBadger of this machine, if there is one. */
    public static Optional<Path> pgBadger() {
        return Stream.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
                .map(place -> Path.of(place, "pgbadger"))
                .filter(Files::isExecutable)
                .findFirst();
    }

    /**
     * pgBadger.
     *
     * @param processes that read at the same time
     */
    public LogReadings.Reading pgBadger(Path program, Path log, int processes) throws IOException {
        Path report = folder.resolve("pgbadger.json");
        MeasuredProcess.Taken taken =
                MeasuredProcess.run(
                        List.of(
                                program.toString(),
                                "-q",
                                "-f",
                                "csv",
                                "-j",
                                Integer.toString(processes),
                                "-x",
                                "json",
                                "-o",
                                report.toString(),
                                log.toString()),
                        folder.resolve("pgbadger.out"));
        return new LogReadings.Reading(taken, queries(read(report)));
    }

    private static long queries(JsonNode report) {
        return report.findValues("queries_number").stream()
                .mapToLong(JsonNode::asLong)
                .max()
                .orElse(0);
    }

    private static JsonNode read(Path report) {
        return MAPPER.readTree(report.toFile());
    }
}
