package org.pgwright.twin;

import org.jspecify.annotations.Nullable;
import org.pgwright.catalog.CatalogLookup;
import org.pgwright.catalog.ColumnStatistics;
import org.pgwright.catalog.QualifiedName;
import org.pgwright.sizes.ColumnWidths;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/**
 * What the size of an index depends on: the widths and frequencies of the columns it is made of.
 */
final class IndexKeys {
    /** Average width assumed where there are no statistics, as {@code get_typavgwidth} does. */
    private static final int UNKNOWN_WIDTH = 32;

    private static final Set<String> TAKEN_APART = Set.of("jsonb", "tsvector");

    private final TwinRelations relations;
    private final CatalogLookup catalog;

    IndexKeys(TwinRelations relations, CatalogLookup catalog) {
        this.relations = relations;
        this.catalog = catalog;
    }

    /** The statistics of a column, of the table itself before those with its children. */
    @Nullable ColumnStatistics statistics(QualifiedName relation, String column) {
        return catalog.statisticsOf(relation, column).orElse(null);
    }

    /** Whether values of a column are not made of others, as arrays and documents are. */
    boolean isScalar(QualifiedName table, String column) {
        TwinRelations.ColumnType type = relations.column(table, column);
        return type != null && !type.name().startsWith("_") && !TAKEN_APART.contains(type.name());
    }

    List<ColumnWidths> widths(QualifiedName table, List<String> columns) {
        List<ColumnWidths> widths = new ArrayList<>();
        for (String column : columns) {
            widths.add(widths(table, column));
        }
        return widths;
    }

    /**
     * @param column null for an expression
     */
    ColumnWidths widths(QualifiedName table, @Nullable String column) {
        TwinRelations.ColumnType type = column == null ? null : relations.column(table, column);
        ColumnStatistics known = column == null ? null : statistics(table, column);
        if (type != null && type.length() > 0) {
            return new ColumnWidths(type.alignment(), constant(type.length(), known));
        }
        int width = known == null ? UNKNOWN_WIDTH : known.averageWidth();
        int[] sample = known == null || type == null ? constant(width, known) : sample(type, known);
        return new ColumnWidths(width > ColumnWidths.SHORT ? 4 : 1, sample);
    }

    private static int[] constant(int width, @Nullable ColumnStatistics known) {
        int[] sample = new int[ColumnWidths.SIZE];
        int nulls = known == null ? 0 : share(known.nullFraction());
        Arrays.fill(sample, 0, nulls, ColumnWidths.NULL);
        Arrays.fill(sample, nulls, sample.length, width);
        return sample;
    }

    private static int share(double fraction) {
        return (int) Math.round(Math.clamp(fraction, 0, 1) * ColumnWidths.SIZE);
    }

    /** Common values by their frequency, the rest as the histogram has them. */
    private static int[] sample(TwinRelations.ColumnType type, ColumnStatistics known) {
        int[] sample = constant(known.averageWidth(), known);
        int next = share(known.nullFraction());
        if (known.mostCommonValues() != null && known.mostCommonFrequencies() != null) {
            List<String> values = ArrayText.elements(known.mostCommonValues());
            double due = next;
            for (int i = 0; i < values.size(); i++) {
                due += known.mostCommonFrequencies().get(i) * ColumnWidths.SIZE;
                int width = width(type, values.get(i), known.averageWidth());
                for (; next < Math.min(sample.length, Math.round(due)); next++) {
                    sample[next] = width;
                }
            }
        }
        if (known.histogramBounds() != null) {
            List<String> values = ArrayText.elements(known.histogramBounds());
            int first = next;
            for (; next < sample.length && !values.isEmpty(); next++) {
                int at = (next - first) * values.size() / Math.max(1, sample.length - first);
                sample[next] = width(type, values.get(at), known.averageWidth());
            }
        }
        return sample;
    }

    private static int width(TwinRelations.ColumnType type, String value, int average) {
        return switch (type.name()) {
            case "text", "varchar", "bpchar", "citext" -> {
                int bytes = value.getBytes(StandardCharsets.UTF_8).length;
                yield bytes + (bytes < ColumnWidths.SHORT ? 1 : 4);
            }
            case "numeric" -> numericWidth(value);
            default -> average;
        };
    }

    /** A header of two bytes, and two for every four digits on either side of the point. */
    private static int numericWidth(String value) {
        int start = value.startsWith("-") ? 1 : 0;
        int end = value.length();
        int point = value.indexOf('.') < 0 ? end : value.indexOf('.');
        while (start < point && value.charAt(start) == '0') {
            start++;
        }
        while (end > point + 1 && value.charAt(end - 1) == '0') {
            end--;
        }
        int groups = Math.ceilDiv(point - start, 4) + Math.ceilDiv(Math.max(0, end - point - 1), 4);
        return 1 + 2 + 2 * groups;
    }
}
