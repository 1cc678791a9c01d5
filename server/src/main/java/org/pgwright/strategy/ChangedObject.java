package org.pgwright.strategy;

import java.util.Locale;

/** What a strategy is about. */
public enum ChangedObject {
    /** An index. */
    INDEX,
    /** Extended statistics of a table (manual, CREATE STATISTICS). */
    STATISTICS;

    /** The word for it in the repository, in JSON and in text. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * That of a word.
     *
     * @throws IllegalArgumentException for any other
     */
    public static ChangedObject of(String label) {
        return valueOf(label.toUpperCase(Locale.ROOT));
    }

    /**
     * Its name in a list of changes, where an index goes without saying: {@code statistics
     * shop.orders_city_zip_stat}.
     *
     * @param name as it is shown
     */
    public String named(String name) {
        return switch (this) {
            case INDEX -> name;
            case STATISTICS -> label() + " " + name;
        };
    }
}
