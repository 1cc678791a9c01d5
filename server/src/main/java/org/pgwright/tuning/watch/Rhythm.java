package org.pgwright.tuning.watch;

import java.time.Duration;

/**
 * How often each source is looked at.
 *
 * @param activity of sessions
 * @param statements of pg_stat_statements
 * @param databases of pg_stat_database
 * @param relations of the tables and indexes of each database
 * @param schema of what is wrong with the schema of each database, and of bloat
 * @param settings of pg_settings
 * @param replication of replicas and slots
 * @param builds of index builds under way
 * @param plans of the dearest statements of each database
 * @param changes that policies allow
 */
public record Rhythm(
        Duration activity,
        Duration statements,
        Duration databases,
        Duration relations,
        Duration schema,
        Duration settings,
        Duration replication,
        Duration builds,
        Duration plans,
        Duration changes) {
    /** Below 1 % of one core of a server. */
    public static final Rhythm DEFAULT =
            new Rhythm(
                    Duration.ofSeconds(1),
                    Duration.ofMinutes(1),
                    Duration.ofMinutes(1),
                    Duration.ofMinutes(5),
                    Duration.ofHours(1),
                    Duration.ofMinutes(10),
                    Duration.ofSeconds(10),
                    Duration.ofSeconds(5),
                    Duration.ofHours(1),
                    Duration.ofMinutes(1));
}
