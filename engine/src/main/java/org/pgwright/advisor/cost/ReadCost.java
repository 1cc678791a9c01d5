package org.pgwright.advisor.cost;

import org.pgwright.catalog.Bytes;
import org.pgwright.catalog.Catalog;
import org.pgwright.catalog.Table;

import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What reading any page costs on average, in the planner's units: nothing while all tables with
 * their indexes fit into {@code effective_cache_size}, beyond that {@code random_page_cost} for the
 * part that does not.
 */
record ReadCost(Catalog catalog) {
    private static final Pattern KILOBYTES = Pattern.compile("(\\d+)kB");
    private static final double BYTES_A_KILOBYTE = 1_024;

    /** The server's own, where the settings were not read. */
    private static final double USUAL_CACHE =
            4 * BYTES_A_KILOBYTE * BYTES_A_KILOBYTE * BYTES_A_KILOBYTE;

    private static final double USUAL_PAGE_COST = 4;

    double ofPage() {
        double all =
                catalog.tables().stream()
                        .map(Table::size)
                        .map(Table.Size::total)
                        .mapToLong(Bytes::count)
                        .sum();
        double missed = all > 0 ? Math.max(0, 1 - cache() / all) : 0;
        return missed * pageCost();
    }

    private double pageCost() {
        String value = settings().get("random_page_cost");
        return value == null ? USUAL_PAGE_COST : Double.parseDouble(value);
    }

    private double cache() {
        Matcher size = KILOBYTES.matcher(settings().getOrDefault("effective_cache_size", ""));
        return size.matches() ? Double.parseDouble(size.group(1)) * BYTES_A_KILOBYTE : USUAL_CACHE;
    }

    private Map<String, String> settings() {
        return catalog.server().settings();
    }
}
