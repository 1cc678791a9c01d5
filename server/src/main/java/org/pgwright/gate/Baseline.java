package org.pgwright.gate;

import java.util.Comparator;
import java.util.List;
import java.util.Objects;

/**
 * What the statements of a database cost and use, to be compared with later. Its lists are in an
 * order of their own, so that the same database gives the same file.
 *
 * @param major of the PostgreSQL that planned
 * @param schemaFingerprint of {@code SchemaFingerprint}
 * @param foreignKeysWithoutIndex those of small tables too
 */
public record Baseline(
        int major,
        String schemaFingerprint,
        List<Query> statements,
        List<KnownIndex> indexes,
        List<ForeignKey> foreignKeysWithoutIndex) {
    public Baseline {
        Objects.requireNonNull(schemaFingerprint);
        statements = sorted(statements, Comparator.comparing(Query::hash));
        indexes = sorted(indexes, Comparator.comparing(KnownIndex::name));
        foreignKeysWithoutIndex =
                sorted(foreignKeysWithoutIndex, Comparator.comparing(ForeignKey::shown));
    }

    /**
     * A statement that was planned.
     *
     * @param text to plan it again by
     * @param cost of a call in units of {@code seq_page_cost}, to two decimals
     * @param indexes that its plans use; the partitioned one in place of its parts
     * @param sequentialScans of whole tables; the partitioned one in place of its partitions
     */
    public record Query(
            String hash,
            String text,
            double cost,
            List<String> indexes,
            List<Scan> sequentialScans) {
        private static final double HUNDRED = 100;

        public Query {
            Objects.requireNonNull(hash);
            Objects.requireNonNull(text);
            if (!Double.isFinite(cost) || cost < 0) {
                throw new IllegalArgumentException("a cost has to be a positive number");
            }
            cost = Math.rint(cost * HUNDRED) / HUNDRED;
            indexes = sorted(indexes, Comparator.naturalOrder());
            sequentialScans = sorted(sequentialScans, Comparator.comparing(Scan::table));
        }

        /** Whether it reads this table from end to end. */
        boolean scans(String table) {
            return sequentialScans.stream().anyMatch(scan -> scan.table().equals(table));
        }
    }

    /**
     * A table that is read from end to end.
     *
     * @param rows of the table, estimated
     */
    public record Scan(String table, long rows) {
        public Scan {
            Objects.requireNonNull(table);
        }
    }

    /**
     * An index.
     *
     * @param definition {@code CREATE INDEX ...}, as the server writes it
     */
    public record KnownIndex(String name, String table, String definition, boolean valid) {
        public KnownIndex {
            Objects.requireNonNull(name);
            Objects.requireNonNull(table);
            Objects.requireNonNull(definition);
        }
    }

    /**
     * A foreign key that no index serves.
     *
     * @param references the table that it refers to
     */
    public record ForeignKey(String table, List<String> columns, String references) {
        public ForeignKey {
            Objects.requireNonNull(table);
            columns = List.copyOf(columns);
            Objects.requireNonNull(references);
        }

        /** {@code public.orders (customer_id)}. */
        public String shown() {
            return table + " (" + String.join(", ", columns) + ")";
        }
    }

    private static <T> List<T> sorted(List<T> things, Comparator<T> order) {
        return List.copyOf(things).stream().sorted(order).toList();
    }
}
