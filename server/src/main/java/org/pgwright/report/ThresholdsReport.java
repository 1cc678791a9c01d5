package org.pgwright.report;

import org.jspecify.annotations.Nullable;
import org.pgwright.alerting.ThresholdDesk;
import org.pgwright.repository.alerts.TableName;
import org.pgwright.repository.alerts.Threshold;
import org.pgwright.repository.alerts.Unit;

import java.util.List;

/** When to warn about an instance. */
public record ThresholdsReport(ThresholdDesk.OfInstance of) implements Report {
    @Override
    public String render(FiguresFormat format, Layout layout) {
        return switch (format) {
            case TEXT -> text(layout);
            case JSON -> Json.of(document());
        };
    }

    private String text(Layout layout) {
        TextTable table =
                new TextTable()
                        .column("metric", TextTable.Align.LEFT)
                        .column("warning", TextTable.Align.RIGHT)
                        .column("critical", TextTable.Align.RIGHT)
                        .column("for", TextTable.Align.RIGHT)
                        .column("is", TextTable.Align.LEFT)
                        .column("table", TextTable.Align.LEFT);
        of.thresholds().forEach(one -> table.row(cells(one)));
        return Words.oneLine(of.instance().name())
                + "\n\n"
                + String.join("\n", table.lines("", layout.columns()))
                + "\n";
    }

    private static String[] cells(Threshold one) {
        Unit unit = one.metric().unit();
        TableName table = one.table();
        return new String[] {
            one.metric().label(),
            beyond(one) + unit.shown(one.warning()),
            beyond(one) + unit.shown(one.critical()),
            one.settings().lasting().isZero()
                    ? "at once"
                    : Words.time((double) one.settings().lasting().toMillis()),
            one.isEnabled() ? "on" : "off",
            table == null ? "" : Words.oneLine(table.shown())
        };
    }

    private static String beyond(Threshold one) {
        return one.metric().isLessWorse() ? "< " : "> ";
    }

    /** What programs get: the same as with {@code --format json}. */
    public Document document() {
        return new Document(
                of.instance().name(),
                of.thresholds().stream().map(ThresholdsReport::part).toList());
    }

    private static Part part(Threshold one) {
        TableName table = one.table();
        return new Part(
                one.metric().label(),
                table == null ? null : table.shown(),
                one.warning(),
                one.critical(),
                one.metric().unit().label(),
                one.metric().isLessWorse(),
                one.isEnabled(),
                one.settings().lasting().toString(),
                one.settings().marginPercent(),
                one.settings().diskBytes());
    }

    /** All of an instance. */
    public record Document(String instance, List<Part> thresholds) {}

    /**
     * A threshold.
     *
     * @param table null for the whole database
     * @param lessIsWorse whether values below it are beyond it
     * @param lasting for how long a value has to be beyond it (ISO 8601)
     */
    public record Part(
            String metric,
            @Nullable String table,
            double warning,
            double critical,
            String unit,
            boolean lessIsWorse,
            boolean enabled,
            String lasting,
            double marginPercent,
            @Nullable Long diskBytes) {}
}
