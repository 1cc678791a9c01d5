package org.pgwright.gate;

/** Where a problem is. */
public sealed interface Place {
    /**
     * In a file.
     *
     * @param file as it was named
     * @param line from 1
     */
    record InFile(String file, int line) implements Place {}

    /**
     * In the database.
     *
     * @param name of the relation, or the hash of a statement
     */
    record InDatabase(String name) implements Place {}

    /** For people: {@code orders.sql:12}, or the name. */
    default String shown() {
        return switch (this) {
            case InFile(String file, int line) -> file + ":" + line;
            case InDatabase(String name) -> name;
        };
    }
}
