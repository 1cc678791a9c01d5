package org.pgwright.catalog;

import java.util.List;

/**
 * How many entries the rows of a sample make in an index that takes values apart, such as a GIN.
 *
 * @param column its name, or the text of an expression
 * @param operatorClass that says what an entry is, such as {@code pg_catalog.jsonb_path_ops}
 * @param rows of the sample, those without a value included
 * @param keysPerRow on average, of all rows of the sample; a row without any key counts as one, as
 *     it has an entry too
 * @param distinctKeys of the whole table, estimated
 * @param averageKeyWidth in bytes, as the index keeps it, with what aligns it
 * @param frequencies of the distinct keys, together all of them
 */
public record KeySample(
        QualifiedName table,
        String column,
        QualifiedName operatorClass,
        long rows,
        double keysPerRow,
        double distinctKeys,
        double averageKeyWidth,
        List<Frequency> frequencies) {
    public KeySample {
        frequencies = List.copyOf(frequencies);
    }

    /**
     * Keys that about equally many rows have.
     *
     * @param keys how many there are in the whole table, estimated
     * @param share of the rows that has one of them, on average
     * @param width in bytes, on average, with what aligns it
     */
    public record Frequency(double keys, double share, double width) {}
}
