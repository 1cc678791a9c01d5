package org.pgwright.report;

import org.jspecify.annotations.Nullable;
import org.pgwright.repository.figures.ActivityHistory;
import org.pgwright.repository.figures.ActivityHistory.Average;

import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * What sessions did over a time.
 *
 * @param top how many of each kind to show; null for all
 */
public record ActivityHistoryReport(Span span, ActivityHistory activity, @Nullable Integer top)
        implements Report {

    @Override
    public String render(FiguresFormat format, Layout layout) {
        return switch (format) {
            case TEXT -> text(layout);
            case JSON -> Json.of(document());
        };
    }

    private String text(Layout layout) {
        List<String> lines = new ArrayList<>();
        Average all = activity.all();
        lines.add(
                span.heading(
                        "%s active sessions on average".formatted(Words.decimal(all.active())),
                        layout));
        if (activity.looks() == 0) {
            lines.add("");
            lines.add("Nobody looked; pgwright collect keeps what it sees, with a minute's delay.");
            return String.join("\n", lines) + "\n";
        }
        lines.add(
                "%s; idle in transaction %s"
                        .formatted(
                                Words.count(activity.looks(), "look", "looks"),
                                Words.decimal(all.idleInTransaction())));
        lines.add("");
        lines.add(
                layout.heading(
                        "A character for %s, from %s on"
                                .formatted(
                                        Words.time((double) activity.step().toMillis()),
                                        activity.points().getFirst().from())));
        lines.add(Words.fact("active", line(Average::active)));
        lines.add(Words.fact("idle in trans.", line(Average::idleInTransaction)));
        waits(lines, layout);
        queries(lines, layout);
        clients(lines, layout);
        return String.join("\n", lines) + "\n";
    }

    private String line(ToDoubleFunction<Average> value) {
        List<@Nullable Double> values = new ArrayList<>();
        activity.points()
                .forEach(
                        point -> {
                            Average sessions = point.sessions();
                            values.add(sessions == null ? null : value.applyAsDouble(sessions));
                        });
        return TrendLine.of(values, Words::decimal);
    }

    private void waits(List<String> lines, Layout layout) {
        if (activity.waits().isEmpty()) {
            return;
        }
        TextTable table =
                shares().column("type", TextTable.Align.LEFT)
                        .column("waits for", TextTable.Align.LEFT);
        limited(activity.waits())
                .forEach(
                        wait ->
                                table.row(
                                        share(wait.active()),
                                        Words.decimal(wait.active()),
                                        wait.type(),
                                        wait.event().isEmpty()
                                                ? "nothing: it runs"
                                                : wait.event()));
        add(lines, layout, "What they waited for", table);
    }

    private void queries(List<String> lines, Layout layout) {
        List<ActivityHistory.OfQuery> queries =
                activity.queries().stream().filter(one -> one.sessions().active() > 0).toList();
        if (queries.isEmpty()) {
            return;
        }
        TextTable table =
                shares().column("hash", TextTable.Align.LEFT).column("query", TextTable.Align.LEFT);
        limited(queries)
                .forEach(
                        query ->
                                table.row(
                                        share(query.sessions().active()),
                                        Words.decimal(query.sessions().active()),
                                        query.hash() == null ? "" : query.hash().substring(0, 8),
                                        query.pattern() == null
                                                ? "(not to be seen)"
                                                : query.pattern()));
        add(lines, layout, "What they ran", table);
    }

    private void clients(List<String> lines, Layout layout) {
        if (activity.clients().isEmpty()) {
            return;
        }
        TextTable table =
                shares().column("idle in trans.", TextTable.Align.RIGHT)
                        .column("database", TextTable.Align.LEFT)
                        .column("role", TextTable.Align.LEFT)
                        .column("application", TextTable.Align.LEFT);
        limited(activity.clients())
                .forEach(
                        client ->
                                table.row(
                                        share(client.sessions().active()),
                                        Words.decimal(client.sessions().active()),
                                        Words.decimal(client.sessions().idleInTransaction()),
                                        Words.oneLine(client.databaseName()),
                                        Words.oneLine(client.roleName()),
                                        client.applicationName()));
        add(lines, layout, "Whose they were", table);
    }

    private static TextTable shares() {
        return new TextTable()
                .column("share", TextTable.Align.RIGHT)
                .column("sessions", TextTable.Align.RIGHT);
    }

    private String share(double active) {
        return Words.percent(active, activity.all().active());
    }

    private static void add(List<String> lines, Layout layout, String heading, TextTable table) {
        lines.add("");
        lines.add(layout.heading(heading));
        lines.addAll(table.lines("", layout.columns()));
    }

    private <T> List<T> limited(List<T> all) {
        return top == null || all.size() <= top ? all : all.subList(0, top);
    }

    private Document document() {
        return new Document(
                span.instance(),
                span.from().toString(),
                span.to().toString(),
                activity.looks(),
                activity.all().active(),
                activity.all().idleInTransaction(),
                activity.step().toSeconds(),
                activity.points().stream().map(ActivityHistoryReport::part).toList(),
                limited(activity.waits()).stream()
                        .map(w -> new WaitPart(w.type(), w.event(), w.active()))
                        .toList(),
                limited(activity.queries()).stream()
                        .map(
                                q ->
                                        new QuerySessionsPart(
                                                q.hash(),
                                                q.pattern(),
                                                q.sessions().active(),
                                                q.sessions().idleInTransaction()))
                        .toList(),
                limited(activity.clients()).stream()
                        .map(
                                c ->
                                        new ClientPart(
                                                c.databaseName(),
                                                c.roleName(),
                                                c.applicationName(),
                                                c.sessions().active(),
                                                c.sessions().idleInTransaction()))
                        .toList());
    }

    private static PointPart part(ActivityHistory.Point point) {
        Average sessions = point.sessions();
        return new PointPart(
                point.from().toString(),
                point.to().toString(),
                sessions == null ? null : sessions.active(),
                sessions == null ? null : sessions.idleInTransaction());
    }

    /** As programs read it; numbers of sessions are averages over the looks. */
    private record Document(
            String instance,
            String from,
            String to,
            long looks,
            double activeSessions,
            double idleInTransactionSessions,
            long stepSeconds,
            List<PointPart> points,
            List<WaitPart> waits,
            List<QuerySessionsPart> queries,
            List<ClientPart> clients) {}

    /** Nulls where nobody looked. */
    private record PointPart(
            String from,
            String to,
            @Nullable Double activeSessions,
            @Nullable Double idleInTransactionSessions) {}

    private record WaitPart(String waitType, String waitEvent, double activeSessions) {}

    private record QuerySessionsPart(
            @Nullable String hash,
            @Nullable String pattern,
            double activeSessions,
            double idleInTransactionSessions) {}

    private record ClientPart(
            String database,
            String role,
            String application,
            double activeSessions,
            double idleInTransactionSessions) {}
}
