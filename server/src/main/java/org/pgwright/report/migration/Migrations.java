package org.pgwright.report.migration;

import org.pgwright.error.ErrorCode;
import org.pgwright.error.PgwrightException;

import java.util.ArrayList;
import java.util.List;

/** Writes wanted indexes and statistics as migrations. The same input gives the same files. */
public final class Migrations {
    private Migrations() {}

    /**
     * The files, in the order in which they are run.
     *
     * @throws PgwrightException USAGE if it cannot be said what to run for an index
     */
    public static List<MigrationFile> files(List<WantedIndex> wanted, MigrationPlan plan) {
        List<IndexWork> works = wanted.stream().map(Migrations::work).toList();
        if (works.isEmpty()) {
            throw new PgwrightException(
                    ErrorCode.USAGE,
                    "no index is to be made, dropped or rebuilt",
                    "name strategies, or a file of advice that recommends something");
        }
        List<Phase> phases = plan.isPhased() ? Phase.phases(works) : Phase.whole(works);
        MigrationWriter writer = writer(plan);
        List<MigrationFile> files = new ArrayList<>();
        String previous = plan.dependsOn() == null ? "" : plan.dependsOn();
        for (Phase phase : phases) {
            String version = Versions.of(plan, phase.number());
            files.addAll(writer.files(phase, version, previous));
            previous = writer.identity(phase, version);
        }
        return files;
    }

    private static IndexWork work(WantedIndex wanted) {
        return switch (wanted.object()) {
            case INDEX -> IndexWorks.of(wanted);
            case STATISTICS -> StatisticsWorks.of(wanted);
        };
    }

    private static MigrationWriter writer(MigrationPlan plan) {
        Heading heading = new Heading(plan.database(), plan.at());
        return switch (plan.format()) {
            case SQL -> new PsqlFiles(heading);
            case FLYWAY -> new FlywayFiles(heading);
            case LIQUIBASE -> new LiquibaseFile(heading);
            case ALEMBIC -> new AlembicFile(heading);
            case RAILS -> new RailsFile(heading);
            case DJANGO -> new DjangoFile(heading, plan.app());
        };
    }
}
