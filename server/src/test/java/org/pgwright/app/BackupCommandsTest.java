package org.pgwright.app;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pgwright.app.CommandLineFixture.Ending;
import org.pgwright.postgres.ConnectionSettings;
import org.pgwright.repository.Repository;
import org.pgwright.repository.RepositoryLocation;
import org.pgwright.testing.FolderInCache;
import org.pgwright.testing.TestDatabase;
import org.pgwright.testing.TestServers;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

final class BackupCommandsTest {
    @TempDir(factory = FolderInCache.class)
    private Path folder;

    @Test
    void carryARepositoryFromOneServerToAnother() {
        CommandLineFixture commandLine = new CommandLineFixture(folder);
        String data = folder.resolve("data").toString();
        String first = folder.resolve("first.backup").toString();
        String second = folder.resolve("second.backup").toString();
        try (TestDatabase database = TestServers.freshDatabase(15);
                TestDatabase other = TestServers.freshDatabase(18)) {
            String empty = folder.resolve("empty.backup").toString();
            assertFails(commandLine, "does not exist", "backup", "--data", data, "--out", empty);
            try (var repository = open(database)) {
                assertThat(repository.location().shown()).contains(database.name());
            }
            commandLine.with("PGPASSWORD", database.password());
            String url = urlWithoutPassword(database);
            Ending written = commandLine.run("backup", "--repository", url, "--out", first);
            assertThat(written.code()).as(written.err()).isZero();
            assertThat(written.out()).contains("first.backup: ", " tables, 1 rows");
            assertThat(written.err()).isEmpty();

            Ending restored = commandLine.run("restore", first, "--data", data);
            assertThat(restored.code()).as(restored.err()).isZero();
            assertThat(restored.out()).startsWith("the repository in " + data + ": ");

            assertThat(commandLine.run("backup", "--data", data, "--out", second).code()).isZero();
            commandLine.with("PGPASSWORD", other.password());
            Ending again =
                    commandLine.run("restore", second, "--repository", urlWithoutPassword(other));
            assertThat(again.code()).as(again.err()).isZero();
        }
    }

    @Test
    void nameWhatIsWrong() throws IOException {
        CommandLineFixture commandLine = new CommandLineFixture(folder);
        Path file = Files.writeString(folder.resolve("x.backup"), "not a backup");
        String data = folder.resolve("data").toString();
        assertFails(commandLine, "--out", "backup");
        assertFails(
                commandLine, "name it once", "restore", "x", "--data", data, "--repository", "x");
        assertFails(commandLine, "x.backup is damaged", "restore", file.toString(), "--data", data);
        assertFails(commandLine, "it does not exist", "restore", data + "/nowhere", "--data", data);
        assertFails(
                commandLine.with("PGWRIGHT_DATA", "here"),
                "PGWRIGHT_DATA is 'here'",
                "restore",
                file.toString());
        assertThat(Path.of(data)).doesNotExist();
    }

    private static Repository open(TestDatabase database) {
        return Repository.open(
                new RepositoryLocation.Server(
                        ConnectionSettings.to(
                                database.host(),
                                database.port(),
                                database.user(),
                                database.name(),
                                database.password())),
                () -> {
                    throw new IllegalStateException("no server of ours is needed");
                });
    }

    private static String urlWithoutPassword(TestDatabase database) {
        return "postgres://%s@%s:%d/%s"
                .formatted(database.user(), database.host(), database.port(), database.name());
    }

    private static void assertFails(
            CommandLineFixture commandLine, String said, String... arguments) {
        Ending ending = commandLine.run(arguments);
        assertThat(ending.code()).as(ending.err()).isEqualTo(2);
        assertThat(ending.err()).startsWith("pgwright: ").contains(said).hasLineCount(1);
        assertThat(ending.out()).isEmpty();
    }
}
