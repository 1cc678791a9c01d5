package org.pgwright.repository;

import org.pgwright.files.PrivateFile;
import org.pgwright.postgres.ConnectionSettings;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Where the running server of an embedded repository is reached, as its owner writes it down for
 * other processes: a private file in the data folder.
 *
 * @param socketFolder of its socket
 * @param passwordFile holds the password of the role {@value #ROLE}
 */
record EmbeddedAddress(String socketFolder, int port, Path passwordFile) {
    /** The role that owns the repository's database, and the database. */
    static final String ROLE = "pgwright";

    private static final String NAME = "repository.address";
    private static final int LINES = 3;

    static Path fileIn(Path home) {
        return home.resolve(NAME);
    }

    /** What the file says; empty where there is none, or one that is not ours. */
    static Optional<EmbeddedAddress> read(Path home) throws IOException {
        try {
            List<String> lines = Files.readAllLines(fileIn(home));
            if (lines.size() != LINES || !lines.get(1).matches("[0-9]{1,5}")) {
                return Optional.empty();
            }
            int port = Integer.parseInt(lines.get(1));
            Path password = home.resolve(lines.get(2));
            return Optional.of(new EmbeddedAddress(lines.get(0), port, password));
        } catch (NoSuchFileException notRunning) {
            return Optional.empty();
        }
    }

    void write(Path home) {
        PrivateFile.replace(
                fileIn(home),
                String.join(
                        "\n",
                        socketFolder,
                        String.valueOf(port),
                        String.valueOf(passwordFile.getFileName()),
                        ""));
    }

    ConnectionSettings settings() throws IOException {
        return ConnectionSettings.to(
                socketFolder, port, ROLE, ROLE, Files.readString(passwordFile).strip());
    }
}
