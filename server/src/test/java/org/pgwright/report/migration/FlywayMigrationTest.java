package org.pgwright.report.migration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

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
import java.util.Map;

/** Flyway runs what is exported for it. */
@Timeout(120)
final class FlywayMigrationTest {
    @TempDir private Path folder;

    private MigrateResult migrate(TestDatabase database) {
        return migrate(database, false);
    }

    private MigrateResult migrate(TestDatabase database, boolean isNamingChecked) {
        return configuration(database)
                .validateMigrationNaming(isNamingChecked)
                .configuration(Map.of("flyway.postgresql.transactional.lock", "false"))
                .load()
                .migrate();
    }

    private FluentConfiguration configuration(TestDatabase database) {
        return Flyway.configure()
                .dataSource(
                        "jdbc:postgresql://%s:%d/%s"
                                .formatted(database.host(), database.port(), database.name()),
                        database.user(),
                        database.password())
                .locations("filesystem:" + folder)
                .baselineOnMigrate(true)
                .baselineVersion("1");
    }

    @Test
    void goesUpAndDownTwice() throws Exception {
        try (TestDatabase database = TestServers.freshDatabase(TestServers.NEWEST)) {
            MigrationFixture.fill(database);
            Map<String, String> before = MigrationFixture.indexes(database);
            MigrationFixture.write(MigrationFixture.files(MigrationFormat.FLYWAY, false), folder);

            MigrateResult result = migrate(database);
            assertThat(result.migrationsExecuted).isEqualTo(1);
            Map<String, String> after = MigrationFixture.indexes(database);
            assertThat(after.keySet()).containsAll(MigrationFixture.madeNames());
            assertThat(after).doesNotContainKeys("orders_old", "events_old");
            assertThat(after.values()).noneMatch(index -> index.contains("INVALID"));
            assertThat(migrate(database).migrationsExecuted).isZero();

            down(2);
            assertThat(migrate(database).migrationsExecuted).isEqualTo(1);
            assertThat(MigrationFixture.indexes(database)).isEqualTo(before);
            down(3);
            assertThat(migrate(database).migrationsExecuted).isEqualTo(1);
            assertThat(MigrationFixture.indexes(database)).isEqualTo(before);

            again(4);
            assertThat(migrate(database).migrationsExecuted).isEqualTo(1);
            again(5);
            assertThat(migrate(database).migrationsExecuted).isEqualTo(1);
            assertThat(MigrationFixture.indexes(database)).isEqualTo(after);
        }
    }

    @Test
    void replacesInvalidIndexesAndKeepsThoseThatAreThere() throws Exception {
        try (TestDatabase database = TestServers.freshDatabase(TestServers.NEWEST)) {
            MigrationFixture.fill(database);
            MigrationFixture.leaveInvalid(database);
            database.execute(
                    "CREATE INDEX idx_orders_open ON orders (total) WHERE status = 'open'",
                    "DROP INDEX orders_old");
            MigrationFixture.write(MigrationFixture.files(MigrationFormat.FLYWAY, true), folder);

            assertThat(migrate(database).migrationsExecuted).isEqualTo(4);

            Map<String, String> after = MigrationFixture.indexes(database);
            assertThat(after)
                    .containsKeys(MigrationFixture.madeNames().toArray(String[]::new))
                    .doesNotContainKeys("orders_old", "events_old");
            assertThat(after.values()).noneMatch(index -> index.contains("INVALID"));
            assertThat(after.get("idx_orders_customer")).contains("customer_id, total DESC");
        }
    }

    /** Editions without undo take undo migrations for misnamed, where they are told to look. */
    @Test
    void doesNotSeeTheWayBack() throws Exception {
        try (TestDatabase database = TestServers.freshDatabase(TestServers.NEWEST)) {
            MigrationFixture.fill(database);
            MigrationFixture.write(
                    MigrationFixture.files(MigrationFormat.FLYWAY, false).stream()
                            .filter(file -> !file.name().startsWith("U"))
                            .toList(),
                    folder);

            assertThat(migrate(database, true).migrationsExecuted).isEqualTo(1);
        }
    }

    @Test
    void saysWhichSettingItNeedsRatherThanWaitForEver() throws Exception {
        try (TestDatabase database = TestServers.freshDatabase(TestServers.NEWEST)) {
            MigrationFixture.fill(database);
            Map<String, String> before = MigrationFixture.indexes(database);
            MigrationFixture.write(MigrationFixture.files(MigrationFormat.FLYWAY, false), folder);

            assertThatThrownBy(() -> configuration(database).load().migrate())
                    .hasMessageContaining("set flyway.postgresql.transactional.lock=false");
            assertThat(MigrationFixture.indexes(database)).isEqualTo(before);
        }
    }

    private void again(int seconds) throws Exception {
        String name = "20261120102100__pgwright_indexes.sql";
        copy("V" + name, seconds, "again");
    }

    private void copy(String from, int seconds, String called) throws Exception {
        String next = "V2026112010210%d__%s_pgwright_indexes.sql".formatted(seconds, called);
        Files.copy(folder.resolve(from), folder.resolve(next));
        Files.copy(
                folder.resolve("V20261120102100__pgwright_indexes.sql.conf"),
                folder.resolve(next + ".conf"));
    }

    /** What its comment says to do in an edition without undo. */
    private void down(int seconds) throws Exception {
        copy("V20261120102100__pgwright_indexes.sql.down", seconds, "undo");
    }
}
