package org.pgwright.snapshot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.pgwright.error.ErrorCode;
import org.pgwright.error.PgwrightException;
import org.pgwright.files.PrivateFile;
import org.pgwright.testing.TestServers;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class SnapshotFileTest {
    private Shop shop;
    private Snapshot snapshot;

    @TempDir private Path folder;

    @BeforeAll
    void takeOne() {
        shop = Shop.on(TestServers.NEWEST);
        snapshot = shop.snapshot();
    }

    @AfterAll
    void end() {
        shop.close();
    }

    @Test
    void givesBackWhatWasWritten() {
        assertThat(SnapshotFile.read(written())).isEqualTo(snapshot);
    }

    @Test
    void writesTheSameBytesForTheSameContent() throws IOException {
        Path first = written();
        Path second = folder.resolve("second");
        SnapshotFile.write(SnapshotFile.read(first), second);

        assertThat(Files.readAllBytes(second)).isEqualTo(Files.readAllBytes(first));
    }

    @Test
    void writesTheFileThatALinkLeadsTo() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "old");
        Path link = Files.createSymbolicLink(folder.resolve("link"), file);

        SnapshotFile.write(snapshot, link);

        assertThat(link).isSymbolicLink();
        assertThat(SnapshotFile.read(file)).isEqualTo(snapshot);
    }

    @Test
    void refusesALinkThatLeadsToADeviceOrNowhere() throws IOException {
        Path device = Files.createSymbolicLink(folder.resolve("device"), Path.of("/dev/null"));
        Path nowhere = Files.createSymbolicLink(folder.resolve("nowhere"), Path.of("/none/at/all"));

        assertThat(thrownBy(() -> SnapshotFile.write(snapshot, device)).code())
                .isEqualTo(ErrorCode.USAGE);
        assertThat(thrownBy(() -> SnapshotFile.write(snapshot, nowhere)).code())
                .isEqualTo(ErrorCode.USAGE);
        assertThat(device).isSymbolicLink();
        assertThat(nowhere).isSymbolicLink();
    }

    @Test
    void saysThatAFileWithAnEndlessTextIsDamaged() throws IOException {
        Path file = folder.resolve("endless");
        byte[] piece = "x".repeat(1 << 20).getBytes(StandardCharsets.UTF_8);
        try (var out = new GZIPOutputStream(Files.newOutputStream(file))) {
            out.write("{\"format\":\"".getBytes(StandardCharsets.UTF_8));
            for (int i = 0; i < 101; i++) {
                out.write(piece);
            }
        }

        PgwrightException failure = thrownBy(() -> SnapshotFile.read(file));

        assertThat(failure.code()).isEqualTo(ErrorCode.SNAPSHOT_INVALID);
        assertThat(failure).hasMessageContaining("is damaged");
    }

    @Test
    void canBeReadByItsOwnerOnlyAndLeavesNothingBeside() throws IOException {
        Path file = written();

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        try (var files = Files.list(folder)) {
            assertThat(files).containsExactly(file);
        }
    }

    @Test
    void startsWithItsFormatAndVersion() throws IOException {
        assertThat(json(written()))
                .startsWith("{\"format\":\"pgwright-snapshot\",\"version\":1,\"snapshot\":{");
    }

    @Test
    void passesOverFieldsThatItDoesNotKnow() throws IOException {
        String json = json(written()).replace("\"madeBy\":", "\"later\":{\"a\":[1]},\"madeBy\":");

        assertThat(SnapshotFile.read(packed(json))).isEqualTo(snapshot);
    }

    @Test
    void refusesAnEmptyFile() throws IOException {
        Path file = Files.createFile(folder.resolve("empty"));

        assertInvalid(() -> SnapshotFile.read(file), "is empty");
    }

    @Test
    void refusesWhatIsNotCompressed() throws IOException {
        Path file = Files.writeString(folder.resolve("text"), "SELECT 1");

        assertInvalid(() -> SnapshotFile.read(file), "is no snapshot");
    }

    @Test
    void refusesAFileThatIsCutOff() throws IOException {
        byte[] whole = Files.readAllBytes(written());
        Path file = folder.resolve("cut");
        for (int length : new int[] {5, 100, whole.length / 2, whole.length - 4}) {
            Files.write(file, Arrays.copyOf(whole, length));

            assertInvalid(() -> SnapshotFile.read(file), "is cut off");
        }
    }

    @Test
    void refusesForeignJson() {
        assertInvalid(() -> SnapshotFile.read(packed("{\"a\":1}")), "not a pgwright snapshot");
        assertInvalid(() -> SnapshotFile.read(packed("[1]")), "not a pgwright snapshot");
        assertInvalid(() -> SnapshotFile.read(packed("hello")), "is damaged at line 1");
    }

    @Test
    void refusesANewerVersionAndSaysWhich() throws IOException {
        String json = json(written()).replaceFirst("\"version\":1", "\"version\":2");

        assertInvalid(() -> SnapshotFile.read(packed(json)), "is of version 2");
    }

    @Test
    void refusesContentThatIsIncomplete() throws IOException {
        String json = json(written());
        assertInvalid(
                () -> SnapshotFile.read(packed(json.replaceFirst("\"blockSize\":8192,", ""))),
                "is damaged");
        assertInvalid(
                () -> SnapshotFile.read(packed(json.replaceFirst("\"encoding\":\"UTF8\",", ""))),
                "Database without encoding");
        assertInvalid(
                () -> SnapshotFile.read(packed(json.replaceFirst("8192", "8191"))),
                "a block size of 8191");
        assertInvalid(
                () -> SnapshotFile.read(packed(json.replaceFirst("by_customer", "by\\\\u0000c"))),
                "a zero byte in");
    }

    @Test
    void refusesToUnpackMoreThanFitsInMemory() {
        assertInvalid(() -> SnapshotFile.read(written(), 10_000), "when unpacked");
    }

    @Test
    void saysThatAFileOrFolderDoesNotExist() {
        assertThatThrownBy(() -> SnapshotFile.read(folder.resolve("none")))
                .isInstanceOfSatisfying(
                        PgwrightException.class,
                        e -> assertThat(e.code()).isEqualTo(ErrorCode.USAGE));
        assertThatThrownBy(() -> SnapshotFile.write(snapshot, folder.resolve("none/here")))
                .hasMessageContaining("the folder of")
                .hasMessageContaining("does not exist");
        assertThatThrownBy(() -> SnapshotFile.write(snapshot, folder))
                .hasMessageContaining("is a folder");
    }

    @Test
    void saysThatTheDiskIsFull() {
        PgwrightException full =
                PrivateFile.failure(
                        Path.of("shop.snapshot"), new IOException("No space left on device"));

        assertThat(full.code()).isEqualTo(ErrorCode.DISK_FULL);
        assertThat(full).hasMessageContaining("no room for shop.snapshot");
    }

    @Test
    void holdsNoUserDataWhenValuesAreLeftOut() throws IOException {
        Snapshot without = shop.snapshot(SnapshotRequest.everything("test").withoutValues());
        Path file = folder.resolve("without");
        SnapshotFile.write(without, file);

        assertThat(without.hasValues()).isFalse();
        assertThat(without.catalog().columnStatistics())
                .hasSameSizeAs(snapshot.catalog().columnStatistics());
        assertThat(json(written())).contains("Name 42").containsPattern("a\\d+@x");
        assertThat(json(file)).doesNotContain("Name 42").doesNotContain("@x");
    }

    @Test
    void recognisesASchemaWhateverItsRows() {
        String before = SchemaFingerprint.of(snapshot.catalog());
        shop.database().execute("INSERT INTO scratch VALUES (1)", "ANALYZE scratch");
        assertThat(SchemaFingerprint.of(shop.snapshot().catalog())).isEqualTo(before);

        shop.database().execute("CREATE INDEX gone_soon ON scratch (a)");
        assertThat(SchemaFingerprint.of(shop.snapshot().catalog())).isNotEqualTo(before);
        shop.database().execute("DROP INDEX gone_soon");
        assertThat(before).matches("[0-9a-f]{64}");
    }

    private Path written() {
        Path file = folder.resolve("shop.snapshot");
        SnapshotFile.write(snapshot, file);
        return file;
    }

    private Path packed(String json) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
            out.write(json.getBytes(StandardCharsets.UTF_8));
        }
        return Files.write(folder.resolve("packed"), bytes.toByteArray());
    }

    private static String json(Path file) throws IOException {
        try (GZIPInputStream in =
                new GZIPInputStream(new ByteArrayInputStream(Files.readAllBytes(file)))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static PgwrightException thrownBy(ThrowingCallable work) {
        return assertThatExceptionOfType(PgwrightException.class).isThrownBy(work).actual();
    }

    private static void assertInvalid(ThrowingCallable reading, String what) {
        assertThatThrownBy(reading)
                .isInstanceOfSatisfying(
                        PgwrightException.class,
                        e -> assertThat(e.code()).isEqualTo(ErrorCode.SNAPSHOT_INVALID))
                .hasMessageContaining(what);
    }
}
