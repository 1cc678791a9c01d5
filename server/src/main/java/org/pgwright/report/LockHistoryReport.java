package org.pgwright.report;

import org.jspecify.annotations.Nullable;
import org.pgwright.observation.SessionEventKind;
import org.pgwright.repository.figures.EventFigures;
import org.pgwright.repository.figures.EventFigures.Who;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Waits for locks and long transactions over a time.
 *
 * @param events the longest first
 * @param top how many of each kind to show; null for all
 */
public record LockHistoryReport(Span span, List<EventFigures> events, @Nullable Integer top)
        implements Report {
    public LockHistoryReport {
        events = List.copyOf(events);
    }

    @Override
    public String render(FiguresFormat format, Layout layout) {
        return switch (format) {
            case TEXT -> text(layout);
            case JSON -> Json.of(document());
        };
    }

    private List<EventFigures> waits() {
        return events.stream().filter(one -> one.kind() == SessionEventKind.LOCK_WAIT).toList();
    }

    private List<EventFigures> transactions() {
        return events.stream().filter(one -> one.kind() != SessionEventKind.LOCK_WAIT).toList();
    }

    private String text(Layout layout) {
        List<String> lines = new ArrayList<>();
        List<EventFigures> waits = waits();
        lines.add(
                span.heading(
                        "%s, %s in all; %s"
                                .formatted(
                                        Words.count(
                                                waits.size(), "wait for a lock", "waits for locks"),
                                        Words.time(waited(waits)),
                                        Words.count(
                                                transactions().size(),
                                                "long transaction",
                                                "long transactions")),
                        layout));
        blockers(lines, layout);
        events(lines, layout, "The longest waits", waits);
        events(lines, layout, "Long transactions", transactions());
        if (events.stream().anyMatch(EventFigures::isPartlySeen)) {
            lines.add("");
            lines.add("* Looks are missing: it may have been interrupted, or lasted longer.");
        }
        if (events.stream().anyMatch(event -> event.ended() == null)) {
            lines.add("");
            lines.add("… It was there at the last look.");
        }
        return String.join("\n", lines) + "\n";
    }

    private static double waited(List<EventFigures> waits) {
        return waits.stream().mapToLong(EventFigures::lastedMillis).sum();
    }

    private void blockers(List<String> lines, Layout layout) {
        List<BlockerRanking.Blocker> ranking = BlockerRanking.of(waits());
        if (ranking.isEmpty()) {
            return;
        }
        TextTable table =
                new TextTable()
                        .column("waited", TextTable.Align.RIGHT)
                        .column("waits", TextTable.Align.RIGHT)
                        .column("longest", TextTable.Align.RIGHT)
                        .column("role", TextTable.Align.LEFT)
                        .column("application", TextTable.Align.LEFT)
                        .column("state", TextTable.Align.LEFT)
                        .column("query", TextTable.Align.LEFT);
        limited(ranking)
                .forEach(
                        blocker ->
                                table.row(
                                        Words.time(blocker.waitedMillis()),
                                        Words.whole(blocker.waits()),
                                        Words.time((double) blocker.longestMillis()),
                                        Words.oneLine(blocker.key().role()),
                                        Words.oneLine(blocker.key().application()),
                                        blocker.key().state(),
                                        query(blocker.key())));
        lines.add("");
        lines.add(layout.heading("Whom they waited for"));
        lines.addAll(table.lines("", layout.columns()));
    }

    private static String query(BlockerRanking.Key key) {
        if (key.isPrepared()) {
            return "(a prepared transaction)";
        }
        return key.pattern() == null ? "(not seen)" : key.pattern();
    }

    private void events(
            List<String> lines, Layout layout, String heading, List<EventFigures> events) {
        if (events.isEmpty()) {
            return;
        }
        TextTable table =
                new TextTable()
                        .column("lasted", TextTable.Align.RIGHT)
                        .column("began", TextTable.Align.LEFT)
                        .column("pid", TextTable.Align.RIGHT)
                        .column("held by", TextTable.Align.LEFT)
                        .column("role", TextTable.Align.LEFT)
                        .column("state", TextTable.Align.LEFT)
                        .column("query", TextTable.Align.LEFT);
        limited(events)
                .forEach(
                        event ->
                                table.row(
                                        Words.time((double) event.lastedMillis())
                                                + (event.isPartlySeen() ? "*" : "")
                                                + (event.ended() == null ? "…" : ""),
                                        Words.second(event.began()),
                                        String.valueOf(event.who().pid()),
                                        holders(event),
                                        Words.oneLine(event.who().roleName()),
                                        event.who().state(),
                                        event.who().pattern() == null
                                                ? ""
                                                : event.who().pattern()));
        lines.add("");
        lines.add(layout.heading(heading));
        lines.addAll(table.lines("", layout.columns()));
    }

    /** The first, as a queue may be long. */
    private static String holders(EventFigures event) {
        List<EventFigures.Blocker> roots = event.roots();
        if (roots.isEmpty()) {
            return "";
        }
        int pid = roots.getFirst().who().pid();
        String first = pid == 0 ? "prepared" : String.valueOf(pid);
        return roots.size() == 1 ? first : first + " +" + (roots.size() - 1);
    }

    private <T> List<T> limited(List<T> all) {
        return top == null || all.size() <= top ? all : all.subList(0, top);
    }

    private Document document() {
        List<EventFigures> waits = waits();
        return new Document(
                span.instance(),
                span.from().toString(),
                span.to().toString(),
                waits.size(),
                waited(waits),
                transactions().size(),
                limited(BlockerRanking.of(waits)).stream().map(LockHistoryReport::part).toList(),
                limited(waits).stream().map(LockHistoryReport::part).toList(),
                limited(transactions()).stream().map(LockHistoryReport::part).toList());
    }

    private static RankPart part(BlockerRanking.Blocker blocker) {
        BlockerRanking.Key key = blocker.key();
        return new RankPart(
                key.isPrepared(),
                key.role(),
                key.application(),
                key.state(),
                key.hash(),
                key.pattern(),
                blocker.waitedMillis(),
                blocker.waits(),
                blocker.longestMillis());
    }

    private static EventPart part(EventFigures event) {
        return new EventPart(
                event.kind().name().toLowerCase(Locale.ROOT),
                event.address(),
                event.began().toString(),
                event.lastSeen().toString(),
                event.ended() == null ? null : event.ended().toString(),
                event.lastedMillis(),
                !event.isPartlySeen(),
                part(event.who()),
                event.blockers().stream().map(LockHistoryReport::part).toList());
    }

    private static WhoPart part(Who who) {
        return new WhoPart(
                who.pid(),
                who.databaseName(),
                who.roleName(),
                who.applicationName(),
                who.state(),
                who.hash(),
                who.pattern());
    }

    private static BlockerPart part(EventFigures.Blocker blocker) {
        return new BlockerPart(part(blocker.who()), blocker.isWaiting(), blocker.looks());
    }

    private record Document(
            String instance,
            String from,
            String to,
            int waitCount,
            double waitedMillis,
            int transactionCount,
            List<RankPart> blockers,
            List<EventPart> waits,
            List<EventPart> transactions) {}

    private record RankPart(
            boolean preparedTransaction,
            String role,
            String application,
            String state,
            @Nullable String hash,
            @Nullable String pattern,
            double waitedMillis,
            int waits,
            long longestMillis) {}

    /**
     * An event.
     *
     * @param endedAt null where no look has come yet that did not see it
     * @param complete false where looks are missing within it or at its end
     */
    private record EventPart(
            String kind,
            String server,
            String beganAt,
            String lastSeenAt,
            @Nullable String endedAt,
            long lastedMillis,
            boolean complete,
            WhoPart session,
            List<BlockerPart> blockers) {}

    private record WhoPart(
            int pid,
            String database,
            String role,
            String application,
            String state,
            @Nullable String hash,
            @Nullable String pattern) {}

    private record BlockerPart(WhoPart session, boolean waiting, int looks) {}
}
