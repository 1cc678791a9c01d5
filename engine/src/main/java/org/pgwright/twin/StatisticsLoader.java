package org.pgwright.twin;

import org.jspecify.annotations.Nullable;
import org.pgwright.catalog.ColumnStatistics;
import org.pgwright.catalog.QualifiedName;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Writes the monitored server's statistics into the twin's {@code pg_statistic} (manual, sections
 * 52.50 and 53.28; slot kinds: {@code catalog/pg_statistic.h}).
 *
 * <p>{@code pg_stats} does not say by which operators the figures were made; they are those of the
 * type's default B-tree operator class, as ANALYZE chooses them ({@code std_typanalyze}).
 */
final class StatisticsLoader {
    private static final int MOST_COMMON_VALUES = 1;
    private static final int HISTOGRAM = 2;
    private static final int CORRELATION = 3;
    private static final int MOST_COMMON_ELEMENTS = 4;
    private static final int ELEMENT_COUNTS = 5;
    private static final int RANGE_LENGTHS = 6;
    private static final int RANGE_BOUNDS = 7;
    private static final int SLOTS = 5;
    private static final long FLOAT8_LESS_OPERATOR = 672;
    private static final long TEXT_TYPE = 25;
    private static final long TSVECTOR_TYPE = 3614;
    private static final long DEFAULT_COLLATION = 100;
    private static final long FLOAT8_TYPE = 701;

    private static final String ATTRIBUTE =
            """
            SELECT a.atttypid, t.typelem, a.attcollation,
                   coalesce((SELECT r.rngtypid FROM pg_catalog.pg_range r
                              WHERE r.rngmultitypid = a.atttypid), a.atttypid)
              FROM pg_catalog.pg_attribute a
              JOIN pg_catalog.pg_type t ON t.oid = a.atttypid
             WHERE a.attrelid = ?::int8::oid AND a.attnum = ?
            """;

    private final Connection superuser;
    private final Map<Long, Operators> operators = new HashMap<>();

    StatisticsLoader(Connection superuser) {
        this.superuser = superuser;
    }

    /** A column of the twin. */
    private record Attribute(
            long relation, int number, long type, long element, long collation, long rangeType) {}

    private record Operators(long equal, long less) {}

    private record Slot(
            int kind,
            long operator,
            long collation,
            @Nullable String numbers,
            @Nullable String values,
            long type) {}

    /**
     * Loads what is known of the twin's columns; statistics of a column that the twin does not have
     * are left out.
     *
     * @return what could not be loaded, in words
     */
    List<String> load(Collection<ColumnStatistics> statistics) throws SQLException {
        List<String> problems = new ArrayList<>();
        Map<QualifiedName, Map<String, Attribute>> attributes = attributes();
        for (ColumnStatistics column : statistics) {
            Attribute attribute =
                    attributes.getOrDefault(column.relation(), Map.of()).get(column.column());
            if (attribute != null) {
                try {
                    insert(column, attribute);
                } catch (SQLException e) {
                    problems.add(
                            "statistics of "
                                    + column.relation()
                                    + "."
                                    + column.column()
                                    + ": SQLSTATE "
                                    + e.getSQLState());
                }
            }
        }
        return problems;
    }

    /**
     * Loads statistics for one column of a table or index.
     *
     * @param relation its oid
     * @param number the column's, from 1
     */
    void load(long relation, int number, ColumnStatistics statistics) throws SQLException {
        try (PreparedStatement query = superuser.prepareStatement(ATTRIBUTE)) {
            query.setLong(1, relation);
            query.setInt(2, number);
            try (ResultSet row = query.executeQuery()) {
                row.next();
                insert(
                        statistics,
                        new Attribute(
                                relation,
                                number,
                                row.getLong(1),
                                row.getLong(2),
                                row.getLong(3),
                                row.getLong(4)));
            }
        }
    }

