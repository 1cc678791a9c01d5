package org.pgwright.snapshot;

import org.jspecify.annotations.Nullable;
import org.pgwright.catalog.ColumnStatistics;
import org.pgwright.catalog.ExtendedStatistics;
import org.pgwright.catalog.Identifier;
import org.pgwright.catalog.QualifiedName;
import org.pgwright.postgres.Attempt;
import org.pgwright.postgres.Deadlines;
import org.pgwright.postgres.ReadTransaction;
import org.pgwright.postgres.Row;
import org.pgwright.postgres.ServerFailure;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Reads what ANALYZE has found out. */
final class StatisticsReader {
    private static final Comparator<ColumnStatistics> ORDER =
            Comparator.comparing(ColumnStatistics::relation)
                    .thenComparing(ColumnStatistics::column)
                    .thenComparing(ColumnStatistics::inherited);

    private final ReadTransaction transaction;
    private final Locks locks;
    private final String role;
    private final Gaps gaps;

    /**
     * @param role that reads
     */
    StatisticsReader(ReadTransaction transaction, Locks locks, String role, Gaps gaps) {
        this.transaction = transaction;
        this.locks = locks;
        this.role = role;
        this.gaps = gaps;
    }

    /** The statistics of columns and index expressions that the role may see. */
    List<ColumnStatistics> columns(boolean withValues) {
        List<ColumnStatistics> columns = withValues ? withValues() : figures(transaction);
        columns.sort(ORDER);
        return columns;
    }

    /** The same without values, in no order. */
    static List<ColumnStatistics> figures(ReadTransaction transaction) {
        return transaction.rows(
                "snapshot.column_figures", Deadlines.STATISTICS, StatisticsReader::column);
    }

    private List<ColumnStatistics> withValues() {
        return switch (transaction.attempt(() -> columns("snapshot.column_statistics"))) {
            case Attempt.Done<List<ColumnStatistics>>(var columns) -> columns;
            case Attempt.Failed<List<ColumnStatistics>>(var failure) -> {
                if (!ServerFailure.isUnconvertible(failure)) {
                    throw failure;
                }
                gaps.add(
                        "values that are not ASCII",
                        "some cannot be converted from the database's encoding to UTF-8, so that"
                                + " columns that have any are planned without common values and"
                                + " histograms",
                        "keep the data in a database of the encoding that it is really in");
                yield columns("snapshot.ascii_column_statistics");
            }
        };
    }

    private List<ColumnStatistics> columns(String query) {
        return transaction.rows(query, Deadlines.STATISTICS, StatisticsReader::column);
    }

    private static ColumnStatistics column(Row row) throws SQLException {
        return new ColumnStatistics(
                Names.of(row, "schema", "relation"),
                row.text("column_name"),
                row.flag("inherited"),
                row.real("null_fraction"),
                row.integer("average_width"),
                row.real("distinct_values"),
                row.textOrNull("most_common_values"),
                row.realsOrNull("most_common_frequencies"),
                row.textOrNull("histogram_bounds"),
                row.realOrNull("correlation"),
                row.textOrNull("most_common_elements"),
                row.realsOrNull("most_common_element_frequencies"),
                row.realsOrNull("element_count_histogram"),
                row.textOrNull("range_length_histogram"),
                row.realOrNull("range_empty_fraction"),
                row.textOrNull("range_bounds_histogram"));
    }

    /**
     * The statistics objects, with their contents where the role may see them: the most common
     * combinations are user data.
     */
    List<ExtendedStatistics> objects(boolean withValues) {
        List<FoundObject> objects =
                transaction.rows(
                        "snapshot.extended_statistics",
                        Deadlines.CATALOG,
                        StatisticsReader::object,
                        transaction.numbers(locks.tableOids()));
        if (objects.isEmpty()) {
            return List.of();
        }
        Map<Long, List<Data>> data = data(objects);
        List<ExtendedStatistics> found = new ArrayList<>();
        for (FoundObject object : objects) {
            List<Data> own = data.getOrDefault(object.oid, List.of(Data.NONE));
            own.forEach(d -> found.add(object.with(withValues ? d : d.withoutValues())));
        }
        return found;
    }

    private Map<Long, List<Data>> data(List<FoundObject> objects) {
        return switch (transaction.attempt(this::readData)) {
            case Attempt.Done<Map<Long, List<Data>>>(Map<Long, List<Data>> data) -> data;
            case Attempt.Failed<Map<Long, List<Data>>>(var failure) -> {
                boolean unconvertible = ServerFailure.isUnconvertible(failure);
                objects.forEach(object -> missed(object, unconvertible));
                yield Map.of();
            }
        };
    }

    private Map<Long, List<Data>> readData() {
        Map<Long, List<Data>> data = new HashMap<>();
        transaction.each(
                "snapshot.extended_statistics_data",
                Deadlines.STATISTICS,
                row ->
                        data.computeIfAbsent(row.number("oid"), oid -> new ArrayList<>())
                                .add(Data.of(row)));
        return data;
    }

    private void missed(FoundObject object, boolean unconvertible) {
        gaps.add(
                object.name.shown(),
                "the contents of the statistics object on %s are unknown: rows of conditions on"
                                .formatted(object.table.shown())
                        + " several of its columns are estimated as if they were independent",
                unconvertible
                        ? "keep the data in a database of the encoding that it is really in"
                        : "read with a superuser, or GRANT SELECT ON pg_statistic_ext_data TO "
                                + Identifier.shown(role));
    }

    private static FoundObject object(Row row) throws SQLException {
        return new FoundObject(
                row.number("oid"),
                Names.of(row, "schema", "name"),
                Names.of(row, "table_schema", "table_name"),
                row.text("definition"));
    }

    private record FoundObject(
            long oid, QualifiedName name, QualifiedName table, String definition) {
        ExtendedStatistics with(Data data) {
            return new ExtendedStatistics(
                    name,
                    table,
                    definition,
                    data.inherited,
                    data.distinct,
                    data.dependencies,
                    data.mostCommon);
        }
    }

    private record Data(
            boolean inherited,
            @Nullable String distinct,
            @Nullable String dependencies,
            @Nullable String mostCommon) {
        static final Data NONE = new Data(false, null, null, null);

        static Data of(Row row) throws SQLException {
            return new Data(
                    row.flag("inherited"),
                    row.textOrNull("distinct_counts"),
                    row.textOrNull("dependencies"),
                    row.textOrNull("most_common"));
        }

        Data withoutValues() {
            return new Data(inherited, distinct, dependencies, null);
        }
    }
}
