package org.pgwright.repository.figures;

import org.springframework.jdbc.core.simple.JdbcClient;

import java.util.List;
import java.util.UUID;

/** The databases of instances, as they were seen last. */
public final class WatchedDatabases {
    private static final String NAMES =
            """
            SELECT d.database_name
              FROM monitored_database d
              LEFT JOIN monitored_table t
                ON t.instance_id = d.instance_id AND t.database_id = d.database_id
               AND NOT t.is_ours
             WHERE d.instance_id = ?
             GROUP BY d.database_name
             ORDER BY count(t.table_id) DESC, d.database_name
            """;

    /** Those of the most tables first, as people mostly mean them; also those that are gone. */
    public List<String> names(JdbcClient jdbc, UUID instance) {
        return jdbc.sql(NAMES).params(instance).query(String.class).list();
    }
}
