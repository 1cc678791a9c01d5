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
    PARTITIONED_REINDEX(Action.REINDEX, "events", "events by day");

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

    String index() {
        return index;
    }

    /** A table that holds rows, which the change needs to lock. */
    String leaf() {
        return isPartitioned() ? "shop.events_2b" : "shop.\"Orders\"";
    }

    /** The statement that makes the index. */
    String definition() {
        String column =
                switch (this) {
                    case CREATE -> "customer";
                    case DROP, REINDEX, PARTITIONED_CREATE -> "id";
                    case PARTITIONED_DROP, PARTITIONED_REINDEX -> "day";
                };
        return "CREATE INDEX \"%s\" ON %s (%s)".formatted(index, table().quoted(), column);
    }
}
