package org.pgwright.report;

import org.jspecify.annotations.Nullable;
import org.pgwright.catalog.Bytes;
import org.pgwright.repository.figures.QueryFigures;
import org.pgwright.repository.figures.TableFigures;

import java.util.List;

/** The dearest queries and the largest tables, as a status shows them. */
record StatusTops(List<QueryFigures> queries, List<TableFigures> tables) {
    private static final double PERCENT = 100;

    void add(List<String> lines, Layout layout) {
        if (!queries.isEmpty()) {
            TextTable table =
                    new TextTable()
                            .column("total", TextTable.Align.RIGHT)
                            .column("calls", TextTable.Align.RIGHT)
                            .column("mean", TextTable.Align.RIGHT)
                            .column("hash", TextTable.Align.LEFT)
                            .column("query", TextTable.Align.LEFT);
            queries.forEach(
                    query ->
                            table.row(
                                    Words.time(query.totalMillis()),
                                    Words.whole(query.calls()),
                                    Words.time(query.meanMillis()),
                                    query.hash().substring(0, 8),
                                    query.pattern()));
            lines.add("");
            lines.add(layout.heading("Queries by total time"));
            lines.addAll(table.lines("", layout.columns()));
        }
        if (!tables.isEmpty()) {
            TextTable table =
                    new TextTable()
                            .column("size", TextTable.Align.RIGHT)
                            .column("indexes", TextTable.Align.RIGHT)
                            .column("rows", TextTable.Align.RIGHT)
                            .column("dead", TextTable.Align.RIGHT)
                            .column("table", TextTable.Align.LEFT);
            tables.forEach(one -> table.row(cells(one)));
            lines.add("");
            lines.add(layout.heading("Tables by size"));
            lines.addAll(table.lines("", layout.columns()));
        }
    }

    private static String[] cells(TableFigures table) {
        Long bytes = table.bytes();
        return new String[] {
            bytes == null ? "?" : new Bytes(bytes).toString(),
            new Bytes(table.indexBytes()).toString(),
            Words.whole(table.rows()),
            Words.percent(table.upkeep().deadShare(table.rows()), 1),
            "%s: %s.%s".formatted(table.databaseName(), table.name().schema(), table.name().name())
        };
    }

    List<TopQuery> topQueries() {
        return queries.stream()
                .map(
                        query ->
                                new TopQuery(
                                        query.hash(),
                                        query.pattern(),
                                        query.calls(),
                                        query.totalMillis(),
                                        query.meanMillis()))
                .toList();
    }

    List<TopTable> topTables() {
        return tables.stream()
                .map(
                        table ->
                                new TopTable(
                                        table.databaseName(),
                                        table.name().schema(),
                                        table.name().name(),
                                        table.bytes(),
                                        table.indexBytes(),
                                        table.rows(),
                                        PERCENT * table.upkeep().deadShare(table.rows())))
                .toList();
    }

    record TopQuery(
            String hash, String pattern, long calls, double totalMillis, double meanMillis) {}

    record TopTable(
            String database,
            String schema,
            String name,
            @Nullable Long bytes,
            long indexBytes,
            long rows,
            double deadPercent) {}
}
