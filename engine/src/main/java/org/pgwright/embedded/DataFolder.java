package org.pgwright.embedded;

import org.pgwright.error.ErrorCode;
import org.pgwright.error.PgwrightException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Creates data folders by initdb, and knows what lies in existing ones. */
final class DataFolder {
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final int CHECKSUMS_BY_DEFAULT = 18;

    private final EmbeddedOptions options;
    private final ServerAccount account;

    DataFolder(EmbeddedOptions options, ServerAccount account) {
        this.options = options;
        this.account = account;
    }

    /**
     * Creates a data folder whose superuser {@code postgres} has the password.
     *
     * @param scratch where the password may be written for a moment
     */
    void create(Path data, Path scratch, String password) throws IOException {
        Path beside = data.resolveSibling(data.getFileName() + ".new");
        Folders.remove(List.of(beside));
        Folders.createPrivate(beside, account);
        Path passwordFile = scratch.resolve("password");
        writePrivate(passwordFile, password);
        account.give(passwordFile);
        try {
            Command.Result result =
                    Command.run(account.command(initdb(beside, passwordFile)), PATIENCE);
            if (!result.succeeded()) {
                throw ServerLog.failure("initdb of " + named() + " failed", result.output());
            }
        } finally {
            Files.delete(passwordFile);
        }
        Files.move(beside, data, StandardCopyOption.ATOMIC_MOVE);
    }

    /**
     * Whether there is data to start on.
     *
     * @throws PgwrightException if it is of another major, or something else altogether
     */
    boolean exists(Path data) throws IOException {
        if (!Files.exists(data)) {
            return false;
        }
        Path version = data.resolve("PG_VERSION");
        if (!Files.exists(version)) {
            throw new PgwrightException(
                    ErrorCode.USAGE,
                    data + " is not a data folder of PostgreSQL",
                    "choose another folder");
        }
        String major = Files.readString(version).strip();
        if (!major.equals(String.valueOf(options.installation().major()))) {
            throw new PgwrightException(
                    ErrorCode.USAGE,
                    data + " is of PostgreSQL " + major + ", not of " + named(),
                    "start it with PostgreSQL " + major + ", or choose another folder");
        }
        return true;
    }

    static void writePrivate(Path file, String text) throws IOException {
        Files.deleteIfExists(file);
        Files.createFile(
                file,
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(file, text);
    }

    private List<String> initdb(Path data, Path passwordFile) {
        List<String> command =
                new ArrayList<>(
                        List.of(
                                options.installation().program("initdb").toString(),
                                "--pgdata=" + data,
                                "--username=" + EmbeddedPostgres.SUPERUSER,
                                "--auth=scram-sha-256",
                                "--pwfile=" + passwordFile,
                                "--lc-messages=C"));
        if ("off".equals(options.settings().get("fsync"))) {
            command.add("--no-sync");
        }
        // From 18 on, checksums are the default; they would reject pages that the twin fabricates.
        if (options.installation().major() >= CHECKSUMS_BY_DEFAULT && options.home() == null) {
            command.add("--no-data-checksums");
        }
        command.addAll(options.initdb());
        return command;
    }

    private String named() {
        return "PostgreSQL " + options.installation().major();
    }
}
