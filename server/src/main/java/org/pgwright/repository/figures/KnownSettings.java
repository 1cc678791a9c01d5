package org.pgwright.repository.figures;

import org.springframework.jdbc.core.simple.JdbcClient;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;

/** The settings of servers, as they were seen last. */
public final class KnownSettings {
    private static final String OF_PRIMARY =
            """
            SELECT DISTINCT ON (h.setting_name) h.setting_name,
                   CASE WHEN h.unit ~ '^[0-9]*[kM]?B$' AND h.setting_value ~ '^[0-9]{1,15}$'
                        THEN pg_size_pretty(
                                 h.setting_value::numeric
                                 * pg_size_bytes(CASE WHEN h.unit ~ '^[0-9]' THEN h.unit
                                                      ELSE '1' || h.unit END))
                        ELSE concat_ws(' ', h.setting_value, h.unit)
                   END AS shown
              FROM setting_history h
              JOIN node n USING (instance_id, node_id)
             WHERE h.instance_id = ? AND NOT n.is_standby AND n.is_active
               AND h.setting_value IS NOT NULL
             ORDER BY h.setting_name, h.seen_at DESC
            """;

    /**
     * Those of the primary with their units, sizes as people write them, by name; none if they were
     * not looked at.
     */
    public Map<String, String> ofPrimary(JdbcClient jdbc, UUID instance) {
        Map<String, String> settings = new LinkedHashMap<>();
        jdbc.sql(OF_PRIMARY)
                .params(instance)
                .query(
                        row -> {
                            settings.put(row.getString("setting_name"), row.getString("shown"));
                        });
        return settings;
    }
}
