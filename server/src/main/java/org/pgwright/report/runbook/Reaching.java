package org.pgwright.report.runbook;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * How commands reach a database and the repository.
 *
 * @param address of the primary, as the repository has it; null where it is not known
 * @param database its name
 * @param instance as the repository names it
 * @param repository options that lead to the repository; none where it is in its usual place
 */
record Reaching(
        @Nullable String address, String database, String instance, List<String> repository) {
    private static final String SOCKET = "/.s.PGSQL.";

    Reaching {
        repository = List.copyOf(repository);
    }

    /** A pgwright command that only asks the repository, about the instance. */
    List<String> figures(String... words) {
        List<String> all = words("pgwright", words);
        all.addAll(option("--instance", instance));
        all.addAll(repository);
        return all;
    }

    /** A pgwright command that asks the repository. */
    List<String> asking(String... words) {
        List<String> all = words("pgwright", words);
        all.addAll(repository);
        return all;
    }

    /** A pgwright command that goes to the server, and knows the repository. */
    List<String> changing(String command, String... words) {
        List<String> all = onServer(command, words);
        all.addAll(repository);
        return all;
    }

    /** A pgwright command that goes to the server, and knows no repository. */
    List<String> onServer(String command, String... words) {
        List<String> all = words("pgwright", command);
        all.addAll(server());
        all.addAll(Arrays.asList(words));
        return all;
    }

    /** A session to run SQL in. */
    List<String> psql() {
        List<String> all = words("psql");
        all.addAll(server());
        return all;
    }

    private List<String> server() {
        List<String> words = new ArrayList<>();
        int colon = address == null ? -1 : address.lastIndexOf(':');
        int socket = address == null ? -1 : address.lastIndexOf(SOCKET);
        if (address != null && socket >= 0) {
            words.addAll(option("--host", address.substring(0, socket)));
            words.addAll(option("--port", address.substring(socket + SOCKET.length())));
        } else if (address != null && colon > 0) {
            String host = address.substring(0, colon);
            boolean isBracketed = host.startsWith("[") && host.endsWith("]");
            words.addAll(
                    option("--host", isBracketed ? host.substring(1, host.length() - 1) : host));
            words.addAll(option("--port", address.substring(colon + 1)));
        }
        words.addAll(option("--dbname", named(database)));
        return words;
    }

    /** What looks like a connection string would be taken for one. */
    static String named(String database) {
        boolean isAmbiguous = database.contains("=") || database.contains("://");
        return isAmbiguous
                ? "dbname='" + database.replace("\\", "\\\\").replace("'", "\\'") + "'"
                : database;
    }

    /** In one word, so that no value is taken for an option. */
    static List<String> option(String name, String value) {
        return List.of(name + "=" + value);
    }

    private static List<String> words(String first, String... others) {
        List<String> words = new ArrayList<>();
        words.add(first);
        words.addAll(Arrays.asList(others));
        return words;
    }
}
