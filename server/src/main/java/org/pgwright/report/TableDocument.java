package org.pgwright.report;

import org.jspecify.annotations.Nullable;
import org.pgwright.findings.Finding;
import org.pgwright.repository.figures.ColumnFigures;
import org.pgwright.repository.figures.KnownFinding;
import org.pgwright.repository.figures.TableFigures;

import java.time.Instant;
import java.util.List;

/** A table as programs read it. */
record TableDocument(
        String database,
        String schema,
        String name,
        @Nullable String group,
        boolean ours,
        long rows,
        @Nullable Long bytes,
        long indexBytes,
        @Nullable Long growthBytes,
        @Nullable String growthSince,
        @Nullable Long bloatBytes,
        @Nullable Double bloatPercent,
        @Nullable String bloatMissing,
        long deadRows,
        double deadPercent,
        long changedSinceAnalyze,
        @Nullable String lastVacuum,
        @Nullable String lastAnalyze,
        long frozenTransactionAge,
        long sequentialScans,
        long sequentialRowsRead,
        long indexScans,
        long indexRowsFetched,
        @Nullable Double cacheHitPercent,
        long rowsInserted,
        long rowsUpdated,
        long rowsHotUpdated,
        long rowsDeleted,
        double rowsWrittenPerSecond,
        List<ForeignKey> foreignKeysWithoutIndex,
        List<Column> columns,
        boolean complete) {
    private static final double PERCENT = 100;

    /** A foreign key that has no index. */
    record ForeignKey(List<String> columns, String references) {}

    /** A column. */
    record Column(
            String name,
            String type,
            @Nullable Double distinctValues,
            @Nullable Double selectivity,
            @Nullable String selectivityClass,
            @Nullable Double nullPercent,
            @Nullable Integer averageBytes) {
        static Column of(ColumnFigures column) {
            ColumnFigures.Selectivity word = column.selectivityClass();
            Double nulls = column.nullShare();
            return new Column(
                    column.name(),
                    column.type(),
                    column.distinctValues(),
                    column.selectivity(),
                    word == null ? null : word.name(),
                    nulls == null ? null : PERCENT * nulls,
                    column.averageBytes());
        }
    }

    /**
     * The document of a table.
     *
     * @param group the word that it shares with others
     * @param findings of its schema, at least
     */
    static TableDocument of(
            TableFigures table,
            Span span,
            @Nullable String group,
            List<KnownFinding> findings,
            List<ColumnFigures> columns) {
        Double hit = table.scans().cacheHit();
        return new TableDocument(
                table.databaseName(),
                table.name().schema(),
                table.name().name(),
                group,
                table.key().isOurs(),
                table.rows(),
                table.bytes(),
                table.indexBytes(),
                table.size().growthBytes(),
                moment(table.size().grownSince()),
                table.size().bloatBytes(),
                SizeWords.bloatPercent(table.size()),
                SizeWords.missing(table.size()),
                table.upkeep().deadRows(),
                PERCENT * table.upkeep().deadShare(table.rows()),
                table.upkeep().changedSinceAnalyze(),
                moment(table.upkeep().lastVacuum()),
                moment(table.upkeep().lastAnalyze()),
                table.upkeep().frozenTransactionAge(),
                table.scans().sequential(),
                table.scans().sequentialRows(),
                table.scans().index(),
                table.scans().indexRows(),
                hit == null ? null : PERCENT * hit,
                table.writes().inserted(),
                table.writes().updated(),
                table.writes().hotUpdated(),
                table.writes().deleted(),
                table.writesPerSecond(span.from(), span.to()),
                foreignKeys(table, findings),
                columns.stream().map(Column::of).toList(),
                !table.isIncomplete());
    }

    private static List<ForeignKey> foreignKeys(TableFigures table, List<KnownFinding> findings) {
        return findings.stream()
                .filter(known -> known.isOf(table))
                .map(KnownFinding::finding)
                .filter(finding -> finding.kind() == Finding.Kind.FOREIGN_KEY_WITHOUT_INDEX)
                .map(finding -> new ForeignKey(finding.columns(), String.valueOf(finding.other())))
                .toList();
    }

    private static @Nullable String moment(@Nullable Instant moment) {
        return moment == null ? null : moment.toString();
    }
}
