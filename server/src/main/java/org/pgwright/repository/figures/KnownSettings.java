package org.pgwright.repository.figures;

import org.springframework.jdbc.core.simple.JdbcClient;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;

/** The settings of servers, as they were seen last. */
public final class KnownSettings {
    private static final String OF_PRIMARY =
            """
            SELECT DISTINCT ON (h.setting_name) h.setting_name, h.setting_value, h.unit
              FROM setting_history h
              JOIN node n USING (instance_id, node_id)
             WHERE h.instance_id = ? AND NOT n.is_standby AND n.is_active
             ORDER BY h.setting_name, h.seen_at DESC
            """;

    /** Those of the primary with their units, by name; none if they were not looked at. */
    public Map<String, String> ofPrimary(JdbcClient jdbc, UUID instance) {
        Map<String, String> settings = new LinkedHashMap<>();
        jdbc.sql(OF_PRIMARY)
                .params(instance)
                .query(
                        row -> {
                            String value = row.getString("setting_value");
                            String unit = row.getString("unit");
                            if (value != null) {
                                settings.put(
                                        row.getString("setting_name"),
                                        unit == null ? value : value + " " + unit);
                            }
                        });
        return settings;
    }
}
