package org.pgwright.snapshot;

import org.pgwright.catalog.PairSample;
import org.pgwright.postgres.Deadlines;
import org.pgwright.postgres.Query;
import org.pgwright.postgres.ReadTransaction;
import org.pgwright.postgres.Row;

import java.sql.SQLException;
import java.util.List;
import java.util.Map;

/**
 * Has the server count how often the values of two columns of a sample come together, as ANALYZE
 * does for extended statistics. No value leaves the server, only counts do.
 */
final class PairSampler {
    private final ReadTransaction transaction;

    PairSampler(ReadTransaction transaction) {
        this.transaction = transaction;
    }

    PairSample sample(SampledTable table, WantedSamples.OfPair wanted) {
        Query query =
                Query.named("snapshot.column_pairs", transaction.major())
                        .withNames(
                                Map.of(
                                        "schema", table.name().schema(),
                                        "table", table.name().name(),
                                        "first", wanted.first(),
                                        "second", wanted.second()));
        return transaction
                .rows(
                        query,
                        Deadlines.SAMPLE,
                        row -> sample(row, table, wanted),
                        table.pagePercent(),
                        table.rowShare())
                .getFirst();
    }

    private static PairSample sample(Row row, SampledTable table, WantedSamples.OfPair wanted)
            throws SQLException {
        double sampled = row.number("sampled");
        return new PairSample(
                table.name(),
                wanted.first(),
                wanted.second(),
                Math.round(sampled),
                distinct(row, sampled, Math.max(table.rows(), sampled)),
                share((double) row.number("decided_by_one"), sampled),
                share((double) row.number("decided_by_other"), sampled));
    }

    /** The same estimator as for the values of a column. */
    private static double distinct(Row row, double sampled, double rows) throws SQLException {
        SampleFigures pairs =
                new SampleFigures(
                        sampled,
                        sampled,
                        sampled,
                        0,
                        row.number("distinct_pairs"),
                        row.number("repeated_pairs"),
                        List.of(),
                        null);
        double distinct = pairs.distinct(rows);
        return distinct < 0 ? -distinct * rows : distinct;
    }

    private static double share(double rows, double sampled) {
        return sampled == 0 ? 0 : rows / sampled;
    }
}
