package org.pgwright.repository;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.pgwright.error.ErrorCode;
import org.pgwright.error.PgwrightException;
import org.pgwright.testing.FolderInCache;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

final class EmbeddedRepositoryTest {
    @TempDir(factory = FolderInCache.class)
    Path folder;

    private RepositoryLocation location;

    @BeforeEach
    void choosesAFolder() {
        location = new RepositoryLocation.Embedded(folder.resolve("data of mine"));
    }

    @Test
    void remembersFromRunToRunWhatItWasTold() {
        try (Repository first = open()) {
            name(first, "first");
        }
        try (Repository second = open()) {
            assertThat(names(second)).isEqualTo("first");
        }
    }

    @Test
    void belongsToARoleThatIsNoSuperuser() throws IOException {
        try (Repository repository = open()) {
            assertThat(
                            repository
                                    .jdbc()
                                    .sql(
                                            "SELECT current_user || rolsuper FROM pg_roles WHERE rolname = current_user")
                                    .query(String.class)
                                    .single())
                    .isEqualTo("pgwrightfalse");
            for (String file : new String[] {"repository.address", "repository.password"}) {
                Path secret = folder.resolve("data of mine").resolve(file);
                assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(secret)))
                        .isEqualTo("rw-------");
            }
        }
    }

    @Test
    void isSharedByThoseWhoOpenItAtOnce() {
        try (Repository owner = open();
                Repository guest = open()) {
            name(owner, "owner");
            assertThat(names(guest)).isEqualTo("owner");
        }
    }

    @Test
    void goesOnWithThoseWhoAreLeftWhenTheOneWhoRanItEnds() {
        Repository owner = open();
        try (Repository guest = open()) {
            assertThat(names(guest)).isEqualTo("local");
            name(guest, "guest");
            owner.close();
            assertThat(namesAgain(guest)).isEqualTo("guest");
        }
    }

    @Test
    void isUsedAgainAfterItsServerWasKilled() throws IOException {
        try (Repository repository = open()) {
            name(repository, "kept");
            kill(repository);
            assertThat(namesAgain(repository)).isEqualTo("kept");
        }
    }

    @Test
    void losesNothingWhenItsProcessIsKilled() throws Exception {
        try (RepositoryProcess owner = RepositoryProcess.start(folder.resolve("data of mine"));
                Repository guest = open()) {
            name(guest, "guest");
            owner.kill();
            assertThat(namesAgain(guest)).isEqualTo("guest");
        }
    }

    @Test
    void isMadeOnceByProcessesThatOpenItAtOnce() throws Exception {
        Path data = folder.resolve("data of mine");
        try (RepositoryProcess one = RepositoryProcess.begin(data);
                RepositoryProcess other = RepositoryProcess.begin(data)) {
            one.awaitOpen();
            other.awaitOpen();
            try (Repository third = open()) {
                assertThat(names(third)).isEqualTo("local");
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"superuser", "repository.address"})
    void opensWhereverItsFirstProcessWasKilled(String file) throws Exception {
        Path data = folder.resolve("data of mine");
        try (RepositoryProcess first = RepositoryProcess.begin(data)) {
            while (!Files.exists(data.resolve(file))) {
                assertThat(first.process().isAlive()).isTrue();
                Thread.onSpinWait();
            }
            first.kill();
            try (Repository repository = open()) {
                assertThat(names(repository)).isEqualTo("local");
            }
        }
    }

    @Test
    void saysHowToMoveOnFromAnOlderMajor() throws IOException {
        Path data = Files.createDirectories(folder.resolve("data of mine/data"));
        Files.writeString(data.resolve("PG_VERSION"), "17\n");
        assertThatThrownBy(this::open)
                .isInstanceOfSatisfying(
                        PgwrightException.class,
                        failure ->
                                assertThat(failure.code()).isEqualTo(ErrorCode.UNSUPPORTED_SERVER))
                .hasMessageContaining("is of PostgreSQL 17")
                .hasMessageContaining("pgwright backup")
                .hasMessageContaining("pgwright restore");
    }

    private Repository open() {
        return Repository.open(location, Repositories::local);
    }

    private void kill(Repository repository) throws IOException {
        assertThat(names(repository)).isNotEmpty();
        String pid =
                Files.readAllLines(folder.resolve("data of mine/data/postmaster.pid")).getFirst();
        ProcessHandle server = ProcessHandle.of(Long.parseLong(pid)).orElseThrow();
        server.destroyForcibly();
        server.onExit().join();
    }

    private static void name(Repository repository, String name) {
        repository.inTransaction(
                jdbc -> jdbc.sql("UPDATE app_user SET name = ?").param(name).update());
    }

    private static String namesAgain(Repository repository) {
        return repository.repeatably(
                jdbc -> jdbc.sql("SELECT name FROM app_user").query(String.class).single());
    }

    private static String names(Repository repository) {
        return repository.jdbc().sql("SELECT name FROM app_user").query(String.class).single();
    }
}
