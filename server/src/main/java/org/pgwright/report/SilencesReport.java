package org.pgwright.report;

import org.jspecify.annotations.Nullable;
import org.pgwright.alerting.AlertBoard;
import org.pgwright.repository.alerts.Metric;
import org.pgwright.repository.alerts.Silence;

import java.util.List;

/** Which alerts nobody is told of, and until when. */
public record SilencesReport(List<AlertBoard.Silenced> silences) implements Report {
    private static final int SHORT = 8;

    public SilencesReport {
        silences = List.copyOf(silences);
    }

    @Override
    public String render(FiguresFormat format, Layout layout) {
        return switch (format) {
            case TEXT -> text(layout);
            case JSON -> Json.of(document());
        };
    }

    private String text(Layout layout) {
        if (silences.isEmpty()) {
            return "no silence\n";
        }
        TextTable table =
                new TextTable()
                        .column("id", TextTable.Align.LEFT)
                        .column("instance", TextTable.Align.LEFT)
                        .column("metric", TextTable.Align.LEFT)
                        .column("of", TextTable.Align.LEFT)
                        .column("until", TextTable.Align.LEFT)
                        .column("by", TextTable.Align.LEFT)
                        .column("comment", TextTable.Align.LEFT);
        silences.forEach(one -> table.row(cells(one)));
        return String.join("\n", table.lines("", layout.columns())) + "\n";
    }

    private static String[] cells(AlertBoard.Silenced one) {
        Silence silence = one.silence();
        Metric metric = silence.metric();
        String id = silence.id().toString();
        return new String[] {
            id.substring(id.length() - SHORT),
            one.instance() == null ? "all" : Words.oneLine(one.instance()),
            metric == null ? "all" : metric.label(),
            silence.subject() == null ? "all" : Words.oneLine(silence.subject()),
            Words.second(silence.until()),
            Words.oneLine(silence.by()),
            Words.oneLine(silence.comment())
        };
    }

    /** What programs get: the same as with {@code --format json}. */
    public Document document() {
        return new Document(silences.stream().map(SilencesReport::part).toList());
    }

    private static Part part(AlertBoard.Silenced one) {
        Silence silence = one.silence();
        Metric metric = silence.metric();
        return new Part(
                silence.id().toString(),
                one.instance(),
                metric == null ? null : metric.label(),
                silence.subject(),
                silence.until().toString(),
                silence.by(),
                silence.comment());
    }

    /** All of it. */
    public record Document(List<Part> silences) {}

    /** A silence; what is null is about all. */
    public record Part(
            String id,
            @Nullable String instance,
            @Nullable String metric,
            @Nullable String subject,
            String until,
            String by,
            String comment) {}
}
