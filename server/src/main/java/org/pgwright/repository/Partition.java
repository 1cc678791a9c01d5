package org.pgwright.repository;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.Optional;

/**
 * A partition of one table.
 *
 * @param start the first of its days (UTC)
 */
record Partition(PartitionedTable table, LocalDate start) {
    /** The partition that has a name; empty for one that is not of our making. */
    static Optional<Partition> named(PartitionedTable table, String name) {
        String prefix = table.tableName() + "_";
        if (!name.startsWith(prefix)) {
            return Optional.empty();
        }
        try {
            LocalDate start = table.span().parse(name.substring(prefix.length()));
            return Optional.of(new Partition(table, start));
        } catch (DateTimeParseException notOurs) {
            return Optional.empty();
        }
    }

    /** As {@code statement_sample_20261126}. */
    String name() {
        return table.tableName() + "_" + table.span().suffix(start);
    }

    /** The first day that is not in it. */
    LocalDate end() {
        return table.span().after(start);
    }

    /** The first moment that is not in it. */
    Instant endsAt() {
        return end().atStartOfDay(ZoneOffset.UTC).toInstant();
    }

    Partition next() {
        return new Partition(table, end());
    }

    Partition of(PartitionedTable other) {
        return new Partition(other, start);
    }
}
