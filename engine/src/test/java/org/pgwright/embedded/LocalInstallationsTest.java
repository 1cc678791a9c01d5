package org.pgwright.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pgwright.error.ErrorCode;
import org.pgwright.error.PgwrightException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;

final class LocalInstallationsTest {
    @TempDir Path folder;

    @Test
    void areFoundWherePackagesPutThem() throws Exception {
        Path bin = install("usr/lib/postgresql/16/bin", "16.3 (Debian 16.3-1)");
        LocalInstallations local =
                new LocalInstallations(List.of(folder + "/usr/lib/postgresql/%d/bin"), List.of());
        assertThat(local.ofMajor(16))
                .contains(new PostgresInstallation(16, "16.3 (Debian 16.3-1)", bin, false));
        assertThat(local.ofMajor(15)).isEmpty();
    }

    @Test
    void areFoundOnThePathThroughLinks() throws Exception {
        Path bin = install("opt/pg/bin", "17.1");
        Path links = Files.createDirectories(folder.resolve("usr/bin"));
        Files.createSymbolicLink(links.resolve("postgres"), bin.resolve("postgres"));
        Files.createSymbolicLink(links.resolve("initdb"), bin.resolve("initdb"));
        LocalInstallations local = new LocalInstallations(List.of(), List.of(folder, links));
        assertThat(local.ofMajor(17).map(PostgresInstallation::bin)).contains(bin);
    }

    @Test
    void ofAVersionInDevelopmentAreUnderstood() throws Exception {
        assertThat(installations().at(install("bin", "19devel")).major()).isEqualTo(19);
    }

    @Test
    void areNamedByTheFolderAboveTheirPrograms() throws Exception {
        Path bin = install("pg/bin", "18.0");
        assertThat(installations().at(folder.resolve("pg")).bin()).isEqualTo(bin);
        assertThat(installations().at(bin).bin()).isEqualTo(bin);
    }

    @Test
    void thatDoNotRunAreRefused() throws Exception {
        Path bin = install("pg/bin", "18.0");
        Files.writeString(bin.resolve("postgres"), "#!/bin/sh\nexit 127\n");
        assertThatThrownBy(() -> installations().at(bin))
                .isInstanceOfSatisfying(
                        PgwrightException.class,
                        failure -> assertThat(failure.code()).isEqualTo(ErrorCode.USAGE));
        assertThatThrownBy(() -> installations().at(folder.resolve("nowhere")))
                .hasMessageContaining("there is no PostgreSQL that runs on this machine in");
    }

    @Test
    void thatAreMissingAreReportedWithTheRemedy() {
        assertThatThrownBy(() -> installations().ofMajor(3))
                .hasMessageContaining("no binaries of PostgreSQL 3")
                .hasMessageContaining("--twin-postgres");
    }

    private PostgresInstallations installations() {
        return new PostgresInstallations(List.of(folder.resolve("none")), folder.resolve("cache"));
    }

    private Path install(String path, String version) throws IOException {
        Path bin = Files.createDirectories(folder.resolve(path)).toRealPath();
        program(bin.resolve("postgres"), "echo 'postgres (PostgreSQL) " + version + "'");
        program(bin.resolve("initdb"), "exit 0");
        return bin;
    }

    private static void program(Path file, String body) throws IOException {
        Files.writeString(file, "#!/bin/sh\n" + body + "\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }
}
