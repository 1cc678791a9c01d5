package org.pgwright.report;

import org.pgwright.repository.figures.UsedIndex;

import java.util.List;

/** The indexes that the plans of a query read. */
record QueryIndexesSection(List<UsedIndex> indexes) {
    void add(List<String> lines, Layout layout) {
        if (indexes.isEmpty()) {
            return;
        }
        lines.add("");
        lines.add(layout.heading("Indexes that its plans read"));
        TextTable table =
                new TextTable()
                        .column("plans", TextTable.Align.RIGHT)
                        .column("executions", TextTable.Align.RIGHT)
                        .column("last seen", TextTable.Align.LEFT)
                        .column("index", TextTable.Align.LEFT);
        indexes.forEach(
                index ->
                        table.row(
                                Words.whole(index.plans()),
                                Words.whole(index.executions()),
                                Words.second(index.lastSeen()),
                                index.name()));
        lines.addAll(table.lines("", layout.columns()));
    }

    List<Part> parts() {
        return indexes.stream()
                .map(
                        index ->
                                new Part(
                                        index.name(),
                                        index.plans(),
                                        index.executions(),
                                        index.lastSeen().toString()))
                .toList();
    }

    /** As programs read it. */
    record Part(String name, long plans, long executions, String lastSeen) {}
}
