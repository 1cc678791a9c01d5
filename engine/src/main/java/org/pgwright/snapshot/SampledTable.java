package org.pgwright.snapshot;

import org.pgwright.catalog.QualifiedName;

/**
 * Which rows of a table are sampled: some of the rows of some of its pages, always the same.
 *
 * <p>Spread over many pages, since neighbouring rows are often alike.
 *
 * @param rows of the table, at least one
 * @param pagePercent of its pages, the share that is read
 * @param rowShare of the rows on these pages, the share that is looked at, in units of 1 / 65,536
 */
record SampledTable(QualifiedName name, double rows, double pagePercent, int rowShare) {
    /** 80 MB. */
    private static final double MOST_PAGES = 10_000;

    private static final int WHOLE = 65_536;

    /**
     * @param wanted rows of the sample, about
     */
    static SampledTable of(QualifiedName name, double rows, long pages, int wanted) {
        double read = Math.min(1, MOST_PAGES / Math.max(1, pages));
        double share = Math.min(1, wanted / Math.max(1, rows * read));
        return new SampledTable(
                name, Math.max(1, rows), read * 100, (int) Math.ceil(share * WHOLE));
    }
}
