package org.pgwright.repository.figures;

import org.jspecify.annotations.Nullable;
import org.pgwright.repository.figures.SizeFigures.Missing;
import org.springframework.jdbc.core.simple.JdbcClient;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/** The sizes of all tables, or of all indexes, of an instance at the ends of a time. */
public final class RelationSizes {
    /**
     * Looks come every hour: the one before the beginning tells how large things were then. The
     * last may be a little later than the counters that tell where the time ends.
     */
    private static final String LOOKS =
            """
            SELECT b.database_id, max(b.estimated_at) AS last_look,
                   coalesce(max(b.estimated_at) FILTER (WHERE b.estimated_at <= :from),
                            min(b.estimated_at)) AS first_look
              FROM bloat_estimate b
             WHERE b.instance_id = :instance
               AND b.estimated_at >= :from::timestamptz - interval '65 minutes'
               AND b.estimated_at < :to::timestamptz + interval '5 minutes'
             GROUP BY b.database_id
            """;

    private static final String TABLES =
            """
            SELECT t.id, t.bytes, t.bytes + t.toast AS total_bytes, t.fresh, t.unknown
              FROM bloat_estimate b
             CROSS JOIN unnest(b.table_ids, b.table_bytes, b.toast_bytes, b.table_fresh_bytes,
                               b.table_unknown) AS t (id, bytes, toast, fresh, unknown)
             WHERE b.instance_id = ? AND b.database_id = ? AND b.estimated_at = ?
            """;

    private static final String INDEXES =
            """
            SELECT t.id, t.bytes, t.bytes AS total_bytes, t.fresh, t.unknown
              FROM bloat_estimate b
             CROSS JOIN unnest(b.index_ids, b.index_bytes, b.index_fresh_bytes, b.index_unknown)
                        AS t (id, bytes, fresh, unknown)
             WHERE b.instance_id = ? AND b.database_id = ? AND b.estimated_at = ?
            """;

    private record Looks(Instant first, Instant last) {}

    private record Size(
            long bytes, long totalBytes, @Nullable Long fresh, @Nullable Missing missing) {
        static final Size SMALL = new Size(0, 0, null, Missing.SMALL);
    }

    private final Map<Integer, Looks> looks;
    private final Map<Integer, Size> before = new HashMap<>();
    private final Map<Integer, Size> now = new HashMap<>();

    private RelationSizes(Map<Integer, Looks> looks) {
        this.looks = looks;
    }

    /** Those of tables. */
    static RelationSizes ofTables(JdbcClient jdbc, Window window) {
        return read(jdbc, window, TABLES);
    }

    /** Those of indexes. */
    static RelationSizes ofIndexes(JdbcClient jdbc, Window window) {
        return read(jdbc, window, INDEXES);
    }

    /** What is known of one. */
    SizeFigures of(RelationKey key) {
        Looks ofDatabase = looks.get(key.databaseId());
        if (ofDatabase == null) {
            return SizeFigures.unknown(Missing.NOT_LOOKED_AT);
        }
        Size last = now.getOrDefault(key.id(), Size.SMALL);
        Size first = before.getOrDefault(key.id(), Size.SMALL);
        boolean isSmall = last.missing() == Missing.SMALL && first.missing() == Missing.SMALL;
        boolean isGrowthKnown = !isSmall && ofDatabase.first().isBefore(ofDatabase.last());
        return new SizeFigures(
                isGrowthKnown ? ofDatabase.first() : null,
                isGrowthKnown ? Long.valueOf(last.totalBytes() - first.totalBytes()) : null,
                last.bytes(),
                last.fresh(),
                last.missing());
    }

    private static RelationSizes read(JdbcClient jdbc, Window window, String sql) {
        RelationSizes sizes = new RelationSizes(looks(jdbc, window));
        sizes.looks.forEach(
                (database, ofOne) -> {
                    read(
                            jdbc.sql(sql).params(window.instanceId(), database, at(ofOne.last())),
                            sizes.now);
                    if (ofOne.first().isBefore(ofOne.last())) {
                        read(
                                jdbc.sql(sql)
                                        .params(window.instanceId(), database, at(ofOne.first())),
                                sizes.before);
                    }
                });
        return sizes;
    }

    private static Map<Integer, Looks> looks(JdbcClient jdbc, Window window) {
        Map<Integer, Looks> looks = new HashMap<>();
        jdbc.sql(LOOKS)
                .param("instance", window.instanceId())
                .param("from", at(window.from()))
                .param("to", at(window.to()))
                .query(
                        row -> {
                            looks.put(
                                    row.getInt("database_id"),
                                    new Looks(moment(row, "first_look"), moment(row, "last_look")));
                        });
        return looks;
    }

    private static void read(JdbcClient.StatementSpec statement, Map<Integer, Size> sizes) {
        statement.query(
                row -> {
                    long fresh = row.getLong("fresh");
                    Long known = row.wasNull() ? null : fresh;
                    String unknown = row.getString("unknown");
                    sizes.put(
                            row.getInt("id"),
                            new Size(
                                    row.getLong("bytes"),
                                    row.getLong("total_bytes"),
                                    known,
                                    unknown == null
                                            ? null
                                            : Missing.valueOf(unknown.toUpperCase(Locale.ROOT))));
                });
    }

    private static OffsetDateTime at(Instant moment) {
        return moment.atOffset(ZoneOffset.UTC);
    }

    private static Instant moment(ResultSet row, String column) throws SQLException {
        return row.getObject(column, OffsetDateTime.class).toInstant();
    }
}
