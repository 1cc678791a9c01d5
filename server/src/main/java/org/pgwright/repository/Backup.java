package org.pgwright.repository;

import org.pgwright.error.ErrorCode;
import org.pgwright.error.PgwrightException;
import org.pgwright.files.PrivateFile;
import org.pgwright.planner.Progress;
import org.postgresql.PGConnection;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Writes all of a repository to one file, as it was at one moment, while others go on using it.
 *
 * <p>The tables may be of any version; nothing is changed. The file holds texts of statements and
 * encrypted passwords, but not their key, and can be read by its owner only.
 */
public final class Backup {
    private static final String SCHEMA_VERSION =
            """
            SELECT version FROM flyway_schema_history
             WHERE success AND version IS NOT NULL ORDER BY installed_rank DESC LIMIT 1
            """;

    private static final String IS_REPOSITORY =
            "SELECT to_regclass(format('%I.flyway_schema_history', current_schema())) IS NOT NULL";

    /** Each table behind those that its foreign keys lead to. */
    private static final String TABLES =
            """
            WITH RECURSIVE tables AS (
                SELECT c.oid, c.relname
                  FROM pg_class c
                 WHERE c.relnamespace = current_schema()::regnamespace
                   AND c.relkind IN ('r', 'p') AND NOT c.relispartition
                   AND c.relname <> ALL ('{flyway_schema_history, web_session,
                           web_session_attributes, one_time_link, sign_in_failure}')
            ), depths AS (
                SELECT oid, 0 AS depth FROM tables
                 UNION
                SELECT t.oid, d.depth + 1
                  FROM depths d
                  JOIN pg_constraint f ON f.confrelid = d.oid AND f.contype = 'f'
                  JOIN tables t ON t.oid = f.conrelid AND t.oid <> d.oid
                 WHERE d.depth < 100
            ), columns AS (
                SELECT t.oid, array_agg(a.attname::text ORDER BY a.attnum) AS names,
                       string_agg(format('%I', a.attname), ', ' ORDER BY a.attnum) AS list
                  FROM tables t
                  JOIN pg_attribute a ON a.attrelid = t.oid
                 WHERE a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = ''
                 GROUP BY t.oid
            )
            SELECT t.relname, c.names, format('COPY (SELECT %s FROM %I) TO STDOUT', c.list, t.relname)
              FROM tables t
              JOIN columns c ON c.oid = t.oid
              JOIN (SELECT oid, max(depth) AS depth FROM depths GROUP BY oid) d ON d.oid = t.oid
             ORDER BY d.depth, t.relname
            """;

    private static final String PARTITIONS =
            """
            SELECT c.relname, bound[1], bound[2]
              FROM pg_inherits i
              JOIN pg_class c ON c.oid = i.inhrelid
              JOIN pg_class p ON p.oid = i.inhparent,
                   regexp_match(pg_get_expr(c.relpartbound, c.oid),
                                $$FROM \\('([^']+)'\\) TO \\('([^']+)'\\)$$) AS bound
             WHERE p.relnamespace = current_schema()::regnamespace AND p.relname = ?
             ORDER BY c.relname
            """;

    private static final String SEQUENCES =
            """
            SELECT sequencename, last_value FROM pg_sequences
             WHERE schemaname = current_schema() AND last_value IS NOT NULL
            """;

    private final InstantSource clock;
    private final String version;
    private final Progress progress;

    /**
     * @param version of pgwright
     */
    public Backup(InstantSource clock, String version, Progress progress) {
        this.clock = clock;
        this.version = version;
        this.progress = progress;
    }

    /**
     * What a backup holds.
     *
     * @param rows of all tables
     */
    public record Size(int tables, long rows) {}

    /** A table, and the statement that writes its rows. */
    private record Source(BackupManifest.Table table, String copy) {}

