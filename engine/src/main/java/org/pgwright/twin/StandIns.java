package org.pgwright.twin;

import org.pgwright.catalog.Catalog;
import org.pgwright.catalog.ColumnEnds;
import org.pgwright.catalog.ColumnStatistics;
import org.pgwright.catalog.Identifier;
import org.pgwright.catalog.QualifiedName;
import org.pgwright.catalog.Table;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * For every table a small one of the same columns with two rows: the smallest and the largest known
 * value of each column.
 *
 * <p>An index is built over the stand-in's file instead of the table's, which is long and empty. So
 * it costs nothing to build, and its leaf holds the entries that the planner looks up for
 * predicates beyond the histogram. Where the true ends were not sampled, the histogram's serve:
 * with them the planner believes what it would have believed without looking.
 */
final class StandIns {
    static final String SCHEMA = "pgwright_standin";

    /** Stands in for tables of which no end is known. */
    private static final QualifiedName EMPTY = new QualifiedName(SCHEMA, "empty");

    private final Map<QualifiedName, QualifiedName> byTable = new HashMap<>();

    /** What is known of a column's smallest and largest value. */
    private sealed interface Ends {
        /** An expression for the smallest value, with {@code %s} for the column's type. */
        String smallest();

        String largest();

        List<String> smallestParameters();

        List<String> largestParameters();

        /** Looked up on the monitored server. */
        record Exact(String minimum, String maximum) implements Ends {
            @Override
            public String smallest() {
                return "?::text::%1$s";
            }

            @Override
            public String largest() {
                return smallest();
            }

            @Override
            public List<String> smallestParameters() {
                return List.of(minimum);
            }

            @Override
            public List<String> largestParameters() {
                return List.of(maximum);
            }
        }

        /** Somewhere in the histogram and the most common values, which are array literals. */
        record Among(String histogram, String common) implements Ends {
            private static final String VALUE =
                    "(SELECT v FROM unnest(?::text::%1$s[] || ?::text::%1$s[]) v ORDER BY v";

            @Override
            public String smallest() {
                return VALUE + " LIMIT 1)";
            }

            @Override
            public String largest() {
                return VALUE + " DESC LIMIT 1)";
            }

            @Override
            public List<String> smallestParameters() {
                return List.of(histogram, common);
            }

            @Override
            public List<String> largestParameters() {
                return smallestParameters();
            }
        }
    }

    private StandIns() {}

    /**
     * Makes the stand-ins.
     *
     * @param owner a session of the role that owns the schema, since values are read by the types'
     *     own functions
     */
    static StandIns make(Connection owner, Catalog catalog) throws SQLException {
        StandIns standIns = new StandIns();
        try (Statement statement = owner.createStatement()) {
            statement.execute("CREATE SCHEMA " + Identifier.quoted(SCHEMA));
            statement.execute("CREATE TABLE " + EMPTY.quoted() + " ()");
        }
        Map<QualifiedName, Map<String, Ends>> ends = ends(catalog);
        for (Table table : catalog.tables()) {
            Map<String, Ends> known = ends.get(table.name());
            if (table.kind() != Table.Kind.PARTITIONED && known != null) {
                standIns.make(owner, table, known);
            }
        }
        return standIns;
    }

    /** The table whose file to build an index of the given table over. */
    QualifiedName of(QualifiedName table) {
        return byTable.getOrDefault(table, EMPTY);
    }

    /** Whether the stand-in has rows, so that an index over it knows its ends. */
    boolean knowsEndsOf(QualifiedName table) {
        return byTable.containsKey(table);
    }

    private static Map<QualifiedName, Map<String, Ends>> ends(Catalog catalog) {
        Map<QualifiedName, Map<String, Ends>> ends = new HashMap<>();
        for (ColumnStatistics column : catalog.columnStatistics()) {
            if (column.histogramBounds() != null && !column.inherited()) {
                String common = column.mostCommonValues();
                ends.computeIfAbsent(column.relation(), name -> new LinkedHashMap<>())
                        .put(
                                column.column(),
                                new Ends.Among(
                                        column.histogramBounds(), common == null ? "{}" : common));
            }
        }
        for (ColumnEnds column : catalog.columnEnds()) {
            ends.computeIfAbsent(column.table(), name -> new LinkedHashMap<>())
                    .put(column.column(), new Ends.Exact(column.minimum(), column.maximum()));
        }
        return ends;
    }

    /** A column whose type has no array or whose values are damaged is left empty. */
    private void make(Connection owner, Table table, Map<String, Ends> ends) throws SQLException {
        QualifiedName name = new QualifiedName(SCHEMA, "s" + byTable.size());
        try (Statement statement = owner.createStatement()) {
            statement.execute(
                    "CREATE TABLE %s AS SELECT * FROM %s WITH NO DATA"
                            .formatted(name.quoted(), table.name().quoted()));
        }
        List<Table.Column> columns =
                table.columns().stream()
                        .filter(column -> ends.containsKey(column.name()))
                        .filter(column -> column.generation() == null)
                        .toList();
        if (!insert(owner, name, columns, ends)) {
            List<Table.Column> good = new ArrayList<>();
            for (Table.Column column : columns) {
                if (insert(owner, name, List.of(column), ends)) {
                    good.add(column);
                }
                truncate(owner, name);
            }
            insert(owner, name, good, ends);
        }
        byTable.put(table.name(), name);
    }

    private static boolean insert(
            Connection owner,
            QualifiedName standIn,
            List<Table.Column> columns,
            Map<String, Ends> ends)
            throws SQLException {
        if (columns.isEmpty()) {
            return true;
        }
        List<String> names = new ArrayList<>();
        List<String> smallest = new ArrayList<>();
        List<String> largest = new ArrayList<>();
        List<String> parameters = new ArrayList<>();
        List<String> moreParameters = new ArrayList<>();
        for (Table.Column column : columns) {
            Ends known = ends.get(column.name());
            if (known != null) {
                names.add(Identifier.quoted(column.name()));
                smallest.add(known.smallest().formatted(column.type()));
                largest.add(known.largest().formatted(column.type()));
                parameters.addAll(known.smallestParameters());
                moreParameters.addAll(known.largestParameters());
            }
        }
        parameters.addAll(moreParameters);
        String sql =
                "INSERT INTO %s (%s) SELECT %s UNION ALL SELECT %s"
                        .formatted(
                                standIn.quoted(),
                                String.join(", ", names),
                                String.join(", ", smallest),
                                String.join(", ", largest));
        return insert(owner, sql, parameters);
    }

    private static boolean insert(Connection owner, String sql, List<String> parameters)
            throws SQLException {
        try (PreparedStatement insert = owner.prepareStatement(sql)) {
            for (int i = 0; i < parameters.size(); i++) {
                insert.setString(i + 1, parameters.get(i));
            }
            insert.executeUpdate();
            return true;
        } catch (SQLException e) {
            if (TwinFailure.isFatal(e)) {
                throw e;
            }
            return false;
        }
    }

    private static void truncate(Connection owner, QualifiedName standIn) throws SQLException {
        try (Statement statement = owner.createStatement()) {
            statement.execute("TRUNCATE " + standIn.quoted());
        }
    }
}
