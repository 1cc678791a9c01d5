package org.pgwright.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

final class LeftoversTest {
    @TempDir Path runs;
    private Process other;

    @BeforeEach
    void startAnotherProcess() throws IOException {
        other = new ProcessBuilder("/bin/sh", "-c", "read nothing").start();
    }

    @AfterEach
    void endIt() {
        other.destroyForcibly();
    }

    @Test
    void removesTheRunOfADeadProcess() throws Exception {
        Path run = run("1-a", dead());
        Leftovers.clean(runs);
        assertThat(run).doesNotExist();
        assertThat(runs).isEmptyDirectory();
    }

    @Test
    void removesWhatAProcessLeftThatDiedBeforeItHadARun() throws Exception {
        Files.createFile(runs.resolve("999999999-a.lock"));
        Files.createFile(runs.resolve("999999999-a.owner.new"));
        Files.createFile(runs.resolve("999999998-b.lock"));
        Path ofLiving = Files.createFile(runs.resolve(other.pid() + "-c.lock"));
        Leftovers.clean(runs);
        assertThat(runs).isDirectoryContaining(ofLiving::equals);
        assertThat(runs.toFile().list()).hasSize(1);
    }

    @Test
    void leavesNothingOfAnOwnerFileThatCannotBeWritten() throws Exception {
        Path file = runs.resolve("1-a.owner");
        Files.createDirectory(runs.resolve("1-a.owner.new"));
        assertThatThrownBy(() -> OwnerFile.take(file, runs.resolve("1-a/data")))
                .isInstanceOf(IOException.class);
        assertThat(runs).isEmptyDirectory();
    }

    @Test
    void recognisesAProcessNumberThatWasGivenAgain() throws Exception {
        Path run = run("1-a", new ProcessIdentity(other.pid(), "long ago"));
        Leftovers.clean(runs);
        assertThat(run).doesNotExist();
    }

    @Test
    void leavesWhatALivingProcessOwns() throws Exception {
        Path run = run("1-a", ProcessIdentity.of(other.pid()).orElseThrow());
        Leftovers.clean(runs);
        assertThat(run).isNotEmptyDirectory();
    }

    @Test
    void leavesWhatNobodyIsSaidToOwn() throws Exception {
        Path folder = Files.createDirectory(runs.resolve("somebody's"));
        Files.writeString(runs.resolve("somebody's.owner"), "not a process\n");
        Leftovers.clean(runs);
        assertThat(folder).exists();
    }

    @Test
    void doesNotFollowALinkInPlaceOfARun(@TempDir Path elsewhere) throws Exception {
        Path precious = Files.writeString(elsewhere.resolve("precious"), "x");
        owner("1-a", dead(), runs.resolve("1-a/data"));
        Files.createSymbolicLink(runs.resolve("1-a"), elsewhere);
        Leftovers.clean(runs);
        assertThat(precious).exists();
        assertThat(runs.resolve("1-a")).doesNotExist();
    }

    @Test
    void doesNotBelieveAnOwnerFileThatIsALink(@TempDir Path elsewhere) throws Exception {
        Path run = run("1-a", dead());
        Path real = Files.move(runs.resolve("1-a.owner"), elsewhere.resolve("real.owner"));
        Files.createSymbolicLink(runs.resolve("1-a.owner"), real);
        Leftovers.clean(runs);
        assertThat(run).exists();
    }

    @Test
    void doesNotStopAProcessThatOnlyTheLeftFilesCallAServer() throws Exception {
        Path run = run("1-a", dead());
        Files.writeString(run.resolve("data/postmaster.pid"), other.pid() + "\n");
        Leftovers.clean(runs);
        assertThat(run).doesNotExist();
        assertThat(other.isAlive()).isTrue();
    }

    @Test
    void stopsTheServerThatIsStillRunning() throws Exception {
        Path run = run("1-a", dead());
        Path data = run.resolve("data");
        Process server = pretendedServer(data);
        Leftovers.clean(runs);
        assertThat(Patience.until(() -> !server.isAlive())).isTrue();
        assertThat(run).doesNotExist();
    }

    @Test
    void leavesAKeptServerThatAnotherProcessHasStartedSince(@TempDir Path home) throws Exception {
        Path data = Files.createDirectory(home.resolve("data"));
        owner("1-a", dead(), data);
        Process server = pretendedServer(data);
        Files.write(
                Storage.ownerFile(data),
                List.of(ProcessIdentity.of(other.pid()).orElseThrow().text(), data.toString()));
        Leftovers.clean(runs);
        assertThat(runs).isEmptyDirectory();
        assertThat(server.isAlive()).isTrue();
        server.destroyForcibly();
    }

    @Test
    void goesOnWhenARunCannotBeRemoved() throws Exception {
        owner("1-a", dead(), runs.resolve("1-a/data"));
        Files.createDirectory(runs.resolve("1-a.lock"));
        Path run = run("1-b", dead());
        Leftovers.clean(runs);
        assertThat(run).doesNotExist();
    }

    /** A process whose command line is that of a server on the folder. */
    private static Process pretendedServer(Path data) throws IOException {
        Process server =
                new ProcessBuilder("/bin/sh", "-c", "read nothing", "-D", data.toString()).start();
        Files.writeString(data.resolve("postmaster.pid"), server.pid() + "\n");
        return server;
    }

    private Path run(String name, ProcessIdentity owner) throws IOException {
        Path run = runs.resolve(name);
        Files.createDirectories(run.resolve("data/base"));
        owner(name, owner, run.resolve("data"));
        return run;
    }

    private void owner(String name, ProcessIdentity owner, Path data) throws IOException {
        Files.write(runs.resolve(name + ".owner"), List.of(owner.text(), data.toString()));
    }

    private static ProcessIdentity dead() {
        return new ProcessIdentity(999_999_999L, "never");
    }
}
