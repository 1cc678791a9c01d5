package org.pgwright.log;

import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;

/**
 * Totals by what they are of: the first {@link LogSummary#MOST} have one each, all that come after
 * share one.
 */
final class Kept<K, T> {
    private final Map<K, T> totals = new HashMap<>();
    private final Function<K, T> start;
    private final K others;

    /**
     * @param others what those are of that share one
     */
    Kept(K others, Function<K, T> start) {
        this.others = others;
        this.start = start;
    }

    /** The total of a kind. */
    T of(K kind) {
        T known = totals.get(kind);
        if (known != null) {
            return known;
        }
        return totals.computeIfAbsent(totals.size() < LogSummary.MOST ? kind : others, start);
    }

    /** All, in no order. */
    Collection<T> all() {
        return Collections.unmodifiableCollection(totals.values());
    }
}
