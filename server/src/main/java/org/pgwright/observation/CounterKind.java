package org.pgwright.observation;

import java.util.List;
import java.util.Locale;

/** What a server keeps counters of. */
public enum CounterKind {
    /** Rows of pg_stat_statements. */
    STATEMENT,
    TABLE,
    INDEX,
    DATABASE;

    private static final List<Counter> OF_STATEMENT = List.of(StatementCounter.values());
    private static final List<Counter> OF_TABLE = List.of(TableCounter.values());
    private static final List<Counter> OF_INDEX = List.of(IndexCounter.values());
    private static final List<Counter> OF_DATABASE = List.of(DatabaseCounter.values());

    /** Its counters, in the order in which they are kept. */
    public List<Counter> counters() {
        return switch (this) {
            case STATEMENT -> OF_STATEMENT;
            case TABLE -> OF_TABLE;
            case INDEX -> OF_INDEX;
            case DATABASE -> OF_DATABASE;
        };
    }

    /** As the repository names it: {@code statement}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
