package org.pgwright.report;

import org.jspecify.annotations.Nullable;
import org.pgwright.advisor.Advice;
import org.pgwright.advisor.Advice.FrontierPoint;
import org.pgwright.advisor.Advice.QueryCost;
import org.pgwright.advisor.Advice.Recommendation;
import org.pgwright.advisor.Advice.StatisticsObject;
import org.pgwright.advisor.Advice.WorkloadCost;
import org.pgwright.advisor.existing.IndexChange;
import org.pgwright.advisor.existing.IndexChange.Effect;
import org.pgwright.catalog.Index;
import org.pgwright.catalog.QualifiedName;
import org.pgwright.findings.Finding;
import org.pgwright.report.AdviceDocument.CostPart;
import org.pgwright.report.AdviceDocument.DatabasePart;
import org.pgwright.report.AdviceDocument.FindingPart;
import org.pgwright.report.AdviceDocument.FrontierPart;
import org.pgwright.report.AdviceDocument.GapPart;
import org.pgwright.report.AdviceDocument.QueryPart;
import org.pgwright.report.AdviceDocument.RecommendationPart;
import org.pgwright.report.AdviceDocument.RejectedPart;
import org.pgwright.report.AdviceDocument.ReplannedPart;
import org.pgwright.report.AdviceDocument.SkippedPart;
import org.pgwright.report.AdviceDocument.StatisticsObjectPart;
import org.pgwright.report.AdviceDocument.StatisticsPart;
import org.pgwright.report.AdviceDocument.TablePart;
import org.pgwright.report.AdviceDocument.WorkloadPart;
import org.pgwright.report.AdviceDocument.WritesPart;

import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

import java.util.ArrayList;
import java.util.List;

/** Index advice as JSON, for programs. */
final class AdviceJson {
    private static final JsonMapper MAPPER =
            JsonMapper.builder()
                    .disable(MapperFeature.SORT_PROPERTIES_ALPHABETICALLY)
                    .enable(SerializationFeature.INDENT_OUTPUT)
                    .build();

    private AdviceJson() {}

    static String render(AdviceReport report) {
        return MAPPER.writeValueAsString(document(report)) + "\n";
    }

    private static AdviceDocument document(AdviceReport report) {
        Advice advice = report.advice();
        return new AdviceDocument(
                AdviceDocument.VERSION,
                database(report.database()),
                new WorkloadPart(
                        advice.statements(),
                        advice.skipped().stream()
                                .map(s -> new SkippedPart(s.query(), s.reason()))
                                .toList(),
                        advice.queries().stream().map(AdviceJson::query).toList()),
                new CostPart(advice.cost().before(), advice.cost().after(), advice.cost().ratio()),
                new WritesPart(
                        advice.writes().before(),
                        advice.writes().added(),
                        100 * advice.writes().overhead()),
                recommendations(advice),
                report.findings().stream().map(AdviceJson::finding).toList(),
                advice.rejected().stream()
                        .map(r -> new RejectedPart(r.definition(), r.reason()))
                        .toList(),
                report.gaps().stream()
                        .map(g -> new GapPart(g.subject(), g.effect(), g.remedy()))
                        .toList(),
                report.notes(),
                advice.frontier().stream().map(p -> point(p, advice.cost())).toList(),
                new StatisticsPart(
                        report.elapsed().toMillis(),
                        advice.statistics().whatIfCalls(),
                        advice.statistics().cacheHits(),
                        advice.statistics().candidates(),
                        advice.statistics().lowerBound(),
                        advice.statistics().gap(),
                        advice.statistics().cutShort()),
                report.database().tables().stream()
                        .map(
                                table ->
                                        new TablePart(
                                                table.table().shown(),
                                                table.columns(),
                                                table.indexes()))
                        .toList(),
                advice.statisticsObjects().stream().map(AdviceJson::object).toList());
    }

