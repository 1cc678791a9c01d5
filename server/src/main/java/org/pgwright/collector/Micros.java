package org.pgwright.collector;

import org.jspecify.annotations.Nullable;
import org.pgwright.postgres.Row;

import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** Times as our queries give them: microseconds since 1970 in UTC, which no time zone touches. */
final class Micros {
    private Micros() {}

    static Instant instant(Row row, String column) throws SQLException {
        return instant(row.number(column));
    }

    static @Nullable Instant instantOrNull(Row row, String column) throws SQLException {
        Long micros = row.numberOrNull(column);
        return micros == null ? null : instant(micros);
    }

    static @Nullable Duration durationOrNull(Row row, String column) throws SQLException {
        Long micros = row.numberOrNull(column);
        return micros == null ? null : Duration.of(micros, ChronoUnit.MICROS);
    }

    private static Instant instant(long micros) {
        return Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
    }
}
