package org.pgwright.repository;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pgwright.error.ErrorCode;
import org.pgwright.error.PgwrightException;
import org.pgwright.files.PrivateFile;
import org.pgwright.postgres.ConnectionSettings;
import org.pgwright.postgres.Secret;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Map;

final class EncryptionKeyTest {
    private static final Secret PASSWORD = new Secret("s3cr3t ☃");
    private static final byte[] PURPOSE = "node 1".getBytes(StandardCharsets.UTF_8);
    private static final RepositoryLocation SERVER =
            new RepositoryLocation.Server(
                    ConnectionSettings.to("127.0.0.1", 1, "me", "nowhere", null));

    @TempDir private Path folder;

    @Test
    void readsWhatItWrote() {
        EncryptionKey key = fresh();
        byte[] stored = key.encrypt(PASSWORD, PURPOSE);
        assertThat(key.decrypt(stored, PURPOSE)).isEqualTo(PASSWORD);
        assertThat(new String(stored, StandardCharsets.UTF_8)).doesNotContain("s3cr3t");
    }

    @Test
    void neverWritesTheSameTwice() {
        EncryptionKey key = fresh();
        assertThat(key.encrypt(PASSWORD, PURPOSE)).isNotEqualTo(key.encrypt(PASSWORD, PURPOSE));
    }

    @Test
    void refusesWhatAnotherKeyWroteAndNamesBoth() {
        EncryptionKey theirs = fresh();
        EncryptionKey ours = fresh();
        byte[] stored = theirs.encrypt(PASSWORD, PURPOSE);
        assertThatThrownBy(() -> ours.decrypt(stored, PURPOSE))
                .isInstanceOf(PgwrightException.class)
                .hasMessageContaining(theirs.keyId())
                .hasMessageContaining(ours.keyId())
                .hasMessageContaining("PGWRIGHT_KEY_FILE");
    }

    @Test
    void refusesWhatIsForAnotherServer() {
        EncryptionKey key = fresh();
        byte[] stored = key.encrypt(PASSWORD, PURPOSE);
        byte[] other = "node 2".getBytes(StandardCharsets.UTF_8);
        assertThatThrownBy(() -> key.decrypt(stored, other))
                .hasMessageContaining("belongs to another server");
    }

    @Test
    void refusesWhateverWasChangedOrCutOff() {
        EncryptionKey key = fresh();
        byte[] stored = key.encrypt(PASSWORD, PURPOSE);
        for (int i = 0; i < stored.length; i++) {
            byte[] changed = stored.clone();
            changed[i] ^= 1;
            byte[] cut = Arrays.copyOf(stored, i);
            assertThatThrownBy(() -> key.decrypt(changed, PURPOSE))
                    .isInstanceOf(PgwrightException.class);
            assertThatThrownBy(() -> key.decrypt(cut, PURPOSE))
                    .isInstanceOf(PgwrightException.class);
        }
    }

    @Test
    void printsNothingOfItself() {
        String text = EncryptionKey.generate(new SecureRandom());
        EncryptionKey key = EncryptionKey.parse(text, new SecureRandom()).orElseThrow();
        assertThat(key.toString()).isEqualTo("key " + key.keyId()).doesNotContain(text);
    }

    @Test
    void isMadeOnceInTheFolderOfAnEmbeddedRepository() throws IOException {
        RepositoryLocation embedded = new RepositoryLocation.Embedded(folder);
        EncryptionKey first = new EncryptionKeys(Map.of(), embedded).key();
        EncryptionKey second = new EncryptionKeys(Map.of(), embedded).key();
        assertThat(first.keyId()).isEqualTo(second.keyId());
        Path file = folder.resolve("encryption.key");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        assertThat(folder).isDirectoryNotContaining(other -> !other.equals(file));
    }

    @Test
    void comesFromTheFileOrTheVariable() throws IOException {
        String text = EncryptionKey.generate(new SecureRandom());
        Path file = privateFile(text + "\n");
        EncryptionKey named =
                new EncryptionKeys(Map.of("PGWRIGHT_KEY_FILE", file.toString()), SERVER).key();
        EncryptionKey given = new EncryptionKeys(Map.of("PGWRIGHT_KEY", text), SERVER).key();
        assertThat(named.keyId()).isEqualTo(given.keyId());
    }

    @Test
    void isAskedForWhereThereIsNone() {
        assertRefused(Map.of(), "there is no key to store passwords under");
    }

    @Test
    void refusesAFileThatOthersCanRead() throws IOException {
        Path file = privateFile(EncryptionKey.generate(new SecureRandom()));
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
        assertRefused(Map.of("PGWRIGHT_KEY_FILE", file.toString()), "can be read by others");
    }

    @Test
    void refusesAFileThatIsMissingOrHoldsNoKeyWithoutShowingIt() throws IOException {
        Path missing = folder.resolve("missing");
        assertRefused(Map.of("PGWRIGHT_KEY_FILE", missing.toString()), "it does not exist");
        Path file = privateFile("c2hvcnQ=");
        assertRefused(Map.of("PGWRIGHT_KEY_FILE", file.toString()), "32 bytes in base64");
        assertRefused(Map.of("PGWRIGHT_KEY", "hunter2!"), "PGWRIGHT_KEY does not hold");
    }

    @Test
    void refusesToChooseBetweenTwo() {
        assertRefused(Map.of("PGWRIGHT_KEY_FILE", "/a", "PGWRIGHT_KEY", "b"), "unset one");
    }

    private static void assertRefused(Map<String, String> environment, String what) {
        assertThatThrownBy(() -> new EncryptionKeys(environment, SERVER).key())
                .isInstanceOfSatisfying(
                        PgwrightException.class,
                        failure -> assertThat(failure.code()).isEqualTo(ErrorCode.USAGE))
                .hasMessageContaining(what)
                .hasMessageNotContaining("hunter2");
    }

    private Path privateFile(String text) {
        Path file = folder.resolve("key");
        PrivateFile.replace(file, text);
        return file;
    }

    private static EncryptionKey fresh() {
        SecureRandom random = new SecureRandom();
        return EncryptionKey.parse(EncryptionKey.generate(random), random).orElseThrow();
    }
}
