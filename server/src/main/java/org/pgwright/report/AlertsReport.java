package org.pgwright.report;

import org.jspecify.annotations.Nullable;
import org.pgwright.alerting.AlertBoard;
import org.pgwright.repository.alerts.Alert;
import org.pgwright.repository.alerts.Metric;
import org.pgwright.repository.alerts.Subject;

import java.time.Instant;
import java.util.List;

/**
 * What is beyond its threshold, how often that was seen and when last; and what no longer is.
 *
 * @param ended null where that was not asked for
 */
public record AlertsReport(
        List<AlertBoard.Standing> standing, @Nullable List<AlertBoard.Standing> ended)
        implements Report {
    public AlertsReport {
        standing = List.copyOf(standing);
        ended = ended == null ? null : List.copyOf(ended);
    }

    @Override
    public String render(FiguresFormat format, Layout layout) {
        return switch (format) {
            case TEXT -> text(layout);
            case JSON -> Json.of(document());
        };
    }

    private String text(Layout layout) {
        StringBuilder text = new StringBuilder();
        if (standing.isEmpty()) {
            text.append("no alert fires\n");
        } else {
            text.append(table(standing, "last seen", layout));
        }
        if (ended != null) {
            text.append('\n').append(layout.heading("ended")).append('\n');
            text.append(ended.isEmpty() ? "none\n" : table(ended, "ended", layout));
        }
        return text.toString();
    }

    private static String table(List<AlertBoard.Standing> alerts, String last, Layout layout) {
        TextTable table =
                new TextTable()
                        .column("id", TextTable.Align.LEFT)
                        .column("state", TextTable.Align.LEFT)
                        .column("instance", TextTable.Align.LEFT)
                        .column("metric", TextTable.Align.LEFT)
                        .column("value", TextTable.Align.RIGHT)
                        .column("seen", TextTable.Align.RIGHT)
                        .column("since", TextTable.Align.LEFT)
                        .column(last, TextTable.Align.LEFT)
                        .column("of", TextTable.Align.LEFT);
        alerts.forEach(one -> table.row(cells(one)));
        return String.join("\n", table.lines("", layout.columns())) + "\n";
    }

    private static String[] cells(AlertBoard.Standing one) {
        Alert alert = one.alert();
        Metric metric = alert.key().metric();
        Instant ended = alert.resolvedAt();
        return new String[] {
            one.shortId(),
            alert.state().label() + remark(one),
            Words.oneLine(one.instance().name()),
            metric.label(),
            metric.unit().shown(ended == null ? alert.sight().last() : alert.sight().worst()),
            Words.whole(alert.sight().count()),
            Words.second(alert.startedAt()),
            Words.second(ended == null ? alert.sight().lastBeyondAt() : ended),
            Words.oneLine(alert.key().subject().shown())
        };
    }

    private static String remark(AlertBoard.Standing one) {
        if (!one.alert().state().isFiring()) {
            return "";
        }
        Alert.Acknowledgement seen = one.alert().told().acknowledgement();
        String by = seen == null ? "" : ", seen to by " + Words.oneLine(seen.by());
        return by + (one.isSilenced() ? ", silenced" : "");
    }

    /** What programs get: the same as with {@code --format json}. */
    public Document document() {
        return new Document(
                standing.stream().map(AlertsReport::part).toList(),
                ended == null ? null : ended.stream().map(AlertsReport::part).toList());
    }

    private static Part part(AlertBoard.Standing one) {
        Alert alert = one.alert();
        Subject subject = alert.key().subject();
        Alert.Acknowledgement seen = alert.told().acknowledgement();
        return new Part(
                alert.id().toString(),
                one.instance().name(),
                alert.key().metric().label(),
                alert.key().metric().unit().label(),
                subject.kind().label(),
                subject.shown(),
                alert.state().label(),
                alert.startedAt().toString(),
                alert.firedAt() == null ? null : alert.firedAt().toString(),
                alert.resolvedAt() == null ? null : alert.resolvedAt().toString(),
                alert.sight().count(),
                alert.sight().lastBeyondAt().toString(),
                alert.sight().last(),
                alert.sight().worst(),
                one.isSilenced(),
                seen == null ? null : new Seen(seen.by(), seen.at().toString(), seen.comment()));
    }

    /** All of it; {@code ended} is null where that was not asked for. */
    public record Document(List<Part> alerts, @Nullable List<Part> ended) {}

    /**
     * An alert.
     *
     * @param unit of both values
     * @param subject empty for all of an instance
     * @param count how often it was seen
     */
    public record Part(
            String id,
            String instance,
            String metric,
            String unit,
            String subjectKind,
            String subject,
            String state,
            String since,
            @Nullable String firedAt,
            @Nullable String endedAt,
            long count,
            String lastSeen,
            double lastValue,
            double worstValue,
            boolean silenced,
            @Nullable Seen acknowledged) {}

    /** Who sees to it. */
    public record Seen(String by, String at, String comment) {}
}
