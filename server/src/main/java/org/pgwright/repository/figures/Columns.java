package org.pgwright.repository.figures;

import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Says what is known of the columns of all tables of an instance. */
public final class Columns {
    private static final String ALL =
            """
            SELECT c.table_id, u.name, u.type, u.null_fraction, u.width, s.estimated_rows,
                   CASE WHEN u.distinct_values < 0 THEN -u.distinct_values * s.estimated_rows
                        ELSE u.distinct_values END AS distinct_values,
                   CASE WHEN u.distinct_values < 0 THEN -u.distinct_values
                        WHEN u.distinct_values >= 0 AND s.estimated_rows > 0
                        THEN least(1, u.distinct_values / s.estimated_rows)
                   END AS selectivity
              FROM column_state c
              JOIN table_state s USING (instance_id, table_id)
             CROSS JOIN unnest(c.column_names, c.column_types, c.distinct_values, c.null_fractions,
                               c.average_widths) WITH ORDINALITY
                        AS u (name, type, distinct_values, null_fraction, width, position)
             WHERE c.instance_id = ?
             ORDER BY c.table_id, u.position
            """;

    /** The columns in their order, by the number of their table. */
    public Map<Integer, List<ColumnFigures>> all(JdbcClient jdbc, UUID instanceId) {
        Map<Integer, List<ColumnFigures>> columns = new HashMap<>();
        jdbc.sql(ALL)
                .param(instanceId)
                .query(
                        row -> {
                            columns.computeIfAbsent(
                                            row.getInt("table_id"), table -> new ArrayList<>())
                                    .add(column(row));
                        });
        return columns;
    }

    private static ColumnFigures column(ResultSet row) throws SQLException {
        int width = row.getInt("width");
        Integer knownWidth = row.wasNull() ? null : width;
        return new ColumnFigures(
                row.getString("name"),
                row.getString("type"),
                realOrNull(row, "distinct_values"),
                realOrNull(row, "selectivity"),
                realOrNull(row, "null_fraction"),
                knownWidth);
    }

    private static @Nullable Double realOrNull(ResultSet row, String column) throws SQLException {
        double value = row.getDouble(column);
        return row.wasNull() ? null : value;
    }
}