    private static StatisticsObjectPart object(StatisticsObject made) {
        return new StatisticsObjectPart(
                made.table().shown(),
                made.name(),
                made.columns(),
                made.kinds(),
                made.definition(),
                made.reason(),
                made.queries().stream()
                        .map(
                                query ->
                                        new ReplannedPart(
                                                query.hash(),
                                                query.rowsBefore(),
                                                query.rowsAfter(),
                                                query.costBefore(),
                                                query.costAfter(),
                                                query.calls(),
                                                query.pattern()))
                        .toList(),
                StatisticsWords.statements(made));
    }

    private static FrontierPart point(FrontierPoint point, WorkloadCost workload) {
        return new FrontierPart(
                point.bytes(),
                point.cost(),
                workload.before() - point.cost(),
                point.upkeep(),
                point.definitions());
    }

    private static DatabasePart database(DatabaseFacts facts) {
        return new DatabasePart(
                facts.name(),
                facts.serverVersion(),
                facts.size().count(),
                facts.systemIdentifier(),
                facts.schemaFingerprint(),
                facts.takenAt().toString());
    }

    /** Those to make come first, since what is to be dropped may need them. */
    private static List<RecommendationPart> recommendations(Advice advice) {
        List<RecommendationPart> parts = new ArrayList<>();
        advice.recommendations().forEach(made -> parts.add(recommendation(made)));
        advice.changes().forEach(change -> parts.add(change(parts.size() + 1, change)));
        return parts;
    }

    private static RecommendationPart recommendation(Recommendation made) {
        return new RecommendationPart(
                "create",
                made.priority(),
                made.index().table().shown(),
                made.name(),
                made.definition(),
                made.index().method(),
                made.index().columns(),
                made.index().include(),
                made.index().predicate(),
                made.size().count(),
                made.reason(),
                made.queries().stream().map(AdviceJson::query).toList(),
                made.statements(),
                made.gain(),
                made.upkeep(),
                100 * made.writeOverhead(),
                null,
                null,
                0,
                List.of());
    }

    private static RecommendationPart change(int priority, IndexChange change) {
        Index index = change.index();
        return new RecommendationPart(
                change.action().label(),
                priority,
                index.table().shown(),
                index.name().name(),
                String.join("; ", change.statements()),
                index.method(),
                index.keys().stream().map(Index.Key::expression).toList(),
                index.include(),
                index.predicate(),
                change.size().count(),
                change.reason(),
                change.effects().stream().map(AdviceJson::query).toList(),
                change.statements(),
                0 - change.effects().stream().mapToDouble(Effect::added).sum(),
                0 - change.upkeep(),
                0 - 100 * change.writeShare(),
                change.ground().label(),
                change.other(),
                change.freed().count(),
                change.undo());
    }

    private static QueryPart query(Effect effect) {
        return new QueryPart(
                effect.hash(),
                effect.costWith(),
                effect.costWithout(),
                effect.calls(),
                effect.pattern(),
                null);
    }

    private static QueryPart query(QueryCost served) {
        return new QueryPart(
                served.hash(),
                served.costBefore(),
                served.costAfter(),
                served.calls(),
                served.pattern(),
                served.doubt());
    }

    private static FindingPart finding(Finding finding) {
        QualifiedName index = finding.index();
        return new FindingPart(
                finding.kind().label(),
                finding.table().shown(),
                finding.columns(),
                index == null ? null : index.name(),
                other(finding),
                finding.detail());
    }

    /** An index is known by its name, since its schema is its table's; a table needs its schema. */
    private static @Nullable String other(Finding finding) {
        QualifiedName other = finding.other();
        if (other == null) {
            return null;
        }
        return switch (finding.kind()) {
            case FOREIGN_KEY_WITHOUT_INDEX -> other.shown();
            case INVALID_INDEX, DUPLICATE_INDEX, REDUNDANT_INDEX, UNUSED_INDEX -> other.name();
        };
    }
}
