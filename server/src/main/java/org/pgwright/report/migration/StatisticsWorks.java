package org.pgwright.report.migration;

import org.pgwright.catalog.QualifiedName;
import org.pgwright.ddl.StatisticsStatement;
import org.pgwright.error.ErrorCode;
import org.pgwright.error.PgwrightException;

import java.util.List;

/**
 * Works out what a migration does for extended statistics: statements that may run again, and those
 * that take them back.
 */
final class StatisticsWorks {
    private static final String BLOCK = "$pgwright$";

    private final WantedIndex wanted;
    private final QualifiedName statistics;
    private final String subject;

    private StatisticsWorks(WantedIndex wanted) {
        this.wanted = wanted;
        this.statistics = wanted.qualifiedIndex();
        this.subject = "the statistics " + statistics.shown();
    }

    /**
     * That of some.
     *
     * @throws PgwrightException USAGE if it cannot be said what to run for them
     */
    static IndexWork of(WantedIndex wanted) {
        StatisticsWorks works = new StatisticsWorks(wanted);
        return switch (wanted.action()) {
            case CREATE -> works.work(works.made(), works.removed());
            case DROP -> works.work(works.removed(), works.made());
            case REINDEX ->
                    throw works.unusable("are not built anew", "run ANALYZE in place of it");
        };
    }

    private IndexWork work(List<Step> up, List<Step> down) {
        String what =
                "%s statistics %s on %s"
                        .formatted(
                                wanted.action().label(),
                                statistics.shown(),
                                wanted.table().shown());
        return new IndexWork(wanted, what, List.of(), up, down);
    }

    /** ANALYZE fills them. */
    private List<Step> made() {
        StatisticsStatement.Create create =
                StatisticsStatement.readCreate(wanted.createStatement())
                        .orElseThrow(
                                () ->
                                        unusable(
                                                "cannot be made from what is known of them",
                                                "leave them out, and write their migration by"
                                                        + " hand"));
        return List.of(
                new Step.Statement(
                        "CREATE STATISTICS IF NOT EXISTS %s %s FROM %s"
                                .formatted(
                                        TameSql.name(statistics),
                                        TameSql.of(create.body(), subject),
                                        TameSql.name(wanted.table()))),
                new Step.Statement("ANALYZE " + TameSql.name(wanted.table())),
                verified());
    }

    private List<Step> removed() {
        return List.of(new Step.Statement("DROP STATISTICS IF EXISTS " + TameSql.name(statistics)));
    }

    /** Another table's may have the name, which IF NOT EXISTS keeps. */
    private Step verified() {
        return new Step.Statement(
                """
            DO %1$s
            BEGIN
              IF NOT EXISTS (
                SELECT FROM pg_catalog.pg_statistic_ext s
                  JOIN pg_catalog.pg_class t ON t.oid = s.stxrelid
                  JOIN pg_catalog.pg_namespace n ON n.oid = s.stxnamespace
                 WHERE n.nspname = %2$s AND s.stxname = %3$s
                   AND t.relname = %4$s AND t.relnamespace = s.stxnamespace
              ) THEN
                RAISE EXCEPTION USING MESSAGE = %5$s;
              END IF;
            END
            %1$s"""
                        .formatted(
                                BLOCK,
                                TameSql.string(statistics.schema()),
                                TameSql.string(statistics.name()),
                                TameSql.string(wanted.table().name()),
                                TameSql.string(
                                        "%s are not those of %s: see what has their name"
                                                .formatted(subject, wanted.table().shown()))));
    }

    private PgwrightException unusable(String what, String remedy) {
        return new PgwrightException(ErrorCode.USAGE, subject + " " + what, remedy);
    }
}
