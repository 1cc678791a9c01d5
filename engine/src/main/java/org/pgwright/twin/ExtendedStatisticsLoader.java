package org.pgwright.twin;

import org.pgwright.catalog.ExtendedStatistics;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * Fills statistics objects of the twin, whose forms have no input function: a cast by bytes serves
 * (manual, section "pg_statistic_ext_data").
 */
final class ExtendedStatisticsLoader {
    /** From this major on there are rows of their own with and without children. */
    private static final int ROW_FOR_EACH_INHERITANCE = 15;

    private static final List<String> FORMS =
            List.of("pg_ndistinct", "pg_dependencies", "pg_mcv_list");

    private final Connection superuser;
    private final int major;
    private boolean hasCasts;

    ExtendedStatisticsLoader(Connection superuser, int major) {
        this.superuser = superuser;
        this.major = major;
    }

    /**
     * Fills objects that are there and empty.
     *
     * @return what could not be loaded, in words
     */
    List<String> load(Collection<ExtendedStatistics> statistics) throws SQLException {
        List<String> problems = new ArrayList<>();
        for (ExtendedStatistics object : statistics) {
            try {
                load(object);
            } catch (SQLException e) {
                problems.add("statistics " + object.name() + ": SQLSTATE " + e.getSQLState());
            }
        }
        return problems;
    }

    /** Fills one. */
    void load(ExtendedStatistics object) throws SQLException {
        makeCasts();
        if (major < ROW_FOR_EACH_INHERITANCE) {
            removeEmpty(object);
        }
        insert(object);
    }

    private void makeCasts() throws SQLException {
        if (hasCasts) {
            return;
        }
        try (Statement statement = superuser.createStatement()) {
            for (String form : FORMS) {
                if (!hasCast(statement, form)) {
                    statement.execute(
                            "CREATE CAST (bytea AS pg_catalog." + form + ") WITHOUT FUNCTION");
                }
            }
        }
        hasCasts = true;
    }

    private static boolean hasCast(Statement statement, String form) throws SQLException {
        try (ResultSet row =
                statement.executeQuery(
                        "SELECT FROM pg_catalog.pg_cast WHERE castsource = 'bytea'::regtype"
                                + " AND casttarget = 'pg_catalog."
                                + form
                                + "'::regtype")) {
            return row.next();
        }
    }

    /** Before that major CREATE STATISTICS makes a row without values itself. */
    private void removeEmpty(ExtendedStatistics object) throws SQLException {
        String sql =
                "DELETE FROM pg_catalog.pg_statistic_ext_data d"
                        + " USING pg_catalog.pg_statistic_ext e, pg_catalog.pg_namespace n"
                        + " WHERE d.stxoid = e.oid AND n.oid = e.stxnamespace"
                        + " AND n.nspname = ? AND e.stxname = ?";
        try (PreparedStatement delete = superuser.prepareStatement(sql)) {
            delete.setString(1, object.name().schema());
            delete.setString(2, object.name().name());
            delete.executeUpdate();
        }
    }

    private void insert(ExtendedStatistics object) throws SQLException {
        String inherited = major >= ROW_FOR_EACH_INHERITANCE ? "?::bool, " : "";
        String sql =
                "INSERT INTO pg_catalog.pg_statistic_ext_data SELECT e.oid, "
                        + inherited
                        + "pg_catalog.decode(?, 'hex')::pg_ndistinct,"
                        + " pg_catalog.decode(?, 'hex')::pg_dependencies,"
                        + " pg_catalog.decode(?, 'hex')::pg_mcv_list, NULL"
                        + " FROM pg_catalog.pg_statistic_ext e"
                        + " JOIN pg_catalog.pg_namespace n ON n.oid = e.stxnamespace"
                        + " WHERE n.nspname = ? AND e.stxname = ?";
        try (PreparedStatement insert = superuser.prepareStatement(sql)) {
            int p = 0;
            if (major >= ROW_FOR_EACH_INHERITANCE) {
                insert.setBoolean(++p, object.inherited());
            }
            insert.setString(++p, object.distinct());
            insert.setString(++p, object.dependencies());
            insert.setString(++p, object.mostCommon());
            insert.setString(++p, object.name().schema());
            insert.setString(++p, object.name().name());
            insert.executeUpdate();
        }
    }
}
