package org.pgwright.catalog;

/**
 * How many entries the rows of a sample make in an index that takes values apart, such as a GIN.
 *
 * @param column its name, or the text of an expression
 * @param operatorClass that says what an entry is, such as {@code pg_catalog.jsonb_path_ops}
 * @param rows of the sample, those without a value included
 * @param keysPerRow on average, of all rows of the sample
 * @param distinctKeys of the whole table, estimated
 * @param averageKeyWidth in bytes
 */
public record KeySample(
        QualifiedName table,
        String column,
        QualifiedName operatorClass,
        long rows,
        double keysPerRow,
        double distinctKeys,
        double averageKeyWidth) {}
