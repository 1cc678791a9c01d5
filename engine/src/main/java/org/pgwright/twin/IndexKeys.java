package org.pgwright.twin;

import org.jspecify.annotations.Nullable;
import org.pgwright.catalog.Catalog;
import org.pgwright.catalog.ColumnStatistics;
import org.pgwright.catalog.QualifiedName;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What the size of an index depends on: the widths and frequencies of the columns it is made of.
 */
final class IndexKeys {
    /** Average width assumed where there are no statistics, as {@code get_typavgwidth} does. */
    private static final double UNKNOWN_WIDTH = 32;

    private final TwinRelations relations;
    private final Map<QualifiedName, Map<String, ColumnStatistics>> statistics = new HashMap<>();

    IndexKeys(TwinRelations relations, Catalog catalog) {
        this.relations = relations;
        for (ColumnStatistics column : catalog.columnStatistics()) {
            Map<String, ColumnStatistics> columns =
                    statistics.computeIfAbsent(column.relation(), name -> new HashMap<>());
            if (!column.inherited() || !columns.containsKey(column.column())) {
                columns.put(column.column(), column);
            }
        }
    }

    /** The statistics of a column, of the table itself before those with its children. */
    @Nullable ColumnStatistics statistics(QualifiedName relation, String column) {
        return statistics.getOrDefault(relation, Map.of()).get(column);
    }

    List<BtreeSize.Column> columns(QualifiedName table, List<String> names) {
        List<BtreeSize.Column> columns = new ArrayList<>();
        for (String name : names) {
            columns.add(column(table, name));
        }
        return columns;
    }

    /**
     * @param name null for an expression
     */
    BtreeSize.Column column(QualifiedName table, @Nullable String name) {
        TwinRelations.ColumnType type = name == null ? null : relations.column(table, name);
        ColumnStatistics known = name == null ? null : statistics(table, name);
        int length = type == null ? -1 : type.length();
        double width = known != null ? known.averageWidth() : length > 0 ? length : UNKNOWN_WIDTH;
        return new BtreeSize.Column(
                length,
                type == null ? 4 : type.alignment(),
                width,
                known == null ? 0 : known.nullFraction(),
                length == -1 && known != null ? alignedWidth(known) : 0);
    }

    /** The entry's width averaged over the known values, each aligned by itself. */
    private static double alignedWidth(ColumnStatistics known) {
        List<String> values = new ArrayList<>();
        if (known.histogramBounds() != null) {
            values.addAll(ArrayText.elements(known.histogramBounds()));
        }
        if (known.mostCommonValues() != null) {
            values.addAll(ArrayText.elements(known.mostCommonValues()));
        }
        return values.stream().mapToDouble(IndexKeys::entryWidth).average().orElse(0);
    }

    private static double entryWidth(String value) {
        int bytes = value.getBytes(StandardCharsets.UTF_8).length;
        int header = bytes < 127 ? 1 : 4;
        return Math.ceilDiv(8 + header + bytes, 8) * 8;
    }
}
