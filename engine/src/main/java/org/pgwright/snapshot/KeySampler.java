package org.pgwright.snapshot;

import org.pgwright.catalog.KeySample;
import org.pgwright.postgres.Deadlines;
import org.pgwright.postgres.Query;
import org.pgwright.postgres.ReadTransaction;
import org.pgwright.postgres.Row;
import org.pgwright.snapshot.KeyFigures.Band;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Has the server count the keys that a GIN index would have of a sample. Neither rows nor keys
 * leave the server, only their numbers, frequencies and widths.
 */
final class KeySampler {
    private final ReadTransaction transaction;

    KeySampler(ReadTransaction transaction) {
        this.transaction = transaction;
    }

    KeySample sample(SampledTable table, WantedSamples.OfKeys wanted) {
        return figures(table, wanted)
                .of(table.name(), wanted.column(), wanted.operatorClass(), table.rows());
    }

    private KeyFigures figures(SampledTable table, WantedSamples.OfKeys wanted) {
        KeyKind kind = wanted.kind();
        List<Object> parameters = new ArrayList<>(List.of(table.pagePercent(), table.rowShare()));
        if (kind.hasWidths()) {
            parameters.add(kind.surplus(wanted.type()));
        }
        Query query =
                Query.named(kind.query(), transaction.major())
                        .withNamesAndExpression(
                                Map.of(
                                        "schema", table.name().schema(),
                                        "table", table.name().name()),
                                kind.value(wanted.sql()));
        return transaction
                .rows(query, Deadlines.SAMPLE, KeySampler::figures, parameters.toArray())
                .getFirst();
    }

    private static KeyFigures figures(Row row) throws SQLException {
        List<Double> keys = row.realsOrNull("keys");
        List<Double> entries = row.realsOrNull("entries");
        List<Double> widths = row.realsOrNull("widths");
        List<Band> bands = new ArrayList<>();
        if (keys != null && entries != null && widths != null) {
            for (int i = 0; i < keys.size(); i++) {
                bands.add(new Band(keys.get(i), entries.get(i), widths.get(i)));
            }
        }
        return new KeyFigures(
                row.number("sampled"), row.number("present"), row.number("filled"), bands);
    }
}
