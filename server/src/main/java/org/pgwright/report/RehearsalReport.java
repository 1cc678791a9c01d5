package org.pgwright.report;

import org.pgwright.catalog.Bytes;
import org.pgwright.planner.PlanLines;
import org.pgwright.rehearsal.Draw;
import org.pgwright.rehearsal.Finding;
import org.pgwright.rehearsal.NotRun;
import org.pgwright.rehearsal.Rehearsal;
import org.pgwright.rehearsal.RehearsedIndex;
import org.pgwright.rehearsal.RehearsedStatement;
import org.pgwright.rehearsal.Runs;
import org.pgwright.rehearsal.Span;
import org.pgwright.strategy.ChangedObject;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What a rehearsal came to. Plans are shown without values. */
public record RehearsalReport(Rehearsal rehearsal) implements Report {
    private static final int HASH_SHOWN = 8;
    private static final int MOST_NOT_RUN = 20;

    @Override
    public String render(FiguresFormat format, Layout layout) {
        return switch (format) {
            case TEXT -> text(layout);
            case JSON -> Json.of(RehearsalDocument.of(rehearsal));
        };
    }

    private String text(Layout layout) {
        if (rehearsal.indexes().isEmpty()) {
            return "nothing is left to be taken back on " + rehearsal.copy() + "\n";
        }
        List<String> lines = new ArrayList<>();
        lines.add("Rehearsal on " + Words.oneLine(rehearsal.copy()));
        indexes(lines, layout);
        statements(lines, layout);
        rehearsal.statements().stream()
                .filter(one -> one.finding().isHarm())
                .forEach(one -> harm(lines, one, layout));
        notRun(lines, layout);
        lines.add("");
        lines.addAll(Words.wrapped(verdict(), "", layout.columns()));
        return String.join("\n", lines) + "\n";
    }

    private void indexes(List<String> lines, Layout layout) {
        lines.add("");
        lines.add(layout.heading("Indexes"));
        TextTable table =
                new TextTable()
                        .column("action", TextTable.Align.LEFT)
                        .column("index", TextTable.Align.LEFT)
                        .column("took", TextTable.Align.RIGHT)
                        .column("size", TextTable.Align.RIGHT)
                        .column("promised", TextTable.Align.RIGHT)
                        .column("used by", TextTable.Align.RIGHT)
                        .column("outcome", TextTable.Align.LEFT);
        for (RehearsedIndex index : rehearsal.indexes()) {
            RehearsedIndex.Built built = index.built();
            table.row(
                    index.action().label(),
                    Words.oneLine(index.object().named(index.index().shown())),
                    built.took() == null ? "" : Words.time((double) built.took().toMillis()),
                    built.bytes() == null || index.object() != ChangedObject.INDEX
                            ? ""
                            : new Bytes(built.bytes()).shown(),
                    index.prediction().bytes() > 0
                            ? new Bytes(index.prediction().bytes()).shown()
                            : "",
                    index.object() == ChangedObject.INDEX
                            ? String.valueOf(RehearsalDocument.usedBy(rehearsal, index).size())
                            : "",
                    Words.oneLine(built.sentence() + "; " + index.takenBack().sentence()));
        }
        lines.addAll(table.lines("  ", Integer.MAX_VALUE));
    }

    private void statements(List<String> lines, Layout layout) {
        lines.add("");
        lines.add(layout.heading("Statements, a call before and after"));
        if (rehearsal.statements().isEmpty()) {
            lines.add("  none could be compared");
            return;
        }
        TextTable table =
                new TextTable()
                        .column("query", TextTable.Align.LEFT)
                        .column("before", TextTable.Align.RIGHT)
                        .column("after", TextTable.Align.RIGHT)
                        .column("ratio", TextTable.Align.RIGHT)
                        .column("promised", TextTable.Align.RIGHT)
                        .column("rows", TextTable.Align.RIGHT)
                        .column("blocks", TextTable.Align.RIGHT)
                        .column("plan", TextTable.Align.LEFT)
                        .column("finding", TextTable.Align.LEFT)
                        .column("text", TextTable.Align.LEFT);
        rehearsal.statements().forEach(one -> table.row(cells(one)));
        lines.addAll(table.lines("  ", layout.columns()));
        lines.add("");
        lines.add(
                "  All their calls: %s before, %s after (%s)."
                        .formatted(
                                Words.time(rehearsal.beforeMillis()),
                                Words.time(rehearsal.afterMillis()),
                                Words.percent(rehearsal.afterMillis(), rehearsal.beforeMillis())));
    }

