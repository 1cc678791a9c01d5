package org.pgwright.twin.analysis;

import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Asks the twin what it makes of statements, none of which it runs.
 *
 * <p>A statement's text travels as a value to a temporary function of ours, which the server does
 * not let end the transaction: whatever the text says, the roll-back at the end undoes it.
 */
final class TwinSession {
    /** Characters; a list of 300,000 constants has about as many. */
    private static final int MAX_TREE = 64 << 20;

    private static final String FORGET =
            """
              IF EXISTS (SELECT FROM pg_catalog.pg_prepared_statements
                         WHERE name = 'pgwright_statement') THEN
                EXECUTE 'DEALLOCATE pgwright_statement';
              END IF;
            """;

    private static final String TYPES =
            """
            /* pgwright:analysis.types */
            CREATE OR REPLACE FUNCTION pg_temp.pgwright_types(declared text, statement text)
            RETURNS bigint[] LANGUAGE plpgsql AS $body$
            DECLARE
              found bigint[];
            BEGIN
            %s
              EXECUTE 'PREPARE pgwright_statement ' || declared || ' AS ' || statement;
              SELECT ARRAY(SELECT t.type::oid::bigint
                           FROM pg_catalog.unnest(p.parameter_types)
                             WITH ORDINALITY AS t(type, position)
                           ORDER BY t.position)
                INTO STRICT found
                FROM pg_catalog.pg_prepared_statements p WHERE p.name = 'pgwright_statement';
              EXECUTE 'DEALLOCATE pgwright_statement';
              RETURN found;
            END
            $body$
            """
                    .formatted(FORGET);

    private static final String TREE =
            """
            /* pgwright:analysis.tree */
            CREATE OR REPLACE FUNCTION pg_temp.pgwright_tree(types text, statement text)
            RETURNS text LANGUAGE plpgsql AS $body$
            DECLARE
              tree text;
            BEGIN
              EXECUTE 'CREATE FUNCTION pg_temp.pgwright_statement(' || types
                || ') RETURNS void LANGUAGE sql BEGIN ATOMIC ' || statement || E'\\n; END';
              SELECT p.prosqlbody::text INTO STRICT tree FROM pg_catalog.pg_proc p
                WHERE p.proname = 'pgwright_statement'
                  AND p.pronamespace = pg_catalog.pg_my_temp_schema();
              IF pg_catalog.length(tree) > %s THEN
                RAISE program_limit_exceeded USING MESSAGE = 'its parse tree is too large';
              END IF;
              RETURN tree;
            END
            $body$
            """
                    .formatted(MAX_TREE);

    private static final String ROWS =
            """
            /* pgwright:analysis.rows */
            CREATE OR REPLACE FUNCTION pg_temp.pgwright_rows(statement text)
            RETURNS text LANGUAGE plpgsql AS $body$
            DECLARE
              plan json;
            BEGIN
              EXECUTE 'EXPLAIN (FORMAT JSON) ' || statement INTO STRICT plan;
              RETURN pg_catalog.concat(pg_temp.pgwright_plan_rows(plan), ' ', plan);
            END
            $body$
            """;

    private static final String GENERIC_ROWS =
            """
            /* pgwright:analysis.generic_rows */
            CREATE OR REPLACE FUNCTION pg_temp.pgwright_generic_rows(
              arguments text, statement text)
            RETURNS text LANGUAGE plpgsql AS $body$
            DECLARE
              plan json;
            BEGIN
            %s
              PERFORM pg_catalog.set_config('plan_cache_mode', 'force_generic_plan', true);
              EXECUTE 'PREPARE pgwright_statement AS ' || statement;
              EXECUTE 'EXPLAIN (FORMAT JSON) EXECUTE pgwright_statement' || arguments
                INTO STRICT plan;
              EXECUTE 'DEALLOCATE pgwright_statement';
              RETURN pg_catalog.concat(pg_temp.pgwright_plan_rows(plan), ' ', plan);
            END
            $body$
            """
                    .formatted(FORGET);

    /** A change of rows itself returns none: what it changes is below. */
    private static final String PLAN_ROWS =
            """
            /* pgwright:analysis.plan_rows */
            CREATE OR REPLACE FUNCTION pg_temp.pgwright_plan_rows(plan json)
            RETURNS double precision LANGUAGE sql AS $body$
              SELECT (plan OPERATOR(pg_catalog.#>>)
                CASE WHEN plan OPERATOR(pg_catalog.#>>) '{0,Plan,Node Type}' = 'ModifyTable'
                  THEN '{0,Plan,Plans,0,Plan Rows}'::text[]
                  ELSE '{0,Plan,Plan Rows}'::text[] END)::double precision
            $body$
            """;

