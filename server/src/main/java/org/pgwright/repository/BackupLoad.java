package org.pgwright.repository;

import org.jspecify.annotations.Nullable;
import org.pgwright.catalog.Identifier;
import org.pgwright.error.ErrorCode;
import org.pgwright.error.PgwrightException;
import org.pgwright.planner.Progress;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;

import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.Objects;

/**
 * Loads the rows of a backup into empty tables, within a transaction of the caller. Names come from
 * the file, and are used only as names.
 */
final class BackupLoad implements BackupReader.Sink {
    /** Nobody else begins to use the repository meanwhile. */
    private static final String LOCK = "LOCK TABLE app_user, instance IN ACCESS EXCLUSIVE MODE";

    private static final String IS_EMPTY =
            """
            SELECT NOT EXISTS (SELECT FROM instance) AND (SELECT count(*) FROM app_user) <= 1
            """;

    private static final String FOREIGN_TABLE =
            """
            SELECT name FROM unnest(?::text[]) AS name
             WHERE NOT EXISTS (SELECT FROM pg_class c
                                WHERE c.relnamespace = current_schema()::regnamespace
                                  AND c.relname = name AND c.relkind IN ('r', 'p')
                                  AND NOT c.relispartition
                                  AND c.relname <> 'flyway_schema_history')
             LIMIT 1
            """;

    /** And tables that refer to them: those of later versions, and those that no backup has. */
    private static final String TRUNCATE =
            """
            SELECT format('TRUNCATE %s CASCADE',
                          string_agg(format('%I.%I', current_schema(), name), ', '))
              FROM unnest(?::text[]) AS name
            """;

    private static final String PARTITION =
            """
            SELECT format('CREATE TABLE IF NOT EXISTS %1$I.%2$I PARTITION OF %1$I.%3$I'
                          ' FOR VALUES FROM (%4$L) TO (%5$L)', current_schema(), ?, ?, ?, ?)
            """;

    private static final String COPY =
            """
            SELECT format('COPY %I.%I (%s) FROM STDIN', current_schema(), ?,
                          (SELECT string_agg(format('%I', name), ', ' ORDER BY place)
                             FROM unnest(?::text[]) WITH ORDINALITY AS u (name, place)))
            """;

    private static final String SEQUENCE =
            "SELECT setval(format('%I.%I', current_schema(), ?)::regclass, ?)";

    private final Connection connection;
    private final String where;
    private final Progress progress;
    private int tables;
    private int done;
    private @Nullable CopyIn copy;

    /**
     * @param where the repository, for people
     */
    BackupLoad(Connection connection, String where, Progress progress) {
        this.connection = connection;
        this.where = where;
        this.progress = progress;
    }

    @Override
    public void head(BackupManifest.Head head) throws SQLException {
        tables = head.tables().size();
        try (Statement statement = connection.createStatement()) {
            statement.execute(LOCK);
            try (ResultSet row = statement.executeQuery(IS_EMPTY)) {
                row.next();
                if (!row.getBoolean(1)) {
                    throw new PgwrightException(
                            ErrorCode.USAGE,
                            where + " is not empty",
                            "name an empty folder with --data, or an empty database with"
                                    + " --repository");
                }
            }
        }
        Array names = array(head.tables().stream().map(BackupManifest.Table::name).toArray());
        String foreign = made(FOREIGN_TABLE, names);
        if (foreign != null) {
            throw new PgwrightException(
                    ErrorCode.USAGE,
                    "the backup has a table %s, which pgwright has not in version %s of its tables"
                            .formatted(Identifier.shown(foreign), head.schemaVersion()),
                    "use another backup");
        }
        execute(TRUNCATE, names);
    }

    @Override
    public void tableBegins(BackupManifest.Table table) throws SQLException {
        progress.step("Restoring " + table.name(), done++, tables);
        for (BackupManifest.Part part : table.partitions()) {
            execute(PARTITION, part.name(), table.name(), part.from(), part.to());
        }
        String statement =
                Objects.requireNonNull(made(COPY, table.name(), array(table.columns().toArray())));
        copy = connection.unwrap(PGConnection.class).getCopyAPI().copyIn(statement);
    }

    @Override
    public void rows(byte[] bytes, int length) throws SQLException {
        Objects.requireNonNull(copy).writeToCopy(bytes, 0, length);
    }

    @Override
    public void tableEnds(BackupManifest.Table table, long rows) throws SQLException {
        long loaded = Objects.requireNonNull(copy).endCopy();
        copy = null;
        if (loaded != rows) {
            throw new PgwrightException(
                    ErrorCode.INTERNAL,
                    "of %d rows for %s %d were loaded".formatted(rows, table.name(), loaded),
                    "please report it; nothing was restored");
        }
    }

    @Override
    public void foot(BackupManifest.Foot foot) throws SQLException {
        for (Map.Entry<String, Long> sequence : foot.sequences().entrySet()) {
            try (PreparedStatement statement = connection.prepareStatement(SEQUENCE)) {
                statement.setString(1, sequence.getKey());
                statement.setLong(2, sequence.getValue());
                statement.execute();
            }
        }
    }

    private Array array(Object... values) throws SQLException {
        return connection.createArrayOf("text", values);
    }

    /** Has a statement made by the server, which quotes names, and runs it. */
    private void execute(String maker, Object... values) throws SQLException {
        String made = Objects.requireNonNull(made(maker, values));
        try (Statement statement = connection.createStatement()) {
            statement.execute(made);
        }
    }

    /** Null where there is no row. */
    private @Nullable String made(String maker, Object... values) throws SQLException {
        try (PreparedStatement query = connection.prepareStatement(maker)) {
            for (int i = 0; i < values.length; i++) {
                query.setObject(i + 1, values[i]);
            }
            try (ResultSet row = query.executeQuery()) {
                return row.next() ? row.getString(1) : null;
            }
        }
    }
}
