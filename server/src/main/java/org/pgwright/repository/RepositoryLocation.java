package org.pgwright.repository;

import org.pgwright.postgres.ConnectionSettings;

import java.nio.file.Path;

/** Where the repository is. */
public sealed interface RepositoryLocation {
    /**
     * On a PostgreSQL server of our own, which one of the processes that use it runs.
     *
     * @param data the folder that keeps it; made where there is none
     */
    record Embedded(Path data) implements RepositoryLocation {
        public Embedded {
            data = data.toAbsolutePath().normalize();
        }

        @Override
        public String shown() {
            return "the repository in " + data;
        }
    }

    /**
     * In a database of any server of PostgreSQL 15 or later, in the schema that its search path
     * leads to.
     *
     * @param connection prints without its password
     */
    record Server(ConnectionSettings connection) implements RepositoryLocation {
        @Override
        public String shown() {
            return "the repository in " + connection.shown();
        }
    }

    /** For people: {@code the repository in /var/lib/pgwright}. */
    String shown();
}
