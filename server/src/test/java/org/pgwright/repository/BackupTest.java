package org.pgwright.repository;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pgwright.error.ErrorCode;
import org.pgwright.error.PgwrightException;
import org.pgwright.planner.Progress;
import org.pgwright.testing.FolderInCache;
import org.pgwright.testing.TestDatabase;
import org.pgwright.testing.TestServers;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;

final class BackupTest {
    private static final Instant NOW = Instant.parse("2026-11-27T12:00:00Z");

    @TempDir(factory = FolderInCache.class)
    static Path shared;

    private static TestDatabase filled;
    private static Path backup;
    private static Map<String, String> content;

    @TempDir(factory = FolderInCache.class)
    Path folder;

    @BeforeAll
    static void fillOneAndBackItUp() throws IOException {
        filled = TestServers.freshDatabase(15);
        try (Repository repository = Repositories.on(filled)) {
            new Partitions(repository, () -> NOW.minusSeconds(86_400), Retention.DEFAULT)
                    .createAhead();
        }
        filled.execute(resource("filled.sql"));
        content = content(filled);
        backup = shared.resolve("a.backup");
        back(Repositories.location(filled), backup);
    }

    @AfterAll
    static void drop() {
        filled.close();
    }

    @Test
    void holdsAllThatThereWasAlsoForAnotherMajor() {
        try (TestDatabase other = TestServers.freshDatabase(18)) {
            Backup.Size size = restore(backup, Repositories.location(other));
            assertThat(content(other)).isEqualTo(content);
            assertThat(size.rows()).isGreaterThan(40);
        }
    }

    @Test
    void isReadIntoAnEmbeddedRepositoryAndWrittenFromItAgain() throws Exception {
        RepositoryLocation embedded = new RepositoryLocation.Embedded(folder.resolve("data"));
        restore(backup, embedded);
        Path again = folder.resolve("b.backup");
        back(embedded, again);
        assertThat(BackupReader.read(again, BackupReader.Sink.NONE).foot())
                .isEqualTo(BackupReader.read(backup, BackupReader.Sink.NONE).foot());
    }

    @Test
    void letsNumbersGoOnWhereTheyWere() {
        try (TestDatabase other = TestServers.freshDatabase(18)) {
            restore(backup, Repositories.location(other));
            String next =
                    one(
                            other,
                            """
                            INSERT INTO node (instance_id, address, role_name, connection, is_standby,
                                              server_version, server_started_at)
                            SELECT instance_id, 'db2:5432', 'w', '{}', true, '18.6', now() FROM instance
                            RETURNING node_id
                            """);
            assertThat(next).isEqualTo("2");
        }
    }

    @Test
    void isOfTheMomentItBegan() {
        // Progress is told of each table before it is read: somebody writes in between.
        try (TestDatabase other = TestServers.freshDatabase(18)) {
            restore(backup, Repositories.location(other));
            Path moment = folder.resolve("moment.backup");
            new Backup(
                            () -> NOW,
                            "test",
                            (phase, done, total) ->
                                    other.execute(
                                            "INSERT INTO job VALUES ('%s', now())".formatted(done)))
                    .write(Repositories.location(other), Repositories::local, moment);
            try (TestDatabase third = TestServers.freshDatabase(18)) {
                restore(moment, Repositories.location(third));
                assertThat(content(third)).isEqualTo(content);
            }
        }
    }

