package org.pgwright.snapshot;

import org.pgwright.catalog.KeySample;
import org.pgwright.catalog.KeySample.Frequency;
import org.pgwright.catalog.QualifiedName;

import java.util.ArrayList;
import java.util.List;

/**
 * What the keys of a sample tell of those of a table.
 *
 * @param sampled rows of the sample
 * @param present of these, how many have a value
 * @param filled of these, how many have a key
 * @param bands of the keys, those of the rarest first
 */
record KeyFigures(double sampled, double present, double filled, List<Band> bands) {
    /** A key of no bytes, for rows with no value or with no key. */
    private static final double NO_WIDTH = 8;

    KeyFigures {
        bands = List.copyOf(bands);
    }

    /**
     * Distinct keys of about the same frequency.
     *
     * @param entries of all of them in the sample
     * @param width average, in bytes
     */
    record Band(double keys, double entries, double width) {
        boolean isOfSingles() {
            return entries == keys;
        }
    }

    /**
     * @param rows of the table
     */
    KeySample of(QualifiedName table, String column, QualifiedName operatorClass, double rows) {
        List<Frequency> frequencies = new ArrayList<>();
        for (Band band : bands) {
            double keys = band.isOfSingles() ? singles(band.keys, rows) : band.keys;
            frequencies.add(
                    new Frequency(keys, Math.min(1, band.entries / keys / sampled), band.width));
        }
        addOne(frequencies, sampled - present);
        addOne(frequencies, present - filled);
        double distinct = frequencies.stream().mapToDouble(Frequency::keys).sum();
        double perRow = frequencies.stream().mapToDouble(f -> f.keys() * f.share()).sum();
        double width = frequencies.stream().mapToDouble(f -> f.keys() * f.width()).sum();
        return new KeySample(
                table,
                column,
                operatorClass,
                Math.round(sampled),
                perRow,
                distinct,
                distinct == 0 ? 0 : width / distinct,
                frequencies);
    }

    /** Rows without a value have an entry in common, and so have those without a key. */
    private void addOne(List<Frequency> frequencies, double entries) {
        if (entries > 0) {
            frequencies.add(new Frequency(1, entries / sampled, NO_WIDTH));
        }
    }

    /**
     * How many keys of the table are as rare as those that the sample has once, the unseen ones
     * included: by the estimator of Chao and Lin for samples without replacement (Environmetrics
     * 23, 2012). That of ANALYZE takes all keys to be equally frequent, as those of documents, of
     * which some are in every row and others in one, never are.
     */
    private double singles(double once, double rows) {
        double twice =
                bands.stream()
                        .filter(band -> band.entries == 2 * band.keys)
                        .mapToDouble(Band::keys)
                        .sum();
        double part = Math.min(1, sampled / Math.max(1, rows));
        return part == 1 ? once : once + once * once / (2 * twice + part / (1 - part) * once);
    }
}
