package org.pgwright.benchmarks.collect;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;

/** Passwords for programs that are started (libpq, section 34.16); goes when it is closed. */
public record PasswordFile(Path path) implements AutoCloseable {
    /** Makes one that only its owner may read. */
    public static PasswordFile of(List<ServerUrl> servers) throws IOException {
        Path path =
                Files.createTempFile(
                        "passwords",
                        null,
                        PosixFilePermissions.asFileAttribute(
                                PosixFilePermissions.fromString("rw-------")));
        Files.write(path, servers.stream().map(ServerUrl::passwordLine).toList());
        return new PasswordFile(path);
    }

    /** Has a program that is to be started use it. */
    public void use(ProcessBuilder builder) {
        builder.environment().put("PGPASSFILE", path.toString());
    }

    @Override
    public void close() throws IOException {
        Files.deleteIfExists(path);
    }
}
