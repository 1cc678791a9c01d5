package org.pgwright.report;

import org.jspecify.annotations.Nullable;
import org.pgwright.catalog.Bytes;
import org.pgwright.repository.strategy.KnownStrategy;
import org.pgwright.strategy.Action;
import org.pgwright.strategy.Prediction;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** What is wanted of indexes and statistics, and what became of it. */
public record StrategiesReport(List<KnownStrategy> strategies) implements Report {
    public StrategiesReport {
        strategies = List.copyOf(strategies);
    }

    @Override
    public String render(FiguresFormat format, Layout layout) {
        return switch (format) {
            case TEXT -> text(layout);
            case JSON ->
                    Json.of(new Document(strategies.stream().map(StrategiesReport::part).toList()));
        };
    }

    /** What would be done, a line each, for somebody who is asked. */
    public String statements() {
        StringBuilder text = new StringBuilder();
        for (KnownStrategy strategy : strategies) {
            text.append(statement(strategy)).append('\n');
        }
        return text.toString();
    }

    /** What would be done for one. */
    public static String statement(KnownStrategy strategy) {
        String index = Words.oneLine(strategy.qualifiedIndex().shown());
        return switch (strategy.action()) {
            case null -> "nothing for " + index;
            case CREATE -> Words.oneLine(strategy.createStatement());
            case DROP ->
                    switch (strategy.object()) {
                        case INDEX -> "DROP INDEX CONCURRENTLY " + index;
                        case STATISTICS -> "DROP STATISTICS " + index;
                    };
            case REINDEX -> "REINDEX INDEX CONCURRENTLY " + index;
        };
    }

    private String text(Layout layout) {
        if (strategies.isEmpty()) {
            return "no strategy; pgwright advise --propose makes some\n";
        }
        TextTable table =
                new TextTable()
                        .column("id", TextTable.Align.LEFT)
                        .column("database", TextTable.Align.LEFT)
                        .column("action", TextTable.Align.LEFT)
                        .column("status", TextTable.Align.LEFT)
                        .column("size", TextTable.Align.RIGHT)
                        .column("writes", TextTable.Align.RIGHT)
                        .column("index", TextTable.Align.LEFT);
        strategies.forEach(strategy -> table.row(cells(strategy)));
        return String.join("\n", table.lines("", layout.columns())) + "\n";
    }

    private static String[] cells(KnownStrategy strategy) {
        Prediction prediction = strategy.prediction();
        Instant until = strategy.standing().deferredUntil();
        String status = strategy.standing().status().shown();
        return new String[] {
            strategy.shortId(),
            Words.oneLine(strategy.databaseName()),
            label(strategy.action()),
            until == null ? status : status + " until " + until,
            prediction.bytes() == 0 ? "" : new Bytes(prediction.bytes()).shown(),
            prediction.writeOverheadPercent() == 0
                    ? ""
                    : "%+.1f %%".formatted(prediction.writeOverheadPercent()),
            Words.oneLine(strategy.shownOnTable())
        };
    }

    private static String label(@Nullable Action action) {
        return action == null ? "" : action.label();
    }

    static Part part(KnownStrategy strategy) {
        KnownStrategy.Standing standing = strategy.standing();
        List<PredictedQuery> queries = new ArrayList<>();
        strategy.prediction()
                .queries()
                .forEach(
                        query ->
                                queries.add(
                                        new PredictedQuery(
                                                query.hash(),
                                                query.costBefore(),
                                                query.costAfter(),
                                                query.calls())));
        return new Part(
                strategy.id().toString(),
                strategy.instanceName(),
                strategy.databaseName(),
                strategy.action() == null ? null : strategy.action().label(),
                strategy.object().label(),
                standing.status().label(),
                standing.since().toString(),
                standing.source().label(),
                strategy.table().schema(),
                strategy.table().name(),
                strategy.index(),
                strategy.createStatement(),
                strategy.reason(),
                standing.deferredUntil() == null ? null : standing.deferredUntil().toString(),
                standing.dismissedFor(),
                new PredictionPart(
                        strategy.prediction().bytes(),
                        strategy.prediction().gain(),
                        strategy.prediction().upkeep(),
                        strategy.prediction().writeOverheadPercent(),
                        queries));
    }

    private record Document(List<Part> strategies) {}

    /**
     * A strategy.
     *
     * @param object {@code index} or {@code statistics}
     * @param index the name of that
     * @param definition the statement that makes it
     */
    record Part(
            String id,
            String instance,
            String database,
            @Nullable String action,
            String object,
            String status,
            String since,
            String source,
            String schema,
            String table,
            String index,
            String definition,
            String reason,
            @Nullable String deferredUntil,
            @Nullable String dismissedFor,
            PredictionPart predicted) {}

    /** What was promised. */
    record PredictionPart(
            long bytes,
            double gain,
            double upkeep,
            double writeOverheadPercent,
            List<PredictedQuery> queries) {}

    /** A statement whose plans change. */
    record PredictedQuery(String hash, double costBefore, double costAfter, double calls) {}
}
