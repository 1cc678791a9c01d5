package org.pgwright.report;

import org.jspecify.annotations.Nullable;
import org.pgwright.repository.figures.KeptExecution;

import java.util.List;
import java.util.Objects;

/** The slowest executions of a query that were kept of the log. */
record QueryExecutionsSection(List<KeptExecution> slowest) {
    void add(List<String> lines, Layout layout) {
        if (slowest.isEmpty()) {
            return;
        }
        lines.add("");
        lines.add(layout.heading("Slowest executions that were kept of the log"));
        TextTable table =
                new TextTable()
                        .column("time", TextTable.Align.RIGHT)
                        .column("ended", TextTable.Align.LEFT)
                        .column("rows", TextTable.Align.RIGHT)
                        .column("examined", TextTable.Align.RIGHT)
                        .column("database", TextTable.Align.LEFT)
                        .column("role", TextTable.Align.LEFT)
                        .column("application", TextTable.Align.LEFT)
                        .column("indexes", TextTable.Align.LEFT);
        slowest.forEach(
                execution ->
                        table.row(
                                Words.time(execution.millis()),
                                Words.second(execution.at()),
                                Words.whole(execution.rowsReturned()),
                                Words.whole(execution.rowsExamined()),
                                Words.oneLine(execution.databaseName()),
                                Words.oneLine(execution.roleName()),
                                Words.oneLine(
                                        Objects.requireNonNullElse(
                                                execution.applicationName(), "")),
                                String.join(", ", execution.indexes())));
        lines.addAll(table.lines("", layout.columns()));
    }

    List<Part> parts() {
        return slowest.stream().map(QueryExecutionsSection::part).toList();
    }

    private static Part part(KeptExecution execution) {
        return new Part(
                execution.at().toString(),
                execution.millis(),
                execution.rowsReturned(),
                execution.rowsExamined(),
                execution.rowsExaminedSource(),
                execution.databaseName(),
                execution.roleName(),
                execution.applicationName(),
                execution.indexes(),
                execution.hasPlan());
    }

    /**
     * As programs read it.
     *
     * @param hasPlan whether query_performance_log has its own plan
     */
    record Part(
            String at,
            double millis,
            long rows,
            long rowsExamined,
            String rowsExaminedSource,
            String database,
            String role,
            @Nullable String application,
            List<String> indexes,
            boolean hasPlan) {}
}
