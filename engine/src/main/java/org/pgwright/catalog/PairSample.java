package org.pgwright.catalog;

/**
 * How the values of two columns of a table hang together, by a sample of its rows.
 *
 * @param first of the two, that which comes first in the table
 * @param rows of the sample
 * @param distinct pairs of values in the whole table, estimated
 * @param firstDecides the share of rows whose first value comes with one second value only: how
 *     valid it is that the first decides the second, 0 to 1 (manual, section "Functional
 *     Dependencies" of multivariate statistics)
 * @param secondDecides the same the other way round
 */
public record PairSample(
        QualifiedName table,
        String first,
        String second,
        long rows,
        double distinct,
        double firstDecides,
        double secondDecides) {}