    private Map<QualifiedName, Map<String, Attribute>> attributes() throws SQLException {
        Map<QualifiedName, Map<String, Attribute>> attributes = new HashMap<>();
        try (var statement = superuser.createStatement();
                ResultSet row =
                        statement.executeQuery(
                                """
                                SELECT n.nspname, c.relname, a.attname, c.oid, a.attnum, a.atttypid,
                                       t.typelem, a.attcollation,
                                       coalesce((SELECT r.rngtypid FROM pg_catalog.pg_range r
                                                  WHERE r.rngmultitypid = a.atttypid), a.atttypid)
                                  FROM pg_catalog.pg_class c
                                  JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
                                  JOIN pg_catalog.pg_attribute a ON a.attrelid = c.oid
                                  JOIN pg_catalog.pg_type t ON t.oid = a.atttypid
                                 WHERE c.relkind IN ('r', 'p', 'i', 'I') AND a.attnum > 0
                                   AND NOT a.attisdropped AND c.oid >= 16384
                                """)) {
            while (row.next()) {
                attributes
                        .computeIfAbsent(
                                new QualifiedName(row.getString(1), row.getString(2)),
                                name -> new HashMap<>())
                        .put(
                                row.getString(3),
                                new Attribute(
                                        row.getLong(4),
                                        row.getInt(5),
                                        row.getLong(6),
                                        row.getLong(7),
                                        row.getLong(8),
                                        row.getLong(9)));
            }
        }
        return attributes;
    }

    private void insert(ColumnStatistics column, Attribute attribute) throws SQLException {
        List<Slot> slots = slots(column, attribute);
        try (PreparedStatement insert = superuser.prepareStatement(insertStatement())) {
            int p = 0;
            insert.setLong(++p, attribute.relation());
            insert.setInt(++p, attribute.number());
            insert.setBoolean(++p, column.inherited());
            insert.setDouble(++p, column.nullFraction());
            insert.setInt(++p, column.averageWidth());
            insert.setDouble(++p, column.distinct());
            for (Slot slot : slots) {
                insert.setInt(++p, slot.kind());
                insert.setLong(++p, slot.operator());
                insert.setLong(++p, slot.collation());
                insert.setString(++p, slot.numbers());
                insert.setString(++p, slot.values());
                insert.setLong(++p, slot.type());
            }
            insert.executeUpdate();
        }
    }

    /** The columns of pg_statistic stand by kind, not by slot; so does this statement. */
    private static String insertStatement() {
        StringBuilder slots = new StringBuilder();
        StringBuilder[] groups = new StringBuilder[5];
        for (int g = 0; g < groups.length; g++) {
            groups[g] = new StringBuilder();
        }
        for (int i = 1; i <= SLOTS; i++) {
            slots.append(
                    """
                    , (SELECT ?::int2 AS k%1$d, ?::int8::oid AS o%1$d, ?::int8::oid AS c%1$d,
                       ?::text::float4[] AS n%1$d, ?::text AS v%1$d, ?::int8::oid AS t%1$d) s%1$d
                    """
                            .formatted(i));
            groups[0].append(", k").append(i);
            groups[1].append(", o").append(i);
            groups[2].append(", c").append(i);
            groups[3].append(", n").append(i);
            groups[4].append(", pg_catalog.array_in(v%1$d::cstring, t%1$d, -1)".formatted(i));
        }
        return "INSERT INTO pg_catalog.pg_statistic SELECT r, a, i, f, w, d"
                + String.join("", groups)
                + " FROM (SELECT ?::int8::oid AS r, ?::int2 AS a, ?::bool AS i, ?::float4 AS f,"
                + " ?::int4 AS w, ?::float4 AS d) h"
                + slots;
    }

    private List<Slot> slots(ColumnStatistics s, Attribute a) throws SQLException {
        List<Slot> slots = new ArrayList<>();
        Operators own = operators(a.type());
        long collation = a.collation();
        if (s.mostCommonValues() != null) {
            String frequencies = array(s.mostCommonFrequencies());
            slots.add(
                    new Slot(
                            MOST_COMMON_VALUES,
                            own.equal(),
                            collation,
                            frequencies,
                            s.mostCommonValues(),
                            a.type()));
        }
        if (s.histogramBounds() != null) {
            slots.add(
                    new Slot(
                            HISTOGRAM, own.less(), collation, null, s.histogramBounds(), a.type()));
        }
        if (s.correlation() != null) {
            String correlation = array(List.of(s.correlation()));
            slots.add(new Slot(CORRELATION, own.less(), collation, correlation, null, a.type()));
        }
        addElements(slots, s, a);
        addRanges(slots, s, a);
        while (slots.size() < SLOTS) {
            slots.add(new Slot(0, 0, 0, null, null, a.type()));
        }
        return slots.subList(0, SLOTS);
    }

