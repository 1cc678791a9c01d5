package org.pgwright.report.migration;

import java.util.List;

/**
 * Formatted SQL of Liquibase 4: a changeset for each index, with its rollback.
 *
 * <p>A changeset holds all statements of its index, since one that failed half-way is run again
 * from its beginning, where what it left is cleaned up. They are told apart by a word, as Liquibase
 * would cut blocks at their semicolons.
 */
final class LiquibaseFile implements MigrationWriter {
    /** No statement holds it: names are in double quotes. */
    private static final String END = "pgwright_next";

    private final Heading heading;

    LiquibaseFile(Heading heading) {
        this.heading = heading;
    }

    @Override
    public List<MigrationFile> files(Phase phase, String version, String previous) {
        Lines lines = new Lines().add("--liquibase formatted sql", "");
        heading.lines(phase).forEach(line -> lines.comment("-- * ", line));
        int number = 0;
        for (IndexWork work : phase.works()) {
            number++;
            lines.add(
                    "",
                    "--changeset pgwright:%s-%d runInTransaction:false endDelimiter:%s rollbackEndDelimiter:%s"
                            .formatted(version, number, END, END));
            SqlText.head(lines, "-- * ", work);
            statements(lines, "", work.up());
            if (work.down().isEmpty()) {
                lines.add("--rollback empty");
            } else {
                statements(lines, "--rollback ", work.down());
            }
        }
        return List.of(
                new MigrationFile(
                        phase.number(),
                        MigrationFile.Purpose.BOTH,
                        identity(phase, version) + ".sql",
                        lines.content()));
    }

    private static void statements(Lines lines, String begin, List<Step> steps) {
        lines.add(begin + SqlText.BEFORE);
        for (Step step : steps) {
            lines.add(begin + END);
            lines.text(begin, step.sql());
        }
        lines.add(begin + END, begin + SqlText.AFTER);
    }

    @Override
    public String identity(Phase phase, String version) {
        return version + "_" + phase.name();
    }
}
