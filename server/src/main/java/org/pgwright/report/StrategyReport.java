package org.pgwright.report;

import org.jspecify.annotations.Nullable;
import org.pgwright.maintenance.UnusedSinceMade;
import org.pgwright.repository.proof.ChangeProof;
import org.pgwright.repository.strategy.KnownStrategy;
import org.pgwright.repository.strategy.StrategyStory;
import org.pgwright.repository.strategy.StrategyStory.Event;
import org.pgwright.repository.strategy.StrategyStory.RunStatement;

import java.util.List;

/**
 * One strategy in full.
 *
 * @param proofs what its changes did to the real workload, the last one first
 * @param unused that nothing has used its index since it was made; null if that is not so, or not
 *     known
 */
public record StrategyReport(
        StrategyStory story, List<ChangeProof> proofs, @Nullable UnusedSinceMade unused)
        implements Report {
    public StrategyReport {
        proofs = List.copyOf(proofs);
    }

    @Override
    public String render(FiguresFormat format, Layout layout) {
        return switch (format) {
            case TEXT -> text(layout);
            case JSON ->
                    Json.of(
                            new Document(
                                    StrategiesReport.part(story.strategy()),
                                    story.events().stream().map(StrategyReport::part).toList(),
                                    story.statements().stream().map(StrategyReport::part).toList(),
                                    proofs.isEmpty()
                                            ? null
                                            : new ProofSection(proofs.getFirst()).part(),
                                    unused == null ? null : UnusedPart.of(unused)));
        };
    }

    private String text(Layout layout) {
        KnownStrategy strategy = story.strategy();
        StringBuilder text = new StringBuilder();
        text.append(
                "%s  %s %s %s on %s (%s, %s)%n"
                        .formatted(
                                strategy.shortId(),
                                strategy.action() == null ? "existing" : strategy.action().label(),
                                strategy.object().label(),
                                Words.oneLine(strategy.qualifiedIndex().shown()),
                                Words.oneLine(strategy.table().shown()),
                                Words.oneLine(strategy.instanceName()),
                                Words.oneLine(strategy.databaseName())));
        text.append(
                "%s since %s%n"
                        .formatted(
                                strategy.standing().status().shown(), strategy.standing().since()));
        text.append(
                "%n%s%n%s%n"
                        .formatted(
                                Words.oneLine(strategy.reason()),
                                Words.oneLine(strategy.createStatement())));
        if (unused != null) {
            text.append("%n%s%n".formatted(Words.oneLine(UnusedPart.sentence(unused))));
        }
        proofs.stream()
                .limit(1)
                .flatMap(proof -> new ProofSection(proof).lines(layout).stream())
                .forEach(line -> text.append(line).append('\n'));
        text.append("%nWhat became of it%n".formatted());
        for (Event event : story.events()) {
            text.append(
                    "  %s  %s  %s%s%n"
                            .formatted(
                                    event.at(),
                                    Words.oneLine(event.who()),
                                    event.to().replace('_', ' '),
                                    event.why() == null ? "" : ": " + Words.oneLine(event.why())));
        }
        if (!story.statements().isEmpty()) {
            text.append("%nStatements that ran%n".formatted());
        }
        for (RunStatement statement : story.statements()) {
            text.append(
                    "  %s  %s  %s%n"
                            .formatted(
                                    statement.beganAt(),
                                    end(statement),
                                    Words.oneLine(statement.sql())));
        }
        return text.toString();
    }

    private static String end(RunStatement statement) {
        if (statement.endedAt() == null) {
            return "end not known";
        }
        return statement.message() == null ? "done" : Words.oneLine(statement.message());
    }

    private static EventPart part(Event event) {
        return new EventPart(
                event.at().toString(),
                event.who(),
                event.from(),
                event.to(),
                event.why(),
                event.changeId() == null ? null : event.changeId().toString());
    }

    private static StatementPart part(RunStatement statement) {
        return new StatementPart(
                statement.changeId().toString(),
                statement.sql(),
                statement.beganAt().toString(),
                statement.endedAt() == null ? null : statement.endedAt().toString(),
                statement.sqlState(),
                statement.message());
    }

    private record Document(
            StrategiesReport.Part strategy,
            List<EventPart> events,
            List<StatementPart> statements,
            ProofSection.@Nullable Part proof,
            @Nullable UnusedPart unusedSinceMade) {}

    private record EventPart(
            String at,
            String who,
            @Nullable String from,
            String to,
            @Nullable String why,
            @Nullable String change) {}

    private record StatementPart(
            String change,
            String sql,
            String beganAt,
            @Nullable String endedAt,
            @Nullable String sqlState,
            @Nullable String message) {}
}
