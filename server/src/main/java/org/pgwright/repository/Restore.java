package org.pgwright.repository;

import org.flywaydb.core.api.MigrationVersion;
import org.pgwright.error.ErrorCode;
import org.pgwright.error.PgwrightException;
import org.pgwright.planner.Progress;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.function.Supplier;

/**
 * Reads a backup into an empty repository: all of it or nothing.
 *
 * <p>The file is read twice, so that a damaged one is found out before anything is made. Then the
 * tables are brought to the version that it was written in, loaded in one transaction, and brought
 * to the newest version.
 */
public final class Restore {
    private final Progress progress;

    public Restore(Progress progress) {
        this.progress = progress;
    }

    /**
     * Restores a backup.
     *
     * @param local asked only for a server of ours
     * @throws PgwrightException USAGE for a damaged or newer file, or a repository that is not
     *     empty
     */
    public Backup.Size read(Path file, RepositoryLocation location, Supplier<LocalPostgres> local) {
        try {
            progress.step("Checking " + file.getFileName(), 0, 0);
            BackupReader.Checked checked = BackupReader.read(file, BackupReader.Sink.NONE);
            try (RepositoryServer server = RepositoryServer.of(location, local)) {
                RepositoryDataSource sessions = new RepositoryDataSource(server, Work.TRANSFER);
                RepositorySchema schema = new RepositorySchema(location.shown(), sessions);
                bringTo(schema, checked.head(), location);
                try (Connection connection = sessions.getConnection()) {
                    load(file, location, connection);
                }
                schema.migrate();
            }
            return new Backup.Size(checked.head().tables().size(), checked.foot().rows());
        } catch (SQLException failure) {
            throw RepositoryFailure.of(location.shown(), failure);
        }
    }

    private static void bringTo(
            RepositorySchema schema, BackupManifest.Head head, RepositoryLocation location) {
        MigrationVersion wanted = MigrationVersion.fromVersion(head.schemaVersion());
        if (wanted.compareTo(schema.newest()) > 0) {
            throw new PgwrightException(
                    ErrorCode.USAGE,
                    "the backup is of a newer pgwright (%s), whose tables have version %s"
                            .formatted(head.pgwright(), wanted),
                    "use that version");
        }
        if (schema.version().compareTo(wanted) > 0) {
            throw new PgwrightException(
                    ErrorCode.USAGE,
                    location.shown() + " has tables already, of a newer version than the backup",
                    "name an empty folder with --data, or an empty database with --repository");
        }
        schema.migrateTo(wanted);
    }

    private void load(Path file, RepositoryLocation location, Connection connection)
            throws SQLException {
        connection.setAutoCommit(false);
        try {
            BackupReader.read(file, new BackupLoad(connection, location.shown(), progress));
            connection.commit();
        } catch (SQLException | RuntimeException failure) {
            try {
                connection.rollback();
            } catch (SQLException again) {
                failure.addSuppressed(again);
            }
            throw failure;
        }
    }
}
