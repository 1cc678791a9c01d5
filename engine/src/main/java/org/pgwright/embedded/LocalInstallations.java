package org.pgwright.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Finds installations of PostgreSQL where packages put them, and on the user's PATH. */
final class LocalInstallations {
    /** Debian and Ubuntu, the PostgreSQL project's packages for Red Hat, Homebrew, Postgres.app. */
    static final List<String> USUAL =
            List.of(
                    "/usr/lib/postgresql/%d/bin",
                    "/usr/pgsql-%d/bin",
                    "/opt/homebrew/opt/postgresql@%d/bin",
                    "/usr/local/opt/postgresql@%d/bin",
                    "/Applications/Postgres.app/Contents/Versions/%d/bin");

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    /** {@code postgres (PostgreSQL) 15.13 (Debian 15.13-0+deb12u1)}. */
    private static final Pattern VERSION =
            Pattern.compile("^postgres \\(PostgreSQL\\) ((\\d+).*)$", Pattern.MULTILINE);

    private final List<String> usual;
    private final List<Path> searchPath;

    /**
     * @param usual patterns of folders, with the major in place of {@code %d}
     */
    LocalInstallations(List<String> usual, List<Path> searchPath) {
        this.usual = List.copyOf(usual);
        this.searchPath = List.copyOf(searchPath);
    }

    Optional<PostgresInstallation> ofMajor(int major) {
        List<Path> folders = new ArrayList<>();
        usual.forEach(
                pattern -> folders.add(Path.of(pattern.replace("%d", String.valueOf(major)))));
        folders.addAll(searchPath);
        return folders.stream()
                .map(folder -> inspect(folder, false))
                .flatMap(Optional::stream)
                .filter(installation -> installation.major() == major)
                .findFirst();
    }

    /** What is in a folder, if its programs run; links are followed to where its libraries are. */
    static Optional<PostgresInstallation> inspect(Path folder, boolean shipped) {
        try {
            Path postgres = folder.resolve("postgres");
            if (!Files.isExecutable(postgres) || !Files.isExecutable(folder.resolve("initdb"))) {
                return Optional.empty();
            }
            Path bin = postgres.toRealPath().resolveSibling(".").normalize();
            String program = bin.resolve("postgres").toString();
            Command.Result result = Command.run(List.of(program, "--version"), PATIENCE);
            Matcher version = VERSION.matcher(result.output());
            if (!result.succeeded() || !version.find()) {
                return Optional.empty();
            }
            int major = Integer.parseInt(version.group(2));
            return Optional.of(new PostgresInstallation(major, version.group(1), bin, shipped));
        } catch (IOException doesNotRun) {
            return Optional.empty();
        }
    }
}
