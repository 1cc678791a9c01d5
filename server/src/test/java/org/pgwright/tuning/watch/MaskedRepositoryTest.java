package org.pgwright.tuning.watch;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.pgwright.embedded.EmbeddedPostgres;
import org.pgwright.log.follow.LoggingServer;
import org.pgwright.postgres.ConnectionSettings;
import org.pgwright.repository.Repositories;
import org.pgwright.repository.Repository;
import org.pgwright.testing.TestDatabase;
import org.pgwright.testing.TestServers;
import org.pgwright.tuning.logs.LogChoice;
import org.pgwright.tuning.logs.LogOptions;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Wherever a value may turn up in what a server shows and logs, it is in no table of ours. */
final class MaskedRepositoryTest {
    private static final String SECRET = "xq7secretzw";
    private static final String NUMBER = "918273645546372819";

    @ParameterizedTest
    @CsvSource({
        "14, csvlog, text, true",
        "18, jsonlog, json, true",
        "18, stderr, text, true",
        "18, csvlog, json, false"
    })
    void holdsNoValueUnlessItIsTold(int major, String destination, String plans, boolean isMasked)
            throws SQLException {
        try (LoggingServer server = new LoggingServer(major, settings(destination, plans));
                TestDatabase kept = TestServers.freshDatabase(TestServers.NEWEST);
                Repository repository = Repositories.on(kept)) {
            server.execute("CREATE EXTENSION pg_stat_statements");
            Watching watching =
                    Watching.ofLogs(
                            repository,
                            kept,
                            LogOptions.of(new LogChoice.Server(true), isMasked),
                            ConnectionSettings.to(
                                    server.server().host(),
                                    server.server().port(),
                                    EmbeddedPostgres.SUPERUSER,
                                    "postgres",
                                    server.server().superuserPassword()));
            watching.await("EXISTS (SELECT FROM log_position)");
            useSecretsEverywhere(server.server());
            server.work(1);
            watching.await(
                    "EXISTS (SELECT FROM logged_call_hour JOIN statement USING (instance_id, statement_id)"
                            + " WHERE query_text LIKE '%bean%')");
            watching.await("EXISTS (SELECT FROM activity_sample)");
            watching.end();

            assertThat(watching.number("SELECT count(*) FROM plan")).isPositive();
            assertThat(watching.number("SELECT count(*) FROM log_event WHERE kind = 'error'"))
                    .isGreaterThan(5);
            List<String> holding = tablesWithASecret(kept);
            if (isMasked) {
                assertThat(holding).isEmpty();
            } else {
                assertThat(holding)
                        .isNotEmpty()
                        .allMatch(t -> t.matches("(query_performance_log|log_event).*"));
                assertThat(holding).noneMatch(row -> row.contains("PASSWORD"));
                assertThat(
                                watching.number(
                                        "SELECT count(*) FROM query_performance_log WHERE literals ->> 'parameters' LIKE '%"
                                                + SECRET
                                                + "%'"))
                        .isPositive();
            }
        }
    }

    private static Map<String, String> settings(String destination, String plans) {
        Map<String, String> settings = new HashMap<>();
        settings.put("log_destination", destination);
        settings.put("log_line_prefix", "%m [%p] %c %q%u@%d %a ");
        settings.put("shared_preload_libraries", "pg_stat_statements,auto_explain");
        settings.put("auto_explain.log_min_duration", "0");
        settings.put("auto_explain.log_analyze", "on");
        settings.put("auto_explain.log_verbose", "on");
        settings.put("auto_explain.log_nested_statements", "on");
        settings.put("auto_explain.log_format", plans);
        settings.put("pg_stat_statements.track", "all");
        settings.put("log_error_verbosity", "verbose");
        settings.put("log_lock_waits", "on");
        settings.put("log_temp_files", "0");
        settings.put("log_parameter_max_length_on_error", "-1");
        settings.put("compute_query_id", "on");
        return settings;
    }

    private static void useSecretsEverywhere(EmbeddedPostgres server) throws SQLException {
        try (Connection connection = server.connect(EmbeddedPostgres.SUPERUSER);
                Statement statement = connection.createStatement()) {
            for (String sql : DEFINITIONS) {
                statement.execute(sql.replace("SECRET", SECRET).replace("NUMBER", NUMBER));
            }
            for (String sql : USES) {
                tries(statement, sql.replace("SECRET", SECRET).replace("NUMBER", NUMBER));
            }
            try (PreparedStatement prepared =
                    connection.prepareStatement(
                            "SELECT count(*) FROM people WHERE email = ? OR note > ? OR id = ?")) {
                prepared.setString(1, SECRET);
                prepared.setString(2, "it's " + SECRET);
                prepared.setLong(3, Long.parseLong(NUMBER));
                for (int i = 0; i < 8; i++) {
                    prepared.execute();
                }
            }
            try (PreparedStatement failing =
                    connection.prepareStatement("SELECT ?::text::int, ?::bigint")) {
                failing.setString(1, SECRET);
                failing.setLong(2, Long.parseLong(NUMBER));
                failing.execute();
            } catch (SQLException expected) {
                assertThat(expected.getMessage()).contains(SECRET);
            }
        }
    }

