package org.pgwright.tuning.change;

import org.pgwright.catalog.QualifiedName;
import org.pgwright.strategy.Action;

/** The kinds of change that the fault table is about. */
enum KindOfChange {
    CREATE(Action.CREATE, "Orders", "Orders by customer"),
    DROP(Action.DROP, "Orders", "Orders by id"),
    REINDEX(Action.REINDEX, "Orders", "Orders by id"),
    PARTITIONED_CREATE(Action.CREATE, "events", "events by id"),
    PARTITIONED_DROP(Action.DROP, "events", "events by day"),
    PARTITIONED_REINDEX(Action.REINDEX, "events", "events by day"),
    STATISTICS_CREATE(Action.CREATE, "Orders", "Orders together"),
    STATISTICS_DROP(Action.DROP, "Orders", "Orders known"),
    PARTITIONED_STATISTICS(Action.CREATE, "events", "events together");

    /** Those of indexes alone, where {@code mode} is MATCH_NONE. */
    static final String STATISTICS = ".*STATISTICS.*";

    private final Action action;
    private final String table;
    private final String index;

    KindOfChange(Action action, String table, String index) {
        this.action = action;
        this.table = table;
        this.index = index;
    }

    Action action() {
        return action;
    }

    QualifiedName table() {
        return new QualifiedName("shop", table);
    }

    boolean isPartitioned() {
        return table.equals("events");
    }

    boolean isOfStatistics() {
        return name().contains("STATISTICS");
    }

    /** The name of the index, or of the statistics. */
    String index() {
        return index;
    }

    /** A table that holds rows, which the change needs to lock. */
    String leaf() {
        return isPartitioned() ? "shop.events_2b" : "shop.\"Orders\"";
    }

    /** The statement that makes the index, or the statistics. */
    String definition() {
        if (isOfStatistics()) {
            return "CREATE STATISTICS shop.\"%s\" (ndistinct, dependencies) ON %s FROM %s"
                    .formatted(
                            index, isPartitioned() ? "id, day" : "id, customer", table().quoted());
        }
        String column =
                switch (this) {
                    case CREATE -> "customer";
                    case DROP, REINDEX, PARTITIONED_CREATE -> "id";
                    case PARTITIONED_DROP, PARTITIONED_REINDEX -> "day";
                    case STATISTICS_CREATE, STATISTICS_DROP, PARTITIONED_STATISTICS ->
                            throw new IllegalStateException("they are no index");
                };
        return "CREATE INDEX \"%s\" ON %s (%s)".formatted(index, table().quoted(), column);
    }
}
