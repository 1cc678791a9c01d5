package org.pgwright.postgres;

import org.jspecify.annotations.Nullable;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * What surrounds us as far as a connection depends on it; read by the application, never here.
 *
 * @param variables the environment variables
 * @param home the user's home folder
 * @param userName the user's name in the operating system
 * @param socketFolders where a local server's Unix socket is looked for when no host is given
 */
public record ConnectionEnvironment(
        Map<String, String> variables, Path home, String userName, List<Path> socketFolders) {
    /** Debian's folder and PostgreSQL's own. */
    public static final List<Path> USUAL_SOCKET_FOLDERS =
            List.of(Path.of("/var/run/postgresql"), Path.of("/tmp"));

    public ConnectionEnvironment {
        variables = Map.copyOf(variables);
        socketFolders = List.copyOf(socketFolders);
    }

    /** The variable's value; null where it is unset or empty, which libpq takes for the same. */
    @Nullable String variable(String name) {
        String value = variables.get(name);
        return value == null || value.isEmpty() ? null : value;
    }
}
