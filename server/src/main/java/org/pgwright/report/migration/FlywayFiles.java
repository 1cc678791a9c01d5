package org.pgwright.report.migration;

import org.pgwright.report.migration.MigrationFile.Purpose;

import java.util.List;

/**
 * A versioned migration of Flyway, its settings, and the way back: as an undo migration, which only
 * paid editions run, and once more under a name that Flyway does not look at.
 */
final class FlywayFiles implements MigrationWriter {
    private static final String SETTINGS =
            """
            executeInTransaction=false
            placeholderReplacement=false
            """;

    /**
     * Flyway's own lock is a transaction unless it is told otherwise, and CONCURRENTLY waits for
     * older transactions: both would wait for ever.
     */
    private static final String GUARD =
            """
            DO $pgwright$
            BEGIN
              IF EXISTS (
                SELECT FROM pg_catalog.pg_locks l
                  JOIN pg_catalog.pg_stat_activity a ON a.pid = l.pid
                 WHERE l.locktype = 'advisory' AND l.granted
                   AND l.pid <> pg_catalog.pg_backend_pid()
                   AND a.datname = pg_catalog.current_database() AND a.usename = SESSION_USER
                   AND a.client_addr IS NOT DISTINCT FROM pg_catalog.inet_client_addr()
                   AND a.state = 'idle in transaction'
              ) THEN
                RAISE EXCEPTION USING MESSAGE = 'a transaction holds an advisory lock, as Flyway does, and CONCURRENTLY would wait for it for ever: set flyway.postgresql.transactional.lock=false';
              END IF;
            END
            $pgwright$;
            """;

    private final Heading heading;

    FlywayFiles(Heading heading) {
        this.heading = heading;
    }

    @Override
    public List<MigrationFile> files(Phase phase, String version, String previous) {
        String name = identity(phase, version) + ".sql";
        Lines up = head(phase);
        up.comment(
                "-- ",
                "The file V%s.conf beside it makes it so; Flyway also needs the setting"
                                .formatted(name)
                        + " flyway.postgresql.transactional.lock=false.");
        guarded(up);
        SqlText.up(up, phase);
        Lines undo = head(phase).comment("-- ", "This is the way back.");
        guarded(undo);
        SqlText.down(undo, phase);
        Lines down = head(phase);
        down.comment(
                "-- ",
                "This is the way back for editions of Flyway that have no undo, which do not see"
                        + " this file. Copy it and V%s.conf beside each other, as the next version:"
                                .formatted(name));
        down.add("--   V<next version>__undo_" + phase.name() + ".sql (and .sql.conf)");
        guarded(down);
        SqlText.down(down, phase);
        return List.of(
                file(phase, Purpose.UP, "V" + name, up.content()),
                file(phase, Purpose.SETTINGS, "V" + name + ".conf", SETTINGS),
                file(phase, Purpose.DOWN, "U" + name, undo.content()),
                file(phase, Purpose.SETTINGS, "U" + name + ".conf", SETTINGS),
                file(phase, Purpose.DOWN, "V" + name + ".down", down.content()));
    }

    private static void guarded(Lines lines) {
        lines.add("").text("", GUARD);
    }

    private Lines head(Phase phase) {
        Lines lines = new Lines();
        heading.lines(phase).forEach(line -> lines.comment("-- ", line));
        return lines;
    }

    private static MigrationFile file(Phase phase, Purpose purpose, String name, String content) {
        return new MigrationFile(phase.number(), purpose, name, content);
    }

    @Override
    public String identity(Phase phase, String version) {
        return version + "__" + phase.name();
    }
}
