package org.pgwright.twin;

import org.pgwright.catalog.Bytes;
import org.pgwright.catalog.Database;
import org.pgwright.catalog.Identifier;
import org.pgwright.embedded.EmbeddedOptions;
import org.pgwright.embedded.EmbeddedPostgres;

import java.nio.file.Path;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;

/**
 * The server of a twin, with its three roles.
 *
 * <p>What comes from a monitored database is not trusted, and planning executes functions. So the
 * <em>owner</em>, who makes the schema, and the <em>planner</em>, who plans and analyses, log in as
 * roles without privileges on the server; the <em>superuser</em> writes catalogues and files, and
 * runs no text of the monitored database.
 */
final class TwinServer implements AutoCloseable {
    static final String OWNER = "pgwright_owner";
    static final String PLANNER = "pgwright_planner";

    private static final Bytes MEMORY_LIMIT = new Bytes(4L << 30);
    private static final int FIRST_WITH_ASYNCHRONOUS_READS = 18;
    private static final int FIRST_WITH_COPY_STRATEGIES = 15;
    private static final String STATEMENT_TIMEOUT = "10s";
    private static final int SOCKET_TIMEOUT_SECONDS = 60;

    private final EmbeddedPostgres server;
    private final String ownerPassword = randomPassword();
    private final String plannerPassword = randomPassword();

    private TwinServer(EmbeddedPostgres server) {
        this.server = server;
    }

    static TwinServer start(TwinOptions options) throws SQLException {
        int major = options.installation().major();
        TwinServer twin =
                new TwinServer(
                        EmbeddedPostgres.start(
                                EmbeddedOptions.temporary(options.installation(), options.cache())
                                        .with(settings(major))
                                        .limitedTo(MEMORY_LIMIT)));
        try (Connection superuser = twin.superuser(EmbeddedPostgres.SUPERUSER)) {
            twin.createRoles(superuser);
            return twin;
        } catch (SQLException | RuntimeException e) {
            twin.close();
            throw e;
        }
    }

    private static Map<String, String> settings(int major) {
        Map<String, String> settings = new LinkedHashMap<>();
        settings.put("autovacuum", "off");
        settings.put("wal_level", "minimal");
        settings.put("max_wal_senders", "0");
        settings.put("wal_skip_threshold", "0");
        settings.put("shared_buffers", "16MB");
        settings.put("max_connections", "20");
        settings.put("max_worker_processes", "0");
        settings.put("max_locks_per_transaction", "1000");
        settings.put("max_parallel_maintenance_workers", "0");
        settings.put("temp_file_limit", "100MB");
        settings.put("dynamic_shared_memory_type", "mmap");
        settings.put("jit", "off");
        if (major >= FIRST_WITH_ASYNCHRONOUS_READS) {
            settings.put("io_method", "sync");
        }
        return settings;
    }

    private void createRoles(Connection superuser) throws SQLException {
        try (Statement statement = superuser.createStatement()) {
            statement.execute(
                    "CREATE ROLE " + OWNER + " LOGIN PASSWORD " + Literal.quoted(ownerPassword));
            statement.execute(
                    "CREATE ROLE "
                            + PLANNER
                            + " LOGIN BYPASSRLS PASSWORD "
                            + Literal.quoted(plannerPassword));
        }
    }

    int major() {
        return server.major();
    }

    Path dataFolder() {
        return server.dataDirectory();
    }

    /**
     * Makes an empty database like the monitored one.
     *
     * @param problems is told where the locale had to be replaced
     */
    void createDatabase(String name, Database like, List<String> problems) throws SQLException {
        SQLException last = null;
        try (Connection superuser = superuser(EmbeddedPostgres.SUPERUSER);
                Statement statement = superuser.createStatement()) {
            for (Locales.Choice choice : Locales.choices(like, major())) {
                try {
                    statement.execute(
                            "CREATE DATABASE %s OWNER %s TEMPLATE template0%s"
                                    .formatted(Identifier.quoted(name), OWNER, choice.clause()));
                    if (choice.substitute() != null) {
                        problems.add("locale: " + choice.substitute());
                    }
                    return;
                } catch (SQLException e) {
                    if (TwinFailure.isFatal(e)) {
                        throw e;
                    }
                    last = e;
                }
            }
        }
        throw new SQLException("no locale fits the database", "22023", last);
    }

    /** Copies a database file by file; nothing of the copy is in the server's cache. */
    void copyDatabase(String from, String to) throws SQLException {
        String strategy = major() >= FIRST_WITH_COPY_STRATEGIES ? " STRATEGY file_copy" : "";
        try (Connection superuser = superuser(EmbeddedPostgres.SUPERUSER);
                Statement statement = superuser.createStatement()) {
            statement.execute(
                    "CREATE DATABASE %s OWNER %s TEMPLATE %s%s"
                            .formatted(
                                    Identifier.quoted(to),
                                    OWNER,
                                    Identifier.quoted(from),
                                    strategy));
        }
    }

    /** A session that sees the system catalogues only, whatever the schema calls its functions. */
    Connection superuser(String database) throws SQLException {
        Properties properties = properties();
        properties.setProperty("options", "-c search_path=pg_catalog");
        return server.connect(
                EmbeddedPostgres.SUPERUSER, database, server.superuserPassword(), properties);
    }

    Connection owner(String database) throws SQLException {
        Properties properties = properties();
        properties.setProperty(
                "options",
                "-c search_path=pg_catalog -c check_function_bodies=off -c statement_timeout="
                        + STATEMENT_TIMEOUT);
        return server.connect(OWNER, database, ownerPassword, properties);
    }

    /** A session in simple query mode, in which several statements go in one message. */
    Connection planner(String database) throws SQLException {
        Properties properties = properties();
        properties.setProperty("preferQueryMode", "simple");
        properties.setProperty("options", "-c statement_timeout=" + STATEMENT_TIMEOUT);
        return server.connect(PLANNER, database, plannerPassword, properties);
    }

    /** A session of the same role for analysing, one statement a message. */
    Connection analyst(String database) throws SQLException {
        Properties properties = properties();
        properties.setProperty("options", "-c statement_timeout=" + STATEMENT_TIMEOUT);
        return server.connect(PLANNER, database, plannerPassword, properties);
    }

    private static Properties properties() {
        Properties properties = new Properties();
        properties.setProperty("socketTimeout", String.valueOf(SOCKET_TIMEOUT_SECONDS));
        return properties;
    }

    private static String randomPassword() {
        byte[] random = new byte[24];
        new SecureRandom().nextBytes(random);
        return HexFormat.of().formatHex(random);
    }

    @Override
    public void close() {
        server.close();
    }
}
