package org.pgwright.repository.performance;

import org.pgwright.observation.LoggedScanHour;

import java.util.ArrayList;
import java.util.List;

/**
 * Adds scans of indexes in logged plans up by the hour. Those of indexes that are not known, or
 * whose name several indexes of the database have, are left out.
 */
public final class LoggedScanHours {
    private static final String ADD =
            """
            INSERT INTO logged_scan_hour AS h (
                instance_id, hour, node_id, index_id, scans, total_time)
            SELECT :instance, k.hour, :node, i.index_id, k.scans, k.total_time
              FROM unnest(:hours::timestamptz[], :databases::integer[], :names::text[],
                          :scans::bigint[], :totals::bigint[])
                   AS k (hour, database_id, index_name, scans, total_time)
              JOIN (SELECT t.database_id, x.index_name, max(x.index_id) AS index_id
                      FROM monitored_index x
                      JOIN monitored_table t USING (instance_id, table_id)
                     WHERE x.instance_id = :instance
                       AND x.index_name = ANY (:names::text[])
                     GROUP BY t.database_id, x.index_name
                    HAVING count(*) = 1) i USING (database_id, index_name)
            ON CONFLICT (instance_id, hour, node_id, index_id)
            DO UPDATE
            SET scans = h.scans + excluded.scans,
                total_time = h.total_time + excluded.total_time
            """;

    /** Adds scans; each key once. */
    public void add(LogPlace place, List<LoggedScanHour> hours) {
        List<LoggedScanHour> known = new ArrayList<>(hours);
        known.removeIf(hour -> !place.databases().containsKey(hour.key().database()));
        if (known.isEmpty()) {
            return;
        }
        place.jdbc()
                .sql(ADD)
                .param("instance", place.node().instanceId())
                .param("node", place.node().nodeId())
                .param(
                        "hours",
                        known.stream().map(h -> h.key().hour().toString()).toArray(String[]::new))
                .param(
                        "databases",
                        known.stream()
                                .mapToInt(h -> place.databases().get(h.key().database()))
                                .toArray())
                .param("names", known.stream().map(h -> h.key().index()).toArray(String[]::new))
                .param("scans", known.stream().mapToLong(LoggedScanHour::scans).toArray())
                .param("totals", known.stream().mapToLong(LoggedScanHour::totalMicros).toArray())
                .update();
    }
}
