package org.pgwright.report;

import org.jspecify.annotations.Nullable;
import org.pgwright.maintenance.UnusedSinceMade;
import org.pgwright.repository.proof.ChangeProof;
import org.pgwright.repository.proof.PastChange;
import org.pgwright.repository.strategy.KnownStrategy;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * All changes of indexes and statistics, with what they did, and what is proposed next.
 *
 * @param changes the last one first
 * @param candidates strategies that nobody has decided on
 * @param unused indexes that nothing has used since they were made
 */
public record HistoryReport(
        List<PastChange> changes, List<KnownStrategy> candidates, List<UnusedSinceMade> unused)
        implements Report {
    private static final double PERCENT = 100;

    public HistoryReport {
        changes = List.copyOf(changes);
        candidates = List.copyOf(candidates);
        unused = List.copyOf(unused);
    }

    @Override
    public String render(FiguresFormat format, Layout layout) {
        return switch (format) {
            case TEXT -> text(layout);
            case JSON ->
                    Json.of(
                            new Document(
                                    changes.stream().map(HistoryReport::part).toList(),
                                    candidates.stream().map(StrategiesReport::part).toList(),
                                    unused.stream().map(UnusedPart::of).toList()));
        };
    }

    private String text(Layout layout) {
        List<String> lines = new ArrayList<>();
        if (changes.isEmpty()) {
            lines.add("No index was changed in that time.");
        } else {
            TextTable table = new TextTable();
            for (String name :
                    List.of("when (UTC)", "who", "database", "what", "outcome", "verdict")) {
                table.column(name, TextTable.Align.LEFT);
            }
            table.column("time", TextTable.Align.RIGHT)
                    .column("strategy", TextTable.Align.LEFT)
                    .column("index", TextTable.Align.LEFT);
            changes.forEach(change -> table.row(row(change)));
            lines.addAll(table.lines("", layout.columns()));
            lines.add("Time: of the same calls of the table's statements, after against before.");
        }
        lines.addAll(UnusedPart.lines(unused, layout));
        if (!candidates.isEmpty()) {
            lines.add("");
            lines.add(
                    Words.count(candidates.size(), "strategy is", "strategies are")
                            + " proposed: pgwright strategy list --status"
                            + " proposed,retirement_proposed");
        }
        return String.join("\n", lines) + "\n";
    }

    private static String[] row(PastChange change) {
        PastChange.End end = change.end();
        ChangeProof proof = change.proof();
        return new String[] {
            Words.second(change.intendedAt()),
            Words.oneLine(change.who()),
            Words.oneLine(change.place().database()),
            (change.isRollback() ? "rollback: " : "") + change.action().label(),
            end == null ? "at work" : end.outcome(),
            proof == null ? "" : proof.verdict().shown() + (proof.isFinal() ? "" : ", so far"),
            effect(proof),
            KnownStrategy.shortId(change.strategyId()),
            Words.oneLine(change.place().shown() + " on " + change.place().table().shown())
        };
    }

    private static String effect(@Nullable ChangeProof proof) {
        Double percent = effectPercent(proof);
        return percent == null ? "" : String.format(Locale.ROOT, "%+.1f %%", percent);
    }

    /** By how much more time the same calls take; null where nothing can be compared. */
    public static @Nullable Double effectPercent(@Nullable ChangeProof proof) {
        return proof == null || proof.figures().beforeMillis() <= 0
                ? null
                : PERCENT * (proof.figures().afterMillis() / proof.figures().beforeMillis() - 1);
    }

    private static Part part(PastChange change) {
        PastChange.End end = change.end();
        ChangeProof proof = change.proof();
        return new Part(
                change.id().toString(),
                change.strategyId().toString(),
                change.place().instance(),
                change.place().database(),
                change.place().table().schema(),
                change.place().table().name(),
                change.place().object().label(),
                change.place().index(),
                change.action().label(),
                change.isRollback(),
                change.who(),
                change.intendedAt().toString(),
                change.problem(),
                change.statement(),
                end == null ? null : end.settledAt().toString(),
                end == null ? null : end.outcome(),
                end == null ? null : end.message(),
                end == null ? null : end.bytes(),
                effectPercent(proof),
                proof == null ? null : new ProofSection(proof).part());
    }

    private record Document(
            List<Part> changes,
            List<StrategiesReport.Part> candidates,
            List<UnusedPart> unusedSinceMade) {}

    private record Part(
            String change,
            String strategy,
            String instance,
            String database,
            String schema,
            String table,
            String object,
            String index,
            String action,
            boolean rollback,
            String who,
            String began,
            String problem,
            String definition,
            @Nullable String ended,
            @Nullable String outcome,
            @Nullable String message,
            @Nullable Long bytes,
            @Nullable Double effectPercent,
            ProofSection.@Nullable Part proof) {}
}
