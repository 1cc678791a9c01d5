package org.pgwright.report.migration;

import static org.assertj.core.api.Assertions.assertThat;

import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.configuration.FluentConfiguration;
import org.flywaydb.core.api.output.MigrateResult;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.pgwright.testing.TestDatabase;
import org.pgwright.testing.TestServers;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;

/** Flyway runs what is exported for it. */
@Timeout(120)
final class FlywayMigrationTest {
    @TempDir private Path folder;

    private Flyway flyway(TestDatabase database) {
        FluentConfiguration configuration =
                Flyway.configure()
                        .dataSource(
                                "jdbc:postgresql://%s:%d/%s"
                                        .formatted(
                                                database.host(), database.port(), database.name()),
                                database.user(),
                                database.password())
                        .locations("filesystem:" + folder)
                        .baselineOnMigrate(true)
                        .baselineVersion("1")
                        .validateMigrationNaming(true);
        configuration
                .getPluginRegister()
                .getExact(org.flywaydb.database.postgresql.PostgreSQLConfigurationExtension.class)
                .setTransactionalLock(false);
        return configuration.load();
    }

    @Test
    void goesUpAndDownTwice() throws Exception {
        try (TestDatabase database = TestServers.freshDatabase(TestServers.NEWEST)) {
            MigrationFixture.fill(database);
            Map<String, String> before = MigrationFixture.indexes(database);
            MigrationFixture.write(MigrationFixture.files(MigrationFormat.FLYWAY, false), folder);

            MigrateResult result = flyway(database).migrate();
            assertThat(result.migrationsExecuted).isEqualTo(1);
            Map<String, String> after = MigrationFixture.indexes(database);
            assertThat(after.keySet()).containsAll(MigrationFixture.madeNames());
            assertThat(after).doesNotContainKeys("orders_old", "events_old");
            assertThat(after.values()).noneMatch(index -> index.contains("INVALID"));
            assertThat(flyway(database).migrate().migrationsExecuted).isZero();

            down(2);
            assertThat(flyway(database).migrate().migrationsExecuted).isEqualTo(1);
            assertThat(MigrationFixture.indexes(database)).isEqualTo(before);
            down(3);
            assertThat(flyway(database).migrate().migrationsExecuted).isEqualTo(1);
            assertThat(MigrationFixture.indexes(database)).isEqualTo(before);
        }
    }

    /** What its comment says to do in an edition without undo. */
    private void down(int seconds) throws Exception {
        String name = "20261120102100__pgwright_indexes.sql";
        String next = "V2026112010210" + seconds + "__undo_pgwright_indexes.sql";
        Files.copy(folder.resolve("V" + name + ".down"), folder.resolve(next));
        Files.copy(
                folder.resolve("V" + name + ".conf"),
                folder.resolve(next + ".conf"),
                StandardCopyOption.REPLACE_EXISTING);
    }
}
