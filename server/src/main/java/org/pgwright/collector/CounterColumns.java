package org.pgwright.collector;

import org.pgwright.observation.Counter;
import org.pgwright.observation.CounterKind;
import org.pgwright.observation.Counters;
import org.pgwright.postgres.Row;

import java.sql.SQLException;
import java.util.List;
import java.util.Locale;

/** The counters of a kind as columns, which our queries name after them. */
final class CounterColumns {
    private final List<String> names;

    CounterColumns(CounterKind kind) {
        this.names =
                kind.counters().stream()
                        .map(Counter::toString)
                        .map(name -> name.toLowerCase(Locale.ROOT))
                        .toList();
    }

    Counters read(Row row) throws SQLException {
        long[] values = new long[names.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = row.number(names.get(i));
        }
        return Counters.of(values);
    }
}
