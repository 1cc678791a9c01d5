package org.pgwright.report;

import org.jspecify.annotations.Nullable;
import org.pgwright.advisor.existing.IndexChange;
import org.pgwright.advisor.existing.IndexChange.Effect;
import org.pgwright.catalog.Index;
import org.pgwright.maintenance.Verdict.Stays;
import org.pgwright.report.RetirementReport.Drop;

import java.util.List;

/** Which indexes may be dropped, as programs read it. */
record RetirementDocument(
        String database,
        String at,
        long unusedDays,
        int servers,
        int indexes,
        int statements,
        int statementsSkipped,
        long bytes,
        List<Candidate> candidates,
        List<Kept> kept,
        List<String> notes,
        @Nullable Proposed proposed) {
    private static final double PERCENT = 100;

    /**
     * An index that may be dropped.
     *
     * @param other serves in its stead
     * @param definition brings it back
     * @param lost what that does not bring back
     */
    record Candidate(
            String schema,
            String table,
            String index,
            String ground,
            @Nullable String other,
            String reason,
            List<String> remarks,
            long bytes,
            double writesSparedPercent,
            String definition,
            List<String> lost,
            List<Query> queries) {}

    /** A statement whose plan is another one without it. */
    record Query(String hash, String text, double calls, double costWith, double costWithout) {}

    /** An index that stays. */
    record Kept(
            String schema,
            String table,
            String index,
            String cause,
            String reason,
            @Nullable String lastUsed,
            List<Query> queries) {}

    /** What was kept in the repository. */
    record Proposed(int proposed, int unwanted, List<String> withdrawn) {}

    static RetirementDocument of(RetirementReport report) {
        RetirementReport.Subject subject = report.subject();
        RetirementReport.Outcome outcome = report.outcome();
        return new RetirementDocument(
                subject.database(),
                subject.at().toString(),
                subject.unused().toDays(),
                subject.servers(),
                subject.indexes(),
                subject.statements(),
                subject.skipped(),
                report.freed().count(),
                report.drops().stream().map(RetirementDocument::candidate).toList(),
                report.kept().stream().map(RetirementDocument::kept).toList(),
                report.notes(),
                outcome == null
                        ? null
                        : new Proposed(
                                outcome.proposed(), outcome.unwanted(), outcome.withdrawn()));
    }

    private static Candidate candidate(Drop drop) {
        IndexChange change = drop.change();
        Index index = change.index();
        return new Candidate(
                index.table().schema(),
                index.table().name(),
                index.name().name(),
                change.ground().label(),
                change.other(),
                change.reason(),
                drop.remarks(),
                change.size().count(),
                PERCENT * change.writeShare(),
                drop.createStatement(),
                drop.lost(),
                queries(change.effects()));
    }

    private static Kept kept(Stays stays) {
        Index index = stays.index();
        return new Kept(
                index.table().schema(),
                index.table().name(),
                index.name().name(),
                stays.cause().label(),
                stays.reason(),
                stays.used() == null ? null : stays.used().toString(),
                queries(stays.effects()));
    }

    private static List<Query> queries(List<Effect> effects) {
        return effects.stream()
                .map(
                        effect ->
                                new Query(
                                        effect.hash(),
                                        effect.pattern(),
                                        effect.calls(),
                                        effect.costWith(),
                                        effect.costWithout()))
                .toList();
    }
}
