package org.pgwright.report.migration;

import static org.assertj.core.api.Assertions.assertThat;

import liquibase.Contexts;
import liquibase.Liquibase;
import liquibase.database.DatabaseFactory;
import liquibase.database.jvm.JdbcConnection;
import liquibase.resource.DirectoryResourceAccessor;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.pgwright.testing.TestDatabase;
import org.pgwright.testing.TestServers;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Liquibase runs what is exported for it. */
@Timeout(120)
final class LiquibaseMigrationTest {
    private static final int CHANGESETS = MigrationFixture.wanted().size();

    @TempDir private Path folder;

    private void run(TestDatabase database, String file, boolean isUp) throws Exception {
        try (JdbcConnection connection = new JdbcConnection(database.connect());
                DirectoryResourceAccessor files = new DirectoryResourceAccessor(folder);
                Liquibase liquibase =
                        new Liquibase(
                                file,
                                files,
                                DatabaseFactory.getInstance()
                                        .findCorrectDatabaseImplementation(connection))) {
            if (isUp) {
                liquibase.update(new Contexts());
            } else {
                liquibase.rollback(CHANGESETS, "");
            }
        }
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
}
