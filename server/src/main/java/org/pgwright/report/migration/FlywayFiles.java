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

    private final Heading heading;

    FlywayFiles(Heading heading) {
        this.heading = heading;
    }

    @Override
    public List<MigrationFile> files(Phase phase, String version, String previous) {
        String name = identity(phase, version) + ".sql";
        String settings = "The file V" + name + ".conf beside it makes it so.";
        Lines up = head(phase).comment("-- ", settings).add("");
        SqlText.up(up, phase);
        Lines undo = head(phase).comment("-- ", "This is the way back.").add("");
        SqlText.down(undo, phase);
        Lines down = head(phase);
        down.comment(
                "-- ",
                "This is the way back for editions of Flyway that have no undo, which do not see"
                        + " this file. Copy it and V%s.conf beside each other, as the next version:"
                                .formatted(name));
        down.add("--   V<next version>__undo_" + phase.name() + ".sql (and .sql.conf)", "");
        SqlText.down(down, phase);
        return List.of(
                file(phase, Purpose.UP, "V" + name, up.content()),
                file(phase, Purpose.SETTINGS, "V" + name + ".conf", SETTINGS),
                file(phase, Purpose.DOWN, "U" + name, undo.content()),
                file(phase, Purpose.SETTINGS, "U" + name + ".conf", SETTINGS),
                file(phase, Purpose.DOWN, "V" + name + ".down", down.content()));
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
