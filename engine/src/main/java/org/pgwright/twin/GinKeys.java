package org.pgwright.twin;

import org.jspecify.annotations.Nullable;
import org.pgwright.catalog.CatalogLookup;
import org.pgwright.catalog.ColumnStatistics;
import org.pgwright.catalog.IndexDefinition;
import org.pgwright.catalog.KeySample;
import org.pgwright.catalog.KeySample.Frequency;
import org.pgwright.catalog.QualifiedName;

import java.util.ArrayList;
import java.util.List;

/** What keys a GIN index would have, as sampled, or by what is recorded of its columns. */
final class GinKeys {
    private static final double PADDED = 8;

    /** Of a document, text or array of which nothing is known. */
    private static final double UNKNOWN_PER_ROW = 5;

    /** Bytes of such a value for each of its keys, and how many rows have the same one. */
    private static final double BYTES_PER_KEY = 12;

    private static final double UNKNOWN_SHARE = 0.01;

    private final CatalogLookup catalog;
    private final IndexKeys keys;

    GinKeys(CatalogLookup catalog, IndexKeys keys) {
        this.catalog = catalog;
        this.keys = keys;
    }

    List<Frequency> of(QualifiedName table, IndexDefinition.Key key, double rows) {
        return catalog.keysOf(table, key)
                .map(KeySample::frequencies)
                .orElseGet(() -> recorded(table, key, rows));
    }

    private List<Frequency> recorded(QualifiedName table, IndexDefinition.Key key, double rows) {
        ColumnStatistics known = keys.statistics(table, key.column());
        if (!key.expression() && keys.isScalar(table, key.column()) && known != null) {
            return whole(known, rows);
        }
        double perRow = perRow(known);
        return List.of(new Frequency(perRow / UNKNOWN_SHARE, UNKNOWN_SHARE, 2 * PADDED));
    }

    private static double perRow(@Nullable ColumnStatistics known) {
        if (known == null) {
            return UNKNOWN_PER_ROW;
        }
        List<Double> counts = known.elementCountHistogram();
        double keys =
                counts != null && !counts.isEmpty()
                        ? counts.getLast()
                        : Math.max(1, known.averageWidth() / BYTES_PER_KEY);
        return (1 - known.nullFraction()) * keys + known.nullFraction();
    }

    /** A value is a key as it is, and NULL is one too. */
    private static List<Frequency> whole(ColumnStatistics known, double rows) {
        double width = PADDED * Math.ceil(known.averageWidth() / PADDED);
        List<Frequency> all = new ArrayList<>();
        double rest = 1 - known.nullFraction();
        if (known.nullFraction() > 0) {
            all.add(new Frequency(1, known.nullFraction(), PADDED));
        }
        List<Double> common = known.mostCommonFrequencies();
        for (double frequency : common == null ? List.<Double>of() : common) {
            all.add(new Frequency(1, frequency, width));
            rest -= frequency;
        }
        double others = known.distinctAmong(rows) - (common == null ? 0 : common.size());
        if (rest > 0 && others > 0) {
            all.add(new Frequency(others, rest / others, width));
        }
        return all;
    }
}
