package org.pgwright.postgres;

import org.jspecify.annotations.Nullable;

import java.nio.file.Path;

/**
 * Where a server listens.
 *
 * @param host a name, an address, or the folder of a Unix socket, which begins with a slash
 * @param port 1 to 65535; for a Unix socket the number in the file's name
 * @param password for this address from a password file; null where it has none of its own
 */
public record ServerAddress(String host, int port, @Nullable Secret password) {
    /** Whether it is a Unix socket. */
    public boolean isSocket() {
        return host.startsWith("/");
    }

    /** The socket's file. */
    public Path socketFile() {
        return Path.of(host, ".s.PGSQL." + port);
    }

    /** For people: {@code db.example.org:5432} or the socket's file. */
    public String shown() {
        if (isSocket()) {
            return socketFile().toString();
        }
        return (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
    }
}
