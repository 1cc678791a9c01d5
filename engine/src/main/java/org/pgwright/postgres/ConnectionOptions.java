package org.pgwright.postgres;

import org.jspecify.annotations.Nullable;

/**
 * What the command line says about the connection, null where it says nothing.
 *
 * @param host a name, an address, a socket folder, or several with commas between
 * @param port a number, or several with commas between
 * @param database its name, a {@code postgres://} URI, or {@code keyword=value} pairs
 */
public record ConnectionOptions(
        @Nullable String host,
        @Nullable String port,
        @Nullable String user,
        @Nullable String database) {
    /** No options: all from the environment. */
    public static final ConnectionOptions NONE = new ConnectionOptions(null, null, null, null);

    /** Only a URI, {@code keyword=value} pairs, or a database's name. */
    public static ConnectionOptions of(String database) {
        return new ConnectionOptions(null, null, null, database);
    }
}
