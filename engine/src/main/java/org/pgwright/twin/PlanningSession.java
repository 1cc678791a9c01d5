package org.pgwright.twin;

import org.jspecify.annotations.Nullable;
import org.pgwright.catalog.Identifier;
import org.pgwright.planner.Plan;
import org.pgwright.planner.PlannableStatement;
import org.pgwright.postgres.ExplainJson;
import org.pgwright.workload.StatementText;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Collection;
import java.util.HashSet;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The session that plans: logged in as a role that may do nothing else, in one round trip a plan.
 *
 * <p>Switching indexes on and off goes through a function of the superuser's that does just that;
 * the transaction is always rolled back, so that the twin stays as it is.
 */
final class PlanningSession {
    /** From this major on EXPLAIN itself plans a statement that has parameters. */
    private static final int GENERIC_PLAN_MAJOR = 16;

    private static final int MAX_CHECKED = 10_000;
    private static final String GENERIC_NAME = "pgwright_generic";

    private final Connection planner;
    private final int major;
    private final ExplainJson explain;
    private final Set<String> checked = new HashSet<>();

    /**
     * @param planner in simple query mode, so that several statements go in one message
     */
    PlanningSession(Connection planner, int major, ExplainJson explain) {
        this.planner = planner;
        this.major = major;
        this.explain = explain;
    }

    /**
     * @param on indexes of the twin to switch on
     * @param off indexes of the twin to switch off
     * @throws SQLException if the statement cannot be planned
     */
    Plan plan(PlannableStatement statement, Collection<Long> on, Collection<Long> off)
            throws SQLException {
        checkIsOneStatement(statement.text());
        StringBuilder batch = new StringBuilder("BEGIN;");
        if (statement.role() != null) {
            batch.append("SET LOCAL ROLE ").append(Identifier.quoted(statement.role())).append(';');
        }
        new TreeMap<>(statement.settings())
                .forEach((name, value) -> batch.append(setting(name, value)));
        if (!on.isEmpty() || !off.isEmpty()) {
            batch.append("SELECT pgwright_switch.switch_indexes('")
                    .append(array(on))
                    .append("','")
                    .append(array(off))
                    .append("');");
        }
        boolean prepared = statement.parameters() > 0 && major < GENERIC_PLAN_MAJOR;
        batch.append(prepared ? explainPrepared(statement) : explainText(statement));
        batch.append("\n;ROLLBACK").append(prepared ? ";DEALLOCATE ALL" : "");
        return explain.read(lastText(batch.toString()));
    }

    /** Several would leave the transaction, and what it has switched would stay. */
    private void checkIsOneStatement(String text) throws SQLException {
        if (checked.contains(text)) {
            return;
        }
        if (!StatementText.isSingle(text) || !StatementText.isPlannable(text)) {
            throw new SQLException("not one statement that can be planned", "42601");
        }
        if (checked.size() == MAX_CHECKED) {
            checked.clear();
        }
        checked.add(text);
    }

    private static String explainText(PlannableStatement statement) {
        String generic = statement.parameters() > 0 ? "GENERIC_PLAN, " : "";
        return "EXPLAIN (" + generic + "FORMAT JSON) " + statement.text();
    }

    private static String explainPrepared(PlannableStatement statement) {
        String nulls = "NULL" + ", NULL".repeat(statement.parameters() - 1);
        return "SET LOCAL plan_cache_mode = force_generic_plan;PREPARE "
                + GENERIC_NAME
                + " AS "
                + statement.text()
                + "\n;EXPLAIN (FORMAT JSON) EXECUTE "
                + GENERIC_NAME
                + "("
                + nulls
                + ")";
    }

    private static String setting(String name, String value) {
        return "SELECT pg_catalog.set_config(%s,%s,true);"
                .formatted(Literal.quoted(name), Literal.quoted(value));
    }

    private static String array(Collection<Long> oids) {
        return oids.stream().map(String::valueOf).collect(Collectors.joining(",", "{", "}"));
    }

    /** The first column of the last result that has rows. */
    private String lastText(String batch) throws SQLException {
        String text = null;
        try (Statement statement = planner.createStatement()) {
            boolean rows = statement.execute(batch);
            while (rows || statement.getUpdateCount() >= 0) {
                if (rows) {
                    text = firstValue(statement);
                }
                rows = statement.getMoreResults();
            }
        } catch (SQLException e) {
            if (!TwinFailure.isFatal(e)) {
                recover();
            }
            throw e;
        }
        if (text == null) {
            throw new SQLException("EXPLAIN gave no result", "XX000");
        }
        return text;
    }

    private static @Nullable String firstValue(Statement statement) throws SQLException {
        try (ResultSet row = statement.getResultSet()) {
            return row.next() ? row.getString(1) : null;
        }
    }

    private void recover() throws SQLException {
        try (Statement statement = planner.createStatement()) {
            statement.execute("ROLLBACK;DEALLOCATE ALL");
        }
    }
}
