package org.pgwright.app;

import org.pgwright.embedded.CacheFolder;
import org.pgwright.embedded.PostgresInstallations;
import org.pgwright.postgres.ConnectionEnvironment;

import java.io.File;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What the process brings in; nothing else asks for it.
 *
 * @param variables of the environment
 * @param home of the user
 * @param userName in the operating system
 * @param shippedPostgres holds a folder for each major with the jars of PostgreSQL's binaries
 */
record Surroundings(
        Map<String, String> variables,
        Path home,
        String userName,
        Path shippedPostgres,
        InstantSource clock) {
    Surroundings {
        variables = Map.copyOf(variables);
    }

    /** Those of this process; the launcher says where PostgreSQL's binaries are. */
    static Surroundings ofProcess() {
        Map<String, String> variables = System.getenv();
        return new Surroundings(
                variables,
                home(variables, Path.of(System.getProperty("user.home", "/"))),
                System.getProperty("user.name", "nobody"),
                Path.of(System.getProperty("pgwright.postgres", "lib/postgres")),
                InstantSource.system());
    }

    /** HOME before what the user database says, as libpq has it. */
    static Path home(Map<String, String> variables, Path otherwise) {
        String named = variables.getOrDefault("HOME", "");
        return named.isEmpty() ? otherwise : Path.of(named);
    }

    /** The same with other variables. */
    Surroundings with(Map<String, String> others) {
        return new Surroundings(others, home, userName, shippedPostgres, clock);
    }

    ConnectionEnvironment connection() {
        return new ConnectionEnvironment(
                variables, home, userName, ConnectionEnvironment.USUAL_SOCKET_FOLDERS);
    }

    /** Where servers of ours run; a user whose HOME is not set has one in the user database. */
    Path cache() {
        Map<String, String> known = new TreeMap<>(variables);
        if (known.getOrDefault("HOME", "").isEmpty()) {
            known.put("HOME", home.toString());
        }
        return CacheFolder.of(known);
    }

    PostgresInstallations installations() {
        return new PostgresInstallations(List.of(shippedPostgres), cache(), searchPath());
    }

    private List<Path> searchPath() {
        List<Path> folders = new ArrayList<>();
        for (String folder : variables.getOrDefault("PATH", "").split(File.pathSeparator)) {
            if (folder.startsWith("/")) {
                folders.add(Path.of(folder));
            }
        }
        return folders;
    }
}
