package org.pgwright.report.migration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import liquibase.Contexts;
import liquibase.Liquibase;
import liquibase.Scope;
import liquibase.changelog.FastCheckService;
import liquibase.database.DatabaseFactory;
import liquibase.database.jvm.JdbcConnection;
import liquibase.resource.DirectoryResourceAccessor;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.pgwright.testing.TestDatabase;
import org.pgwright.testing.TestServers;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Liquibase runs what is exported for it. */
@Timeout(120)
final class LiquibaseMigrationTest {
    @TempDir private Path folder;

    private void run(TestDatabase database, String file, boolean isUp) throws Exception {
        // within one process Liquibase remembers that there was nothing to do
        Scope.getCurrentScope().getSingleton(FastCheckService.class).clearCache();
        DirectoryResourceAccessor files = new DirectoryResourceAccessor(folder);
        try (JdbcConnection connection = new JdbcConnection(database.connect());
                Liquibase liquibase =
                        new Liquibase(
                                file,
                                files,
                                DatabaseFactory.getInstance()
                                        .findCorrectDatabaseImplementation(connection))) {
            if (isUp) {
                liquibase.update(new Contexts());
            } else {
                liquibase.rollback(changesets(file), "");
            }
        }
    }

    private int changesets(String file) throws IOException {
        return Files.readString(folder.resolve(file)).split("\n--changeset ", -1).length - 1;
    }

    @Test
    void goesUpAndDownTwice() throws Exception {
        try (TestDatabase database = TestServers.freshDatabase(TestServers.NEWEST)) {
            MigrationFixture.fill(database);
            Map<String, String> before = MigrationFixture.indexes(database);
            List<MigrationFile> files = MigrationFixture.files(MigrationFormat.LIQUIBASE, false);
            MigrationFixture.write(files, folder);
            String file = files.getFirst().name();

            for (int time = 0; time < 2; time++) {
                run(database, file, true);
                Map<String, String> after = MigrationFixture.indexes(database);
                assertThat(after.keySet()).containsAll(MigrationFixture.madeNames());
                assertThat(after).doesNotContainKeys("orders_old", "events_old");
                assertThat(after.values()).noneMatch(index -> index.contains("INVALID"));
                run(database, file, true);
                assertThat(MigrationFixture.indexes(database)).isEqualTo(after);

                run(database, file, false);
                assertThat(MigrationFixture.indexes(database)).isEqualTo(before);
            }
        }
    }

    @Test
    void replacesInvalidIndexesKeepsThoseThatAreThereAndResumes() throws Exception {
        try (TestDatabase database = TestServers.freshDatabase(TestServers.NEWEST)) {
            MigrationFixture.fill(database);
            MigrationFixture.leaveInvalid(database);
            database.execute(
                    "CREATE INDEX idx_orders_open ON orders (total) WHERE status = 'open'",
                    "DROP INDEX orders_old");
            List<MigrationFile> files = MigrationFixture.files(MigrationFormat.LIQUIBASE, false);
            MigrationFixture.write(files, folder);
            String file = files.getFirst().name();
            // the unique one fails at first, in the middle of the file, and leaves an invalid index
            database.execute(
                    "INSERT INTO orders SELECT * FROM (VALUES (-1, 0, 'x', 'E', NULL::jsonb, 0)) v",
                    "ALTER TABLE orders DROP CONSTRAINT orders_pkey",
                    "CREATE INDEX orders_pkey ON orders (id)",
                    "INSERT INTO orders SELECT * FROM orders WHERE id = -1");
            assertThatThrownBy(() -> run(database, file, true))
                    .hasMessageContaining("could not create unique index");
            assertThat(MigrationFixture.indexes(database).get("idx_orders_unique"))
                    .endsWith("INVALID");

            database.execute("DELETE FROM orders WHERE id = -1");
            run(database, file, true);

            assertThat(MigrationFixture.indexes(database))
                    .containsKeys(MigrationFixture.madeNames().toArray(String[]::new))
                    .doesNotContainKeys("orders_old", "events_old");
            assertThat(MigrationFixture.indexes(database).values())
                    .noneMatch(index -> index.contains("INVALID"));
        }
    }

    @Test
    void runsPhaseByPhase() throws Exception {
        try (TestDatabase database = TestServers.freshDatabase(TestServers.NEWEST)) {
            MigrationFixture.fill(database);
            Map<String, String> before = MigrationFixture.indexes(database);
            List<MigrationFile> files = MigrationFixture.files(MigrationFormat.LIQUIBASE, true);
            assertThat(files).hasSize(4);
            MigrationFixture.write(files, folder);

            run(database, files.get(0).name(), true);
            assertThat(MigrationFixture.indexes(database))
                    .containsKeys("idx_orders_customer", "orders_old")
                    .doesNotContainKey("idx_events_id");
            for (MigrationFile file : files) {
                run(database, file.name(), true);
            }
            assertThat(MigrationFixture.indexes(database))
                    .containsKeys(MigrationFixture.madeNames().toArray(String[]::new))
                    .doesNotContainKeys("orders_old", "events_old");
            for (MigrationFile file : files.reversed()) {
                run(database, file.name(), false);
            }
            assertThat(MigrationFixture.indexes(database)).isEqualTo(before);
        }
    }
}
