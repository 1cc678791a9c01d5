package org.pgwright.repository;

import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.MigrationInfo;
import org.flywaydb.core.api.MigrationInfoService;
import org.flywaydb.core.api.MigrationState;
import org.flywaydb.core.api.MigrationVersion;
import org.flywaydb.core.api.exception.FlywayValidateException;
import org.pgwright.catalog.Identifier;
import org.pgwright.error.ErrorCode;
import org.pgwright.error.PgwrightException;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.Comparator;

import javax.sql.DataSource;

/** Makes sure that the repository's tables are those that this pgwright works with. */
final class RepositorySchema {
    private static final int OLDEST_MAJOR = 15;
    private static final String MIGRATIONS = "classpath:org/pgwright/repository/migrations";

    private static final String SERVER =
            """
            SELECT current_setting('server_version_num')::integer / 10000 AS major,
                   current_setting('server_version') AS version,
                   current_setting('server_encoding') AS encoding,
                   current_setting('transaction_read_only')::boolean AS read_only,
                   current_schema() AS schema,
                   has_schema_privilege(current_schema(), 'CREATE') AS may_create,
                   current_user AS role
            """;

    /** In one statement, since another process may be creating our tables at this moment. */
    private static final String FOREIGN_TABLE =
            """
            SELECT c.relname
              FROM pg_class c
              LEFT JOIN pg_depend d
                     ON d.classid = 'pg_class'::regclass AND d.objid = c.oid AND d.deptype = 'e'
             WHERE c.relnamespace = current_schema()::regnamespace
               AND c.relkind IN ('r', 'p', 'v', 'm', 'f') AND d.objid IS NULL
               AND to_regclass(current_schema()::regnamespace || '.flyway_schema_history') IS NULL
             ORDER BY c.relname LIMIT 1
            """;

    private final String where;
    private final DataSource source;

    /**
     * @param where the repository, for people
     * @param source gives sessions that may take their time
     */
    RepositorySchema(String where, DataSource source) {
        this.where = where;
        this.source = source;
    }

    /**
     * Brings the tables to the newest version, under a lock that only one process has at a time.
     *
     * @throws PgwrightException if the server, the role or the schema does not allow it
     */
    void migrate() {
        migrateTo(MigrationVersion.LATEST);
    }

    /** Brings empty or older tables to a version. */
    void migrateTo(MigrationVersion target) {
        checkServer();
        Flyway flyway = flyway(target);
        try {
            MigrationInfo[] applied = flyway.info().applied();
            refuseNewer(applied);
            if (applied.length == 0) {
                refuseForeignTables();
            }
            flyway.migrate();
        } catch (FlywayValidateException failure) {
            throw new PgwrightException(
                    ErrorCode.USAGE,
                    where + " was not made by a released version of pgwright, or changed by hand",
                    "restore it from a backup, or name another",
                    failure);
        } catch (FlywayException failure) {
            throw RepositoryFailure.of(where, failure);
        }
    }

    /** The version of the tables; that of no tables is empty. */
    MigrationVersion version() {
        MigrationInfo current = info().current();
        return current == null ? MigrationVersion.EMPTY : current.getVersion();
    }

    /** The newest version that this pgwright works with. */
    MigrationVersion newest() {
        return Arrays.stream(info().all())
                .filter(migration -> migration.getState() != MigrationState.FUTURE_SUCCESS)
                .map(MigrationInfo::getVersion)
                .max(Comparator.naturalOrder())
                .orElse(MigrationVersion.EMPTY);
    }

    private MigrationInfoService info() {
        checkServer();
        try {
            return flyway(MigrationVersion.LATEST).info();
        } catch (FlywayException failure) {
            throw RepositoryFailure.of(where, failure);
        }
    }

    private Flyway flyway(MigrationVersion target) {
        return Flyway.configure(RepositorySchema.class.getClassLoader())
                .dataSource(source)
                .locations(MIGRATIONS)
                .failOnMissingLocations(true)
                .placeholderReplacement(false)
                .cleanDisabled(true)
                .target(target)
                .load();
    }

    private void refuseNewer(MigrationInfo... applied) {
        Arrays.stream(applied)
                .filter(migration -> migration.getState() == MigrationState.FUTURE_SUCCESS)
                .findFirst()
                .ifPresent(
                        newer -> {
                            throw new PgwrightException(
                                    ErrorCode.USAGE,
                                    where
                                            + " is of a newer pgwright (its tables have version "
                                            + applied[applied.length - 1].getVersion()
                                            + ")",
                                    "upgrade this pgwright, or name another repository");
                        });
    }

    /** Flyway would refuse them too, but for the wrong reason and with the wrong remedy. */
    private void refuseForeignTables() {
        try (Connection connection = source.getConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(FOREIGN_TABLE)) {
            if (row.next()) {
                throw refused(
                        ErrorCode.USAGE,
                        "holds tables that are not pgwright's, such as "
                                + Identifier.shown(row.getString(1)),
                        "name an empty schema or database");
            }
        } catch (SQLException failure) {
            throw RepositoryFailure.of(where, failure);
        }
    }

    private void checkServer() {
        try (Connection connection = source.getConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(SERVER)) {
            row.next();
            check(row);
        } catch (SQLException failure) {
            throw RepositoryFailure.of(where, failure);
        }
    }

    private void check(ResultSet row) throws SQLException {
        if (row.getInt("major") < OLDEST_MAJOR) {
            throw refused(
                    ErrorCode.UNSUPPORTED_SERVER,
                    "is on PostgreSQL " + row.getString("version"),
                    "use a server of PostgreSQL " + OLDEST_MAJOR + " or later");
        }
        if (row.getBoolean("read_only")) {
            throw refused(
                    ErrorCode.NOT_ALLOWED,
                    "is on a server or for a role that may only read",
                    "name the primary, and a role without default_transaction_read_only");
        }
        if (!"UTF8".equals(row.getString("encoding"))) {
            throw refused(
                    ErrorCode.USAGE,
                    "is in a database of encoding " + row.getString("encoding"),
                    "create one with ENCODING 'UTF8' TEMPLATE template0");
        }
        String schema = row.getString("schema");
        if (schema == null) {
            throw refused(
                    ErrorCode.USAGE,
                    "has no schema: the search path leads to none that exists",
                    "create one, or add ?options=-csearch_path%3Dname to the URL");
        }
        if (!row.getBoolean("may_create")) {
            throw refused(
                    ErrorCode.NOT_ALLOWED,
                    "does not let role " + row.getString("role") + " create tables",
                    "run GRANT CREATE ON SCHEMA %s TO %s"
                            .formatted(
                                    Identifier.shown(schema),
                                    Identifier.shown(row.getString("role"))));
        }
    }

    private PgwrightException refused(ErrorCode code, String what, String remedy) {
        return new PgwrightException(code, where + " " + what, remedy);
    }
}
