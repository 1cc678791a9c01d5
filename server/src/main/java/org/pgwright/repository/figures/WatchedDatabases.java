package org.pgwright.repository.figures;

import org.springframework.jdbc.core.simple.JdbcClient;

import java.util.List;
import java.util.UUID;

/** The databases of instances, as they were seen last. */
public final class WatchedDatabases {
    private static final String NAMES =
            """
            SELECT DISTINCT ON (database_name) database_name FROM monitored_database
             WHERE instance_id = ? ORDER BY database_name
            """;

    /** By name; also those that are gone. */
    public List<String> names(JdbcClient jdbc, UUID instance) {
        return jdbc.sql(NAMES).params(instance).query(String.class).list();
    }
}
