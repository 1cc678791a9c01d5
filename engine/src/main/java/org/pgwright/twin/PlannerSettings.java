package org.pgwright.twin;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;

/** Gives a session the monitored database's settings, as far as they change plans or meanings. */
final class PlannerSettings {
    private static final Set<String> NAMES =
            Set.of(
                    "DateStyle",
                    "IntervalStyle",
                    "TimeZone",
                    "array_nulls",
                    "backslash_quote",
                    "bytea_output",
                    "constraint_exclusion",
                    "cpu_index_tuple_cost",
                    "cpu_operator_cost",
                    "cpu_tuple_cost",
                    "cursor_tuple_fraction",
                    "debug_parallel_query",
                    "default_statistics_target",
                    "default_text_search_config",
                    "effective_cache_size",
                    "effective_io_concurrency",
                    "extra_float_digits",
                    "force_parallel_mode",
                    "from_collapse_limit",
                    "hash_mem_multiplier",
                    "join_collapse_limit",
                    "lc_monetary",
                    "lc_numeric",
                    "lc_time",
                    "maintenance_io_concurrency",
                    "max_parallel_workers",
                    "max_parallel_workers_per_gather",
                    "min_parallel_index_scan_size",
                    "min_parallel_table_scan_size",
                    "parallel_leader_participation",
                    "parallel_setup_cost",
                    "parallel_tuple_cost",
                    "random_page_cost",
                    "recursive_worktable_factor",
                    "search_path",
                    "seq_page_cost",
                    "temp_buffers",
                    "transform_null_equals",
                    "work_mem",
                    "xmlbinary",
                    "xmloption");

    /** By the words for them (variable.c, check_datestyle); German alone means DMY, too. */
    private static final Map<String, String> DATE_ORDERS =
            Map.of(
                    "YMD", "YMD",
                    "DMY", "DMY",
                    "EURO", "DMY",
                    "EUROPEAN", "DMY",
                    "MDY", "MDY",
                    "US", "MDY",
                    "NONEURO", "MDY",
                    "NONEUROPEAN", "MDY");

    private PlannerSettings() {}

    /**
     * Sets what the session's major knows; what it does not is left out.
     *
     * @return settings that could not be set, in words
     */
    static List<String> apply(Connection session, Map<String, String> settings)
            throws SQLException {
        List<String> problems = new ArrayList<>();
        try (PreparedStatement set =
                session.prepareStatement("SELECT pg_catalog.set_config(?, ?, false)")) {
            for (Map.Entry<String, String> setting : new TreeMap<>(settings).entrySet()) {
                if (changesPlans(setting.getKey())) {
                    set.setString(1, setting.getKey());
                    set.setString(2, value(setting.getKey(), setting.getValue()));
                    try {
                        set.execute();
                    } catch (SQLException e) {
                        if (TwinFailure.isFatal(e)) {
                            throw e;
                        }
                        problems.add("setting " + setting.getKey());
                    }
                }
            }
        }
        return problems;
    }

    /**
     * The value to give a session: of a date style only the order, since the driver reads no dates
     * but ISO's.
     */
    static String value(String name, String value) {
        if (!name.equalsIgnoreCase("DateStyle")) {
            return value;
        }
        return Arrays.stream(value.toUpperCase(Locale.ROOT).split(","))
                .map(word -> DATE_ORDERS.get(word.strip()))
                .filter(Objects::nonNull)
                .findFirst()
                .map(order -> "ISO, " + order)
                .orElse(value.strip().equalsIgnoreCase("German") ? "ISO, DMY" : "ISO");
    }

    /** Whether a setting changes plans, or what a statement means. */
    static boolean changesPlans(String name) {
        return NAMES.contains(name)
                || name.startsWith("enable_")
                || name.startsWith("geqo")
                || (name.startsWith("jit_") && name.endsWith("_cost"));
    }
}
