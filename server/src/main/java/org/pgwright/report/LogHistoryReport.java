package org.pgwright.report;

import org.jspecify.annotations.Nullable;
import org.pgwright.observation.LogEventKind;
import org.pgwright.repository.figures.LogHistory;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What the followed logs of an instance tell of a time; never a value. */
public record LogHistoryReport(Span span, LogHistory log) implements Report {
    @Override
    public String render(FiguresFormat format, Layout layout) {
        return switch (format) {
            case TEXT -> text(layout);
            case JSON -> Json.of(document());
        };
    }

    /** A kind of event as people read it. */
    public static String word(LogEventKind kind) {
        return kind.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    /** How much there was of one at the most, in the unit of its kind; empty where it has none. */
    public static String most(LogEventKind kind, double most) {
        return switch (kind) {
            case ERROR, DEADLOCK, SERVER -> "";
            case LOCK_WAIT -> Words.time(most);
            case TEMPORARY_FILE -> SizeWords.bytes((long) most);
            case CHECKPOINT, AUTOMATIC_VACUUM, AUTOMATIC_ANALYZE -> Words.time(most * 1000);
        };
    }

    private String text(Layout layout) {
        List<String> lines = new ArrayList<>();
        lines.add(
                span.heading(
                        log.followed().isEmpty()
                                ? "no log is followed"
                                : Words.count(log.messages().size(), "message", "messages"),
                        layout));
        if (!log.messages().isEmpty()) {
            TextTable table =
                    new TextTable()
                            .column("count", TextTable.Align.RIGHT)
                            .column("kind", TextTable.Align.LEFT)
                            .column("state", TextTable.Align.LEFT)
                            .column("last", TextTable.Align.LEFT)
                            .column("message", TextTable.Align.LEFT);
            log.messages()
                    .forEach(
                            one ->
                                    table.row(
                                            Words.whole(one.count()),
                                            word(one.kind()),
                                            one.sqlState() == null ? "" : one.sqlState(),
                                            Words.second(one.last()),
                                            Words.oneLine(one.message())));
            lines.add("");
            lines.addAll(table.lines("", layout.columns()));
        }
        return String.join("\n", lines) + "\n";
    }

    private Document document() {
        return new Document(
                span.instance(),
                span.from(),
                span.to(),
                log.step().toSeconds(),
                log.points(),
                log.messages().stream()
                        .map(
                                one ->
                                        new Message(
                                                one.kind().name().toLowerCase(Locale.ROOT),
                                                one.sqlState(),
                                                one.message(),
                                                one.hash(),
                                                one.count(),
                                                one.first(),
                                                one.last(),
                                                one.most()))
                        .toList(),
                log.slowest(),
                log.followed());
    }

    private record Document(
            String instance,
            Instant from,
            Instant to,
            long stepSeconds,
            List<LogHistory.Point> points,
            List<Message> messages,
            List<LogHistory.SlowCall> slowestCalls,
            List<LogHistory.Followed> followed) {}

    private record Message(
            String kind,
            @Nullable String sqlState,
            String message,
            @Nullable String hash,
            long count,
            Instant first,
            Instant last,
            double most) {}
}
