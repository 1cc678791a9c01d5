package org.pgwright.observation;

import java.util.List;

/** All rows of pg_stat_statements at one moment. */
public record StatementReadings(CounterLook look, List<CounterReading<StatementKey>> readings) {
    public StatementReadings {
        readings = List.copyOf(readings);
    }
}
