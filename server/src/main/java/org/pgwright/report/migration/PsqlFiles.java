package org.pgwright.report.migration;

import java.util.List;

/** A script for psql, and one that takes it back. */
final class PsqlFiles implements MigrationWriter {
    private final Heading heading;

    PsqlFiles(Heading heading) {
        this.heading = heading;
    }

    @Override
    public List<MigrationFile> files(Phase phase, String version, String previous) {
        String name = identity(phase, version);
        Lines up = head(phase, "up", name + ".up.sql");
        SqlText.up(up, phase);
        Lines down = head(phase, "down", name + ".down.sql");
        SqlText.down(down, phase);
        return List.of(
                new MigrationFile(
                        phase.number(), MigrationFile.Purpose.UP, name + ".up.sql", up.content()),
                new MigrationFile(
                        phase.number(),
                        MigrationFile.Purpose.DOWN,
                        name + ".down.sql",
                        down.content()));
    }

    private Lines head(Phase phase, String direction, String file) {
        Lines lines = new Lines();
        heading.lines(phase).forEach(line -> lines.comment("-- ", line));
        lines.comment("-- ", "This is the way " + direction + ". Run it with:");
        return lines.add("--   psql -X -d DATABASE -f " + file, "", "\\set ON_ERROR_STOP on", "");
    }

    @Override
    public String identity(Phase phase, String version) {
        return version + "_" + phase.name();
    }
}