    private static final List<String> DEFINITIONS =
            List.of(
                    """
                    CREATE TABLE people (id bigint PRIMARY KEY, email text UNIQUE, note text,
                        CHECK (note <> 'forbidden'))
                    """,
                    "INSERT INTO people VALUES (NUMBER, 'SECRET', 'first')",
                    "INSERT INTO people SELECT i, 'e' || i, 'n' FROM generate_series(1, 500) i",
                    "ANALYZE people",
                    """
                    CREATE FUNCTION shows(who text) RETURNS int LANGUAGE plpgsql AS $$
                    BEGIN
                        PERFORM count(*) FROM people WHERE email = who;
                        EXECUTE 'SELECT count(*) FROM people WHERE email = ' || quote_literal(who);
                        RAISE EXCEPTION 'about % %', who, 'SECRET' USING DETAIL = who, HINT = who;
                    END $$
                    """);

    private static final List<String> USES =
            List.of(
                    "SELECT * FROM people WHERE email = 'SECRET' AND note <> E'it\\'s SECRET'",
                    "SELECT * FROM people WHERE id = NUMBER OR id IN (NUMBER, 2, 3)",
                    "SELECT $tag$SECRET$tag$, U&'SECRET', B'1', X'1F', 'SECRET'::text COLLATE \"C\"",
                    "SELECT /* SECRET */ 1 -- SECRET\n, 2",
                    "INSERT INTO people VALUES (NUMBER, 'other', 'SECRET')",
                    "INSERT INTO people VALUES (3000, 'SECRET', 'SECRET')",
                    "INSERT INTO people VALUES (3000, 'x', 'forbidden') -- SECRET",
                    "SELECT 'SECRET'::int",
                    "SELECT 'SECRET'::jsonb",
                    "SELECT to_date('SECRET', 'YYYY')",
                    "SELECT shows('SECRET')",
                    "DO $$ BEGIN RAISE EXCEPTION 'SECRET %', 'NUMBER'; END $$",
                    "DO $$ BEGIN PERFORM 'SECRET'::int; END $$",
                    "SELECT no_such_function('SECRET')",
                    "SELECT 'SECRET' FROM FROM",
                    "SELECT 'SECRET",
                    "CREATE ROLE keeper LOGIN PASSWORD 'SECRET'",
                    "ALTER ROLE keeper PASSWORD 'SECRET'",
                    "ALTER ROLE keeper WITH ENCRYPTED PASSWORD 'SECRET' VALID UNTIL 'SECRET'",
                    "ALTER USER nobody_at_all PASSWORD 'SECRET'",
                    "COMMENT ON TABLE people IS 'SECRET'",
                    "SET search_path = 'SECRET', public",
                    "RESET search_path",
                    "SET some.value = 'SECRET'",
                    "PREPARE found (text) AS SELECT * FROM people WHERE email = $1 AND note <> 'SECRET'",
                    "EXECUTE found('SECRET')",
                    "EXECUTE found('SECRET', 'SECRET')",
                    "DEALLOCATE found",
                    "BEGIN; DECLARE reads CURSOR FOR SELECT * FROM people WHERE email = 'SECRET'; FETCH ALL FROM reads; COMMIT",
                    "COPY (SELECT * FROM people WHERE email = 'SECRET') TO '/dev/null'",
                    "CREATE TABLE copied AS SELECT * FROM people WHERE email = 'SECRET'",
                    "CREATE VIEW viewed AS SELECT * FROM people WHERE email = 'SECRET'",
                    "ALTER TABLE people ALTER COLUMN note SET DEFAULT 'SECRET'",
                    "ALTER TABLE people ADD CONSTRAINT some_check CHECK (email <> 'SECRET')",
                    "NOTIFY channel, 'SECRET'",
                    "SELECT pg_advisory_lock(918273645546372819)",
                    "SELECT set_config('some.other', 'SECRET', false)",
                    "SELECT count(*) FROM generate_series(1, 3) g JOIN people p ON p.note = 'SECRET' || g",
                    "SET work_mem = '64kB'",
                    "SELECT count(*) FROM (SELECT 'SECRET' || i AS s FROM generate_series(1, 20000) i ORDER BY 1 OFFSET 1) t");

    @SuppressWarnings("EmptyCatch") // what fails is what the log is to tell
    private static void tries(Statement statement, String sql) {
        try {
            statement.execute(sql);
        } catch (SQLException expected) {
        }
    }

    private static List<String> tablesWithASecret(TestDatabase kept) throws SQLException {
        List<String> holding = new ArrayList<>();
        try (Connection connection = kept.connect();
                Statement statement = connection.createStatement()) {
            List<String> tables = new ArrayList<>();
            try (var rows =
                    statement.executeQuery(
                            """
                            SELECT c.oid::regclass::text FROM pg_class c
                             WHERE c.relkind IN ('r', 'm')
                               AND c.relnamespace = current_schema()::regnamespace
                            """)) {
                while (rows.next()) {
                    tables.add(rows.getString(1));
                }
            }
            assertThat(tables).hasSizeGreaterThan(40);
            for (String table : tables) {
                try (var rows =
                        statement.executeQuery(
                                "SELECT t::text FROM "
                                        + table
                                        + " t WHERE t::text ~* '"
                                        + SECRET
                                        + "|"
                                        + NUMBER
                                        + "'")) {
                    while (rows.next()) {
                        holding.add(table + " " + rows.getString(1));
                    }
                }
            }
        }
        return holding;
    }
}