    @Test
    void isReadableByItsOwnerOnlyAndTellsItsVersions() throws Exception {
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(backup)))
                .isEqualTo("rw-------");
        BackupManifest.Head head = BackupReader.read(backup, BackupReader.Sink.NONE).head();
        assertThat(head.pgwright()).isEqualTo("test");
        assertThat(head.takenAt()).isEqualTo(NOW);
        assertThat(head.schemaVersion()).isEqualTo("8");
    }

    @Test
    void isNotReadOverWhatIsThere() {
        assertRefused(backup, Repositories.location(filled), "is not empty");
        assertThat(content(filled)).isEqualTo(content);
    }

    @Test
    void isReadIntoARepositoryThatWasOnlyOpened() {
        try (TestDatabase other = TestServers.freshDatabase(18)) {
            Repositories.on(other).close();
            restore(backup, Repositories.location(other));
            assertThat(content(other)).isEqualTo(content);
        }
    }

    @Test
    void leavesNothingWhenItIsCutOffOrChanged() throws Exception {
        byte[] whole = Files.readAllBytes(backup);
        Random random = new Random(7);
        Path broken = folder.resolve("broken.backup");
        for (int i = 0; i < 150; i++) {
            byte[] bytes = whole.clone();
            bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
            Files.write(broken, bytes);
            assertSameOrDamaged(broken);
            Files.write(broken, Arrays.copyOf(whole, random.nextInt(whole.length)));
            assertDamaged(broken);
        }
        Path data = folder.resolve("data");
        assertRefused(broken, new RepositoryLocation.Embedded(data), "is damaged");
        assertThat(data).doesNotExist();
    }

    @Test
    void leavesNothingWhenItsRowsDoNotFit() throws Exception {
        Path wrong =
                crafted("8", List.of(table("node", "instance_id")), Map.of("node", "not a uuid\n"));
        try (TestDatabase other = TestServers.freshDatabase(18)) {
            assertThatThrownBy(() -> restore(wrong, Repositories.location(other)))
                    .isInstanceOf(PgwrightException.class)
                    .hasMessageNotContaining("not a uuid");
            restore(backup, Repositories.location(other));
            assertThat(content(other)).isEqualTo(content);
        }
    }

    @Test
    void touchesOnlyTablesOfARepository() throws Exception {
        try (TestDatabase other = TestServers.freshDatabase(18)) {
            Repositories.on(other).close();
            other.execute(
                    "CREATE SCHEMA shop",
                    "CREATE TABLE shop.customers AS SELECT 1 AS id",
                    "ALTER DATABASE " + other.name() + " SET search_path = public, shop");
            for (String name : List.of("customers", "flyway_schema_history", "pg_class")) {
                Path hostile = crafted("8", List.of(table(name, "id")), Map.of());
                assertRefused(hostile, Repositories.location(other), "has a table " + name);
            }
            assertThat(one(other, "SELECT count(*) FROM shop.customers")).isEqualTo("1");
        }
    }

    @Test
    void isRefusedWhenItIsOfANewerPgwright() throws Exception {
        try (TestDatabase other = TestServers.freshDatabase(18)) {
            Path newer = crafted("99", List.of(table("node", "id")), Map.of());
            assertRefused(newer, Repositories.location(other), "of a newer pgwright (test)");
            assertThat(one(other, "SELECT count(*) FROM pg_tables WHERE schemaname = 'public'"))
                    .isEqualTo("0");
        }
    }

    @Test
    void isNotMadeOfWhatIsNoRepository() {
        Path out = folder.resolve("out");
        Path nowhere = folder.resolve("nowhere");
        assertThatThrownBy(() -> back(new RepositoryLocation.Embedded(nowhere), out))
                .hasMessageContaining("does not exist");
        assertThat(nowhere).doesNotExist();
        try (TestDatabase empty = TestServers.freshDatabase(18)) {
            assertThatThrownBy(() -> back(Repositories.location(empty), out))
                    .hasMessageContaining("does not exist");
        }
        assertThat(out).doesNotExist();
    }

    private static void assertSameOrDamaged(Path file) throws SQLException {
        try {
            BackupReader.Checked read = BackupReader.read(file, BackupReader.Sink.NONE);
            assertThat(read).isEqualTo(BackupReader.read(backup, BackupReader.Sink.NONE));
        } catch (PgwrightException refused) {
            assertThat(refused.code()).isEqualTo(ErrorCode.USAGE);
        }
    }

    private static void assertDamaged(Path file) {
        assertThatThrownBy(() -> BackupReader.read(file, BackupReader.Sink.NONE))
                .isInstanceOfSatisfying(
                        PgwrightException.class,
                        failure -> assertThat(failure.code()).isEqualTo(ErrorCode.USAGE));
    }

    private static void assertRefused(Path file, RepositoryLocation location, String what) {
        assertThatThrownBy(() -> restore(file, location))
                .isInstanceOfSatisfying(
                        PgwrightException.class,
                        failure -> assertThat(failure.code()).isEqualTo(ErrorCode.USAGE))
                .hasMessageContaining(what);
    }

    private static void back(RepositoryLocation location, Path file) {
        new Backup(() -> NOW, "test", Progress.NONE).write(location, Repositories::local, file);
    }

    private static Backup.Size restore(Path file, RepositoryLocation location) {
        return new Restore(Progress.NONE).read(file, location, Repositories::local);
    }

    private static BackupManifest.Table table(String name, String column) {
        return new BackupManifest.Table(name, List.of(column), List.of());
    }

    private Path crafted(
            String schemaVersion, List<BackupManifest.Table> tables, Map<String, String> rows)
            throws Exception {
        Path file = folder.resolve("crafted.backup");
        try (OutputStream out = Files.newOutputStream(file);
                BackupWriter writer = new BackupWriter(out)) {
            writer.head(
                    new BackupManifest.Head(
                            BackupManifest.FORMAT, 1, schemaVersion, "test", NOW, tables));
            for (BackupManifest.Table table : tables) {
                String text = rows.getOrDefault(table.name(), "");
                writer.rows(table.name(), to -> to.write(text.getBytes(StandardCharsets.UTF_8)));
            }
            writer.foot(Map.of());
        }
        return file;
    }

    /** A sum over all rows of each table, by name; empty ones left out. */
    private static Map<String, String> content(TestDatabase database) {
        Map<String, String> sums = new TreeMap<>();
        try (var connection = database.connect();
                var tables = connection.createStatement();
                var each = connection.createStatement();
                var names =
                        tables.executeQuery(
                                """
                                SELECT c.relname FROM pg_class c
                                 WHERE c.relnamespace = 'public'::regnamespace
                                   AND c.relkind IN ('r', 'p')
                                   AND c.relname <> 'flyway_schema_history'
                                """)) {
            each.execute("SET timezone = 'UTC'");
            while (names.next()) {
                try (var sum =
                        each.executeQuery(
                                """
                                SELECT md5(string_agg(t::text, '|' ORDER BY t::text))
                                  FROM "%s" AS t HAVING count(*) > 0
                                """
                                        .formatted(names.getString(1)))) {
                    if (sum.next()) {
                        sums.put(names.getString(1), sum.getString(1));
                    }
                }
            }
            return sums;
        } catch (SQLException failure) {
            throw new IllegalStateException(failure);
        }
    }

    private static String one(TestDatabase database, String sql) {
        try (var connection = database.connect();
                var statement = connection.createStatement();
                var row = statement.executeQuery(sql)) {
            row.next();
            return row.getString(1);
        } catch (SQLException failure) {
            throw new IllegalStateException(failure);
        }
    }

    private static String resource(String name) throws IOException {
        try (InputStream file = BackupTest.class.getResourceAsStream(name)) {
            return new String(Objects.requireNonNull(file).readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