    private void addElements(List<Slot> slots, ColumnStatistics s, Attribute a)
            throws SQLException {
        boolean textSearch = a.type() == TSVECTOR_TYPE;
        long element = textSearch ? TEXT_TYPE : a.element();
        long collation = textSearch ? DEFAULT_COLLATION : a.collation();
        if (s.mostCommonElements() != null) {
            slots.add(
                    new Slot(
                            MOST_COMMON_ELEMENTS,
                            operators(element).equal(),
                            collation,
                            array(s.mostCommonElementFrequencies()),
                            s.mostCommonElements(),
                            element));
        }
        if (s.elementCountHistogram() != null) {
            slots.add(
                    new Slot(
                            ELEMENT_COUNTS,
                            operators(element).equal(),
                            collation,
                            array(s.elementCountHistogram()),
                            null,
                            element));
        }
    }

    private void addRanges(List<Slot> slots, ColumnStatistics s, Attribute a) {
        if (s.rangeLengthHistogram() != null) {
            Double empty = s.rangeEmptyFraction();
            slots.add(
                    new Slot(
                            RANGE_LENGTHS,
                            FLOAT8_LESS_OPERATOR,
                            0,
                            array(List.of(empty == null ? 0.0 : empty)),
                            s.rangeLengthHistogram(),
                            FLOAT8_TYPE));
        }
        if (s.rangeBoundsHistogram() != null) {
            slots.add(new Slot(RANGE_BOUNDS, 0, 0, null, s.rangeBoundsHistogram(), a.rangeType()));
        }
    }

    private static @Nullable String array(@Nullable List<Double> numbers) {
        return numbers == null
                ? null
                : numbers.toString().replace('[', '{').replace(']', '}').replace(" ", "");
    }

    private Operators operators(long type) throws SQLException {
        Operators known = operators.get(type);
        if (known != null) {
            return known;
        }
        try (PreparedStatement query = superuser.prepareStatement(OPERATORS)) {
            query.setLong(1, type);
            try (ResultSet row = query.executeQuery()) {
                Operators found =
                        row.next()
                                ? new Operators(row.getLong(1), row.getLong(2))
                                : new Operators(0, 0);
                operators.put(type, found);
                return found;
            }
        }
    }

    /** As {@code get_sort_group_operators}: the type's own class, else one that accepts it. */
    private static final String OPERATORS =
            """
            WITH RECURSIVE base AS (
                SELECT t.oid, t.typtype, t.typbasetype, t.typcategory
                  FROM pg_catalog.pg_type t WHERE t.oid = ?::int8::oid
                UNION ALL
                SELECT t.oid, t.typtype, t.typbasetype, t.typcategory
                  FROM base b JOIN pg_catalog.pg_type t ON t.oid = b.typbasetype
                 WHERE b.typtype = 'd'),
            bare AS (SELECT oid, typtype, typcategory FROM base WHERE typtype <> 'd'),
            accepted AS (
                SELECT oid AS type, 0 AS distance FROM bare
                UNION ALL
                SELECT k.casttarget, 1 FROM bare b JOIN pg_catalog.pg_cast k ON k.castsource = b.oid
                 WHERE k.castmethod = 'b' AND k.castcontext = 'i'
                UNION ALL
                SELECT CASE WHEN b.typtype = 'e' THEN 'pg_catalog.anyenum'::regtype
                            WHEN b.typtype = 'r' THEN 'pg_catalog.anyrange'::regtype
                            WHEN b.typtype = 'm' THEN 'pg_catalog.anymultirange'::regtype
                            WHEN b.typtype = 'c' THEN 'pg_catalog.record'::regtype
                            WHEN b.typcategory = 'A' THEN 'pg_catalog.anyarray'::regtype END, 2
                  FROM bare b)
            SELECT (SELECT p.amopopr FROM pg_catalog.pg_amop p
                     WHERE p.amopfamily = c.opcfamily AND p.amoplefttype = c.opcintype
                       AND p.amoprighttype = c.opcintype AND p.amopstrategy = 3),
                   (SELECT p.amopopr FROM pg_catalog.pg_amop p
                     WHERE p.amopfamily = c.opcfamily AND p.amoplefttype = c.opcintype
                       AND p.amoprighttype = c.opcintype AND p.amopstrategy = 1)
              FROM accepted a
              JOIN pg_catalog.pg_opclass c ON c.opcintype = a.type
              JOIN pg_catalog.pg_am m ON m.oid = c.opcmethod
             WHERE m.amname = 'btree' AND c.opcdefault
             ORDER BY a.distance, c.oid LIMIT 1
            """;
}