    private final Connection connection;

    /** The settings asked for, those of them that were taken, and what they were before. */
    private Map<String, String> wanted = Map.of();

    private final Map<String, String> taken = new TreeMap<>();
    private final Map<String, String> former = new TreeMap<>();

    /** Prepares a connection, which from here on belongs to this session. */
    TwinSession(Connection connection) throws SQLException {
        this.connection = connection;
        connection.setAutoCommit(false);
        try (Statement statement = connection.createStatement()) {
            statement.setEscapeProcessing(false);
            for (String function : List.of(TYPES, TREE, PLAN_ROWS, ROWS, GENERIC_ROWS)) {
                statement.execute(function);
            }
        }
        connection.commit();
    }

    /**
     * Has these settings from here on, instead of those of the call before.
     *
     * @return those that the server takes
     */
    Map<String, String> use(Map<String, String> settings) throws SQLException {
        if (!settings.equals(wanted)) {
            for (Map.Entry<String, String> setting : former.entrySet()) {
                set(setting.getKey(), setting.getValue());
            }
            former.clear();
            taken.clear();
            for (Map.Entry<String, String> setting : new TreeMap<>(settings).entrySet()) {
                take(setting.getKey(), setting.getValue());
            }
            wanted = Map.copyOf(settings);
        }
        return Map.copyOf(taken);
    }

    private void take(String name, String value) throws SQLException {
        String before = ask("SELECT pg_catalog.current_setting(?, true)", name);
        try {
            set(name, value);
            former.put(name, before);
            taken.put(name, value);
        } catch (SQLException refused) {
            if (ServerLoss.isLoss(refused)) {
                throw refused;
            }
        }
    }

    private void set(String name, String value) throws SQLException {
        ask("SELECT pg_catalog.set_config(?, ?, false)", name, value);
        connection.commit();
    }

    /** The oids of a statement's parameter types; {@code unknown} ones are inferred. */
    List<Long> types(String statement, List<String> declared) throws SQLException {
        String list = declared.isEmpty() ? "" : "(" + String.join(", ", declared) + ")";
        String sql = "SELECT pg_temp.pgwright_types(?, ?)";
        try (PreparedStatement question = connection.prepareStatement(sql)) {
            question.setString(1, list);
            question.setString(2, statement);
            try (ResultSet rows = question.executeQuery()) {
                rows.next();
                return numbers(rows.getArray(1));
            }
        } catch (SQLException refused) {
            throw undone(refused);
        }
    }

    private static List<Long> numbers(Array array) throws SQLException {
        List<Long> numbers = new ArrayList<>();
        for (Long number : (Long[]) array.getArray()) {
            numbers.add(number);
        }
        return numbers;
    }

    /** The statement's analysed tree, as the server writes it; nothing else is kept of it. */
    String tree(String statement, List<String> types) throws SQLException {
        String list = String.join(", ", types);
        String tree = ask("SELECT pg_temp.pgwright_tree(?, ?)", list, statement);
        connection.rollback();
        return tree;
    }

    /** What the planner expects of a statement without parameters. */
    Estimate estimate(String statement) throws SQLException {
        return Estimate.of(ask("SELECT pg_temp.pgwright_rows(?)", statement));
    }

    /** What the planner expects of a statement, whatever its parameters' values. */
    Estimate genericEstimate(String statement, int parameters) throws SQLException {
        String arguments =
                parameters == 0
                        ? ""
                        : "(" + String.join(", ", Collections.nCopies(parameters, "NULL")) + ")";
        String sql = "SELECT pg_temp.pgwright_generic_rows(?, ?)";
        return Estimate.of(ask(sql, arguments, statement));
    }

    /** Undoes whatever has been done since the last roll-back; the last thing to do. */
    void rollBack() throws SQLException {
        connection.rollback();
    }

    private String ask(String sql, String... arguments) throws SQLException {
        try (PreparedStatement question = connection.prepareStatement(sql)) {
            for (int i = 0; i < arguments.length; i++) {
                question.setString(i + 1, arguments[i]);
            }
            try (ResultSet rows = question.executeQuery()) {
                rows.next();
                return rows.getString(1);
            }
        } catch (SQLException refused) {
            throw undone(refused);
        }
    }

    /** A refusal ends the transaction, which the next question begins anew. */
    private SQLException undone(SQLException refused) {
        try {
            connection.rollback();
        } catch (SQLException alsoFailed) {
            refused.addSuppressed(alsoFailed);
        }
        return refused;
    }
}