    private static String[] cells(RehearsedStatement one) {
        Span before = one.before();
        Span after = one.after();
        boolean isFailing = one.finding() == Finding.FAILS;
        return new String[] {
            hash(one.hash()),
            time(before),
            isFailing ? "" : time(after),
            isFailing ? "" : String.format(Locale.ROOT, "%.2f", one.ratio()),
            promised(one),
            Words.number(Math.rint(before.rows())),
            "%s > %s".formatted(Words.whole(Math.round(before.blocks())), blocks(after)),
            one.isPlanChanged() ? "new" : "",
            one.finding().shown(),
            one.text()
        };
    }

    private static String blocks(Span span) {
        return Words.whole(Math.round(span.blocks()));
    }

    private static String promised(RehearsedStatement one) {
        Double ratio = one.promise().ratio();
        if (ratio != null) {
            return String.format(Locale.ROOT, "%.2f", ratio);
        }
        double percent = one.promise().writePercent();
        return one.isWrite() && percent > 0
                ? String.format(Locale.ROOT, "%.2f", 1 + percent / 100)
                : "";
    }

    private static String time(Span span) {
        return (span.isAtLeast() ? ">" : "") + Words.time(span.millis());
    }

    private static String hash(String hash) {
        return hash.length() > HASH_SHOWN ? hash.substring(0, HASH_SHOWN) : hash;
    }

    /** The plans, for who wants to know why. */
    private static void harm(List<String> lines, RehearsedStatement one, Layout layout) {
        lines.add("");
        lines.add(layout.heading("%s: %s".formatted(hash(one.hash()), one.finding().shown())));
        if (one.isWrite()) {
            lines.add(
                    String.format(
                            Locale.ROOT,
                            "  A write: %.0f %% dearer, promised were %.0f %%.",
                            one.percentMore(),
                            one.promise().writePercent()));
        }
        for (Draw draw : one.draws()) {
            lines.add("  before:");
            plan(lines, draw.before());
            lines.add("  after:");
            plan(lines, draw.after());
        }
    }

    private static void plan(List<String> lines, Runs runs) {
        switch (runs) {
            case Runs.Measured measured ->
                    PlanLines.of(measured.plan().masked())
                            .forEach(line -> lines.add("    " + Words.printable(line)));
            case Runs.TimedOut late ->
                    lines.add("    took longer than " + late.limit().toSeconds() + " s");
            case Runs.Failed failed -> lines.add("    " + Words.oneLine(failed.reason()));
        }
    }

    private void notRun(List<String> lines, Layout layout) {
        if (rehearsal.notRun().isEmpty()) {
            return;
        }
        lines.add("");
        lines.add(layout.heading("Not run"));
        Map<String, List<NotRun>> byReason = new LinkedHashMap<>();
        rehearsal
                .notRun()
                .forEach(
                        one ->
                                byReason.computeIfAbsent(one.reason(), r -> new ArrayList<>())
                                        .add(one));
        int shown = 0;
        for (Map.Entry<String, List<NotRun>> each : byReason.entrySet()) {
            lines.addAll(
                    Words.wrapped(
                            Words.count(each.getValue().size(), "statement", "statements")
                                    + ": "
                                    + each.getKey(),
                            "  ",
                            layout.columns()));
            for (NotRun one : each.getValue()) {
                if (shown++ < MOST_NOT_RUN) {
                    String line = hash(one.hash()) + "  " + one.text();
                    lines.add("    " + Words.abbreviated(line, layout.columns() - 4));
                }
            }
        }
        if (shown > MOST_NOT_RUN) {
            lines.add("  Their texts are in --format json.");
        }
    }

    private String verdict() {
        String elsewhere =
                rehearsal.elsewhere() == 0
                        ? ""
                        : " "
                                + Words.count(rehearsal.elsewhere(), "statement", "statements")
                                + " of other tables did not run.";
        if (rehearsal.isStopped()) {
            return "Broken off: what it says is not the whole." + elsewhere;
        }
        long harmed = rehearsal.harmed();
        String slower =
                harmed == 0
                        ? "No statement is clearly slower"
                        : Words.count(harmed, "statement is", "statements are")
                                + " clearly slower or failing";
        return "%s, %d of %d faster.%s%s"
                .formatted(
                        slower,
                        rehearsal.count(Finding.FASTER),
                        rehearsal.statements().size(),
                        rehearsal.isKept()
                                ? " The indexes stay on the copy."
                                : " The copy has its indexes as before.",
                        elsewhere);
    }
}
