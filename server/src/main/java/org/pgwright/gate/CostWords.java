package org.pgwright.gate;

import org.pgwright.gate.Baseline.Query;

import java.util.List;
import java.util.Locale;

/** Costs and indexes in words. */
final class CostWords {
    private static final double WHOLE_FROM = 100;

    private CostWords() {}

    static String costlier(Query known, Query query) {
        String share =
                known.cost() > 0
                        ? String.format(
                                Locale.ROOT,
                                " (%+,.0f %%)",
                                100 * (query.cost() - known.cost()) / known.cost())
                        : "";
        return "its cost went from " + cost(known.cost()) + " to " + cost(query.cost()) + share;
    }

    static String indexes(List<String> names) {
        return names.isEmpty() ? "no index" : String.join(", ", names);
    }

    static String rows(long rows) {
        return String.format(Locale.ROOT, "%,d rows", rows);
    }

    private static String cost(double cost) {
        return String.format(Locale.ROOT, cost < WHOLE_FROM ? "%.2f" : "%,.0f", cost);
    }
}
