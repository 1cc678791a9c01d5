package org.pgwright.observation;

import org.jspecify.annotations.Nullable;
import org.pgwright.catalog.QualifiedName;

/** How much of a table or B-tree is wasted, as the extension pgstattuple measured it. */
public sealed interface BloatMeasure {
    /** The table, or that of the index. */
    QualifiedName table();

    /** Of its main part. */
    long bytes();

    /**
     * A table (manual, section F.33, {@code pgstattuple_approx}).
     *
     * @param rows those that live
     * @param freeBytes that rows may come into
     * @param scannedShare of its pages that were read; of the others, the free space map told
     */
    record OfTable(
            QualifiedName table,
            long bytes,
            long rows,
            long deadRows,
            long deadBytes,
            long freeBytes,
            double scannedShare)
            implements BloatMeasure {
        /** The share that is dead or free, 0 to 1. */
        public double wastedShare() {
            return bytes == 0 ? 0 : Math.min(1, (double) (deadBytes + freeBytes) / bytes);
        }
    }

    /**
     * A B-tree (manual, section F.33, {@code pgstatindex}).
     *
     * @param leafDensity how full leaves are, 0 to 1; null where it has none
     */
    record OfIndex(
            QualifiedName table,
            String name,
            long bytes,
            long leafPages,
            long emptyPages,
            long deletedPages,
            @Nullable Double leafDensity)
            implements BloatMeasure {
        private static final double HIGH_BELOW = 0.70;
        private static final double MODERATE_BELOW = 0.85;

        /** How bad it is; null where it has no leaves. */
        public @Nullable Grade grade() {
            if (leafDensity == null) {
                return null;
            }
            if (leafDensity < HIGH_BELOW) {
                return Grade.HIGH;
            }
            return leafDensity < MODERATE_BELOW ? Grade.MODERATE : Grade.LOW;
        }
    }

    /** How much a B-tree bloats: a build fills leaves to 90 %. */
    enum Grade {
        /** Leaves are below 70 % full. */
        HIGH,
        /** Leaves are below 85 % full. */
        MODERATE,
        LOW
    }
}