    /**
     * Writes a backup, whole or not at all; a file that is there already is replaced.
     *
     * @param local asked only for a server of ours
     * @throws PgwrightException if there is no repository, it fails, or the file cannot be written
     */
    public Size write(RepositoryLocation location, Supplier<LocalPostgres> local, Path file) {
        refuseNone(location);
        try (RepositoryServer server = RepositoryServer.of(location, local);
                Connection connection =
                        new RepositoryDataSource(server, Work.TRANSFER).getConnection()) {
            connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
            connection.setReadOnly(true);
            connection.setAutoCommit(false);
            return write(location, connection, file);
        } catch (SQLException failure) {
            throw RepositoryFailure.of(location.shown(), failure);
        }
    }

    /** A folder must not become a repository because somebody mistyped its name. */
    private static void refuseNone(RepositoryLocation location) {
        if (location instanceof RepositoryLocation.Embedded embedded
                && !Files.exists(embedded.data().resolve("data"))) {
            throw none(location);
        }
    }

    private static PgwrightException none(RepositoryLocation location) {
        return new PgwrightException(
                ErrorCode.USAGE,
                location.shown() + " does not exist",
                "name the one to back up with --data or --repository");
    }

    private Size write(RepositoryLocation location, Connection connection, Path file)
            throws SQLException {
        if (!one(connection, IS_REPOSITORY).equals("t")) {
            throw none(location);
        }
        String schemaVersion = one(connection, SCHEMA_VERSION);
        List<Source> sources = sources(connection);
        List<Size> written = new ArrayList<>();
        PrivateFile.replace(
                file,
                out -> {
                    try {
                        written.add(write(connection, schemaVersion, sources, out));
                    } catch (SQLException failure) {
                        throw RepositoryFailure.of(location.shown(), failure);
                    }
                });
        return written.getFirst();
    }

    private Size write(
            Connection connection, String schemaVersion, List<Source> sources, OutputStream out)
            throws IOException, SQLException {
        try (BackupWriter writer = new BackupWriter(out)) {
            writer.head(
                    new BackupManifest.Head(
                            BackupManifest.FORMAT,
                            BackupManifest.VERSION,
                            schemaVersion,
                            version,
                            clock.instant(),
                            sources.stream().map(Source::table).toList()));
            int done = 0;
            for (Source source : sources) {
                progress.step("Backing up " + source.table().name(), done++, sources.size());
                writer.rows(
                        source.table().name(),
                        rows ->
                                connection
                                        .unwrap(PGConnection.class)
                                        .getCopyAPI()
                                        .copyOut(source.copy(), rows));
            }
            BackupManifest.Foot foot = writer.foot(sequences(connection));
            return new Size(sources.size(), foot.rows());
        }
    }

    private static List<Source> sources(Connection connection) throws SQLException {
        List<Source> sources = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(TABLES)) {
            while (rows.next()) {
                String name = rows.getString(1);
                sources.add(
                        new Source(
                                new BackupManifest.Table(
                                        name,
                                        strings(rows.getArray(2)),
                                        partitions(connection, name)),
                                rows.getString(3)));
            }
        }
        return sources;
    }

    private static List<BackupManifest.Part> partitions(Connection connection, String table)
            throws SQLException {
        List<BackupManifest.Part> partitions = new ArrayList<>();
        try (PreparedStatement query = connection.prepareStatement(PARTITIONS)) {
            query.setString(1, table);
            try (ResultSet rows = query.executeQuery()) {
                while (rows.next()) {
                    partitions.add(
                            new BackupManifest.Part(
                                    rows.getString(1), rows.getString(2), rows.getString(3)));
                }
            }
        }
        return partitions;
    }

    private static Map<String, Long> sequences(Connection connection) throws SQLException {
        Map<String, Long> sequences = new LinkedHashMap<>();
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(SEQUENCES)) {
            while (rows.next()) {
                sequences.put(rows.getString(1), rows.getLong(2));
            }
        }
        return sequences;
    }

    private static String one(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            return row.next() ? row.getString(1) : "";
        }
    }

    private static List<String> strings(Array array) throws SQLException {
        return List.of((String[]) array.getArray());
    }
}
