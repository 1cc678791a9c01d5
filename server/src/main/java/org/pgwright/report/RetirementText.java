package org.pgwright.report;

import org.pgwright.advisor.existing.IndexChange;
import org.pgwright.maintenance.Verdict.Stays;
import org.pgwright.report.RetirementReport.Drop;

import java.util.ArrayList;
import java.util.List;

/** Which indexes may be dropped, for people. */
final class RetirementText {
    private static final double PERCENT = 100;

    private RetirementText() {}

    static String of(RetirementReport report, Layout layout) {
        List<String> lines = new ArrayList<>(Words.wrapped(summary(report), "", layout.columns()));
        if (!report.drops().isEmpty()) {
            lines.add("");
            lines.addAll(table(report.drops()).lines("", layout.columns()));
            report.drops().forEach(drop -> details(lines, drop, layout));
        }
        if (!report.kept().isEmpty()) {
            lines.add("");
            lines.add(layout.heading("Kept"));
            report.kept().forEach(stays -> lines.addAll(kept(stays, layout)));
        }
        for (String note : report.notes()) {
            lines.add("");
            lines.addAll(Words.wrapped(note, "", layout.columns()));
        }
        return String.join("\n", lines) + "\n";
    }

    private static String summary(RetirementReport report) {
        RetirementReport.Subject subject = report.subject();
        String may =
                report.drops().isEmpty()
                        ? "none of %s of %s can be dropped"
                                .formatted(
                                        Words.count(subject.indexes(), "index", "indexes"),
                                        Words.oneLine(subject.database()))
                        : "%d of %s of %s can be dropped, which frees %s"
                                .formatted(
                                        report.drops().size(),
                                        Words.count(subject.indexes(), "index", "indexes"),
                                        Words.oneLine(subject.database()),
                                        report.freed().shown());
        return "%s (unused: not scanned for %s on %s; tried with %s)"
                .formatted(
                        may,
                        Words.count(subject.unused().toDays(), "day", "days"),
                        Words.count(subject.servers(), "server", "servers"),
                        Words.count(subject.statements(), "statement", "statements"));
    }

    private static TextTable table(List<Drop> drops) {
        TextTable table =
                new TextTable()
                        .column("size", TextTable.Align.RIGHT)
                        .column("writes", TextTable.Align.RIGHT)
                        .column("why", TextTable.Align.LEFT)
                        .column("index", TextTable.Align.LEFT);
        for (Drop drop : drops) {
            IndexChange change = drop.change();
            table.row(
                    change.size().shown(),
                    change.writeShare() == 0
                            ? ""
                            : "-%.1f %%".formatted(PERCENT * change.writeShare()),
                    change.ground().label(),
                    name(change));
        }
        return table;
    }

    private static String name(IndexChange change) {
        return Words.oneLine(
                change.index().name().shown() + " on " + change.index().table().shown());
    }

    private static void details(List<String> lines, Drop drop, Layout layout) {
        lines.add("");
        lines.add(layout.heading(Words.oneLine(drop.change().index().name().shown())));
        lines.addAll(Words.wrapped(Words.oneLine(drop.reason()), "  ", layout.columns()));
        lines.addAll(
                Words.wrapped(
                        "brought back by " + Words.oneLine(drop.createStatement()),
                        "  ",
                        layout.columns()));
    }

    private static List<String> kept(Stays stays, Layout layout) {
        return Words.wrapped(
                Words.oneLine(stays.index().name().shown() + ": " + stays.reason()),
                "  ",
                layout.columns());
    }
}
