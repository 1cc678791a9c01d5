package org.pgwright.report.runbook;

import org.pgwright.catalog.Bytes;
import org.pgwright.report.Words;
import org.pgwright.repository.proof.PastChange;
import org.pgwright.repository.strategy.KnownStrategy;
import org.pgwright.strategy.Action;

import java.util.List;

/** What is proposed, what was changed, and the way back. */
final class Decided {
    private static final int MOST = 20;

    private Decided() {}

    static Section open(RunbookFacts facts, Reaching reaching) {
        List<KnownStrategy> open = facts.decisions().open().stream().limit(MOST).toList();
        Section.Builder section =
                new Section.Builder("Strategies that are open")
                        .facts(
                                List.of("strategy", "wanted", "index", "table", "status", "size"),
                                open.stream().map(Decided::row).toList(),
                                "Nothing is proposed or approved.");
        for (KnownStrategy strategy : open) {
            section.command(
                    "Why, and what is expected of " + strategy.shortId(),
                    reaching.asking("strategy", "show", strategy.shortId()));
        }
        if (!open.isEmpty()) {
            String first = open.getFirst().shortId();
            section.command("Let it be done", reaching.asking("strategy", "approve", first))
                    .command(
                            "Or not",
                            reaching.asking("strategy", "dismiss", first, "--reason=not needed"))
                    .command("Do what is approved, within the windows", reaching.changing("apply"));
        }
        return section.build();
    }

    static Section changes(RunbookFacts facts, Reaching reaching) {
        Section.Builder section =
                new Section.Builder("Changes, and the way back")
                        .facts(
                                List.of("when", "action", "index", "ended", "who"),
                                facts.decisions().changes().stream()
                                        .limit(MOST)
                                        .map(Decided::row)
                                        .toList(),
                                "Nothing was changed by pgwright in that time.");
        for (KnownStrategy strategy : facts.decisions().revocable().stream().limit(MOST).toList()) {
            section.command(
                            "What it did: "
                                    + strategy.object().named(strategy.qualifiedIndex().shown()),
                            reaching.asking("strategy", "show", strategy.shortId()))
                    .command(
                            strategy.action() == Action.CREATE
                                    ? "Drop it again"
                                    : "Make it again as it was",
                            reaching.changing("rollback", strategy.shortId()));
        }
        return section.say("After a change or a way back:")
                .command("What became of all", reaching.figures("history"))
                .command("Whether queries are slower", reaching.figures("queries", "--since=1h"))
                .reading(
                        "Whether an index is invalid",
                        """
                        SELECT indexrelid::regclass AS index_name, indrelid::regclass AS table_name
                          FROM pg_index
                         WHERE NOT indisvalid;
                        """)
                .command("Settle what a crash has left", reaching.changing("reconcile"))
                .build();
    }

    private static List<String> row(KnownStrategy strategy) {
        long bytes = strategy.prediction().bytes();
        return List.of(
                strategy.shortId(),
                strategy.action() == null ? "" : strategy.action().label(),
                strategy.object().named(strategy.qualifiedIndex().shown()),
                strategy.table().shown(),
                strategy.standing().status().shown(),
                bytes == 0 ? "not known" : new Bytes(bytes).shown());
    }

    private static List<String> row(PastChange change) {
        PastChange.End end = change.end();
        return List.of(
                Words.second(change.intendedAt()),
                (change.isRollback() ? "rollback: " : "") + change.action().label(),
                change.place().shown(),
                end == null ? "at work" : end.outcome(),
                change.who());
    }
}
