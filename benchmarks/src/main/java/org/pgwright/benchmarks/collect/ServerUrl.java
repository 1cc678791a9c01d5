package org.pgwright.benchmarks.collect;

import org.pgwright.embedded.EmbeddedPostgres;
import org.pgwright.postgres.ConnectionSettings;

/** How a server of ours is reached; prints without the password. */
public record ServerUrl(String host, int port, String user, String database, Hidden password) {
    /** A password that is not printed. */
    public record Hidden(String text) {
        @Override
        public String toString() {
            return "****";
        }
    }

    static ServerUrl of(EmbeddedPostgres server, String user, String database) {
        return new ServerUrl(
                server.host(),
                server.port(),
                user,
                database,
                new Hidden(server.superuserPassword()));
    }

    /** As the command line takes it. */
    public String shown() {
        return "postgres://%s@%s:%d/%s".formatted(user, host, port, database);
    }

    /** Of a password file (libpq, section 34.16), in which colons and backslashes are escaped. */
    String passwordLine() {
        return "%s:%d:*:%s:%s".formatted(host, port, user, escaped(password.text()));
    }

    ConnectionSettings settings() {
        return ConnectionSettings.to(host, port, user, database, password.text());
    }

    static String escaped(String text) {
        return text.replace("\\", "\\\\").replace(":", "\\:");
    }
}
