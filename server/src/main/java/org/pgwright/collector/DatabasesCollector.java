package org.pgwright.collector;

import org.pgwright.observation.CounterKind;
import org.pgwright.observation.DatabaseReading;
import org.pgwright.observation.DatabaseReadings;
import org.pgwright.postgres.Deadlines;
import org.pgwright.postgres.ReadTransaction;
import org.pgwright.postgres.Row;

import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Reads the databases of a server with what pg_stat_database counts of them. */
public final class DatabasesCollector {
    private static final CounterColumns COLUMNS = new CounterColumns(CounterKind.DATABASE);

    private DatabasesCollector() {}

    /** All databases but templates. */
    public static DatabaseReadings read(ReadTransaction transaction) {
        List<DatabaseReading> databases = new ArrayList<>();
        Instant[] times = new Instant[2];
        transaction.each(
                "collector.databases",
                Deadlines.SIZES,
                row -> {
                    times[0] = Micros.instant(row, "taken_at_micros");
                    times[1] = Micros.instant(row, "started_at_micros");
                    databases.add(reading(row));
                });
        if (databases.isEmpty()) {
            throw new IllegalStateException("a server without the database that we are in");
        }
        return new DatabaseReadings(times[0], times[1], databases);
    }

    private static DatabaseReading reading(Row row) throws SQLException {
        return new DatabaseReading(
                row.number("database_oid"),
                row.text("database_name"),
                row.flag("may_connect"),
                row.numberOrNull("database_bytes"),
                row.number("frozen_transaction_age"),
                Micros.instantOrNull(row, "reset_at_micros"),
                COLUMNS.read(row));
    }
}
