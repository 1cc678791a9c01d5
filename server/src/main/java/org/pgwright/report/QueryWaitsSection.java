package org.pgwright.report;

import org.pgwright.repository.figures.SessionWait;

import java.util.List;

/** What the sessions of a query did, over the looks at them. */
record QueryWaitsSection(List<SessionWait> waits) {
    void add(List<String> lines, Layout layout) {
        if (waits.isEmpty()) {
            return;
        }
        double all = waits.stream().mapToDouble(SessionWait::sessions).sum();
        lines.add("");
        lines.add(
                layout.heading("Sessions: %s at a time on average".formatted(Words.decimal(all))));
        TextTable table =
                new TextTable()
                        .column("share", TextTable.Align.RIGHT)
                        .column("sessions", TextTable.Align.RIGHT)
                        .column("state", TextTable.Align.LEFT)
                        .column("waits for", TextTable.Align.LEFT);
        waits.forEach(
                wait ->
                        table.row(
                                Words.percent(wait.sessions(), all),
                                Words.decimal(wait.sessions()),
                                wait.state(),
                                words(wait)));
        lines.addAll(table.lines("", layout.columns()));
    }

    private static String words(SessionWait wait) {
        return wait.event().isEmpty() ? "" : wait.type() + ": " + wait.event();
    }

    List<Part> parts() {
        return waits.stream()
                .map(w -> new Part(w.state(), w.type(), w.event(), w.sessions()))
                .toList();
    }

    /**
     * As programs read it.
     *
     * @param averageSessions how many there were at a time
     */
    record Part(String state, String waitType, String waitEvent, double averageSessions) {}
}
