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
     * How many keys of the table are as rare as those that the sample has once: by the estimator
     * Duj1 of Haas and Stokes (IBM research report RJ 10025, 1998), as ANALYZE does.
     */
    private double singles(double once, double rows) {
        double seen = bands.stream().mapToDouble(Band::keys).sum();
        double entries = bands.stream().mapToDouble(Band::entries).sum();
        double part = Math.min(1, sampled / Math.max(1, rows));
        double all = entries * seen / (entries - once + once * part);
        return Math.max(once, all - (seen - once));
    }
}
