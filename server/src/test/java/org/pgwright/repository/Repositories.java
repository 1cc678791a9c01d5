package org.pgwright.repository;

import org.pgwright.postgres.ConnectionSettings;
import org.pgwright.testing.TestDatabase;
import org.pgwright.testing.TestServers;

/** Repositories for tests. */
public final class Repositories {
    private Repositories() {}

    /** In a database of a test server, opened. */
    public static Repository on(TestDatabase database) {
        return Repository.open(location(database), Repositories::local);
    }

    public static RepositoryLocation.Server location(TestDatabase database) {
        return location(database, database.user(), database.password());
    }

    static RepositoryLocation.Server location(TestDatabase database, String user, String password) {
        return new RepositoryLocation.Server(
                ConnectionSettings.to(
                        database.host(), database.port(), user, database.name(), password));
    }

    public static LocalPostgres local() {
        return new LocalPostgres(TestServers.installations(), TestServers.cache());
    }
}
