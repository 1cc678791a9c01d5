package org.pgwright.snapshot;

import org.pgwright.catalog.Catalog;
import org.pgwright.catalog.Samples;
import org.pgwright.workload.Workload;

import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;

/**
 * Everything that advice on a database needs, as of one moment.
 *
 * @param madeBy the version of pgwright that took it
 * @param hasValues false where common values and histograms were left out ({@code --no-values})
 * @param gaps what could not be read
 */
public record Snapshot(
        Instant takenAt,
        String madeBy,
        boolean hasValues,
        Catalog catalog,
        Workload workload,
        List<Gap> gaps) {
    public Snapshot {
        gaps = List.copyOf(gaps);
    }

    /** The same with samples of rows, and what could not be sampled. */
    public Snapshot with(Samples samples, List<Gap> more) {
        return new Snapshot(
                takenAt,
                madeBy,
                hasValues,
                catalog.with(samples),
                workload,
                Stream.concat(gaps.stream(), more.stream()).toList());
    }

    /**
     * Something that could not be read.
     *
     * @param subject what it concerns: a table, a view, a setting
     * @param effect what is lost by it
     * @param remedy the statement or action that mends it
     */
    public record Gap(String subject, String effect, String remedy) {}
}
