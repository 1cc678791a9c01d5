package org.pgwright.alerting;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pgwright.error.PgwrightException;
import org.pgwright.postgres.Secret;
import org.pgwright.repository.ChannelSecrets;
import org.pgwright.repository.EncryptionKeys;
import org.pgwright.repository.Repositories;
import org.pgwright.repository.Repository;
import org.pgwright.repository.alerts.ChannelKind;
import org.pgwright.repository.alerts.Channels;
import org.pgwright.repository.alerts.StoredChannel;
import org.pgwright.repository.strategy.Actor;
import org.pgwright.testing.TestDatabase;
import org.pgwright.testing.TestServers;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** Where secrets of channels are found, and what is said where they are not. */
final class ChannelSecretTest {
    private static final UUID ID = UUID.fromString("10000000-0000-7000-8000-000000000001");
    private static final UUID OTHER = UUID.fromString("10000000-0000-7000-8000-000000000002");
    private static final Map<String, String> ENVIRONMENT =
            Map.of(
                    "HOOK", "hush-1",
                    "PGWRIGHT_KEY", "MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=");

    @TempDir Path folder;

    private TestDatabase database;
    private Repository repository;

    @BeforeEach
    void openARepository() {
        database = TestServers.freshDatabase(TestServers.NEWEST);
        repository = Repositories.on(database);
    }

    @AfterEach
    void closeIt() {
        repository.close();
        database.close();
    }

    private String secret(@Nullable String reference) {
        return secret(ENVIRONMENT, ID, reference);
    }

    private String secret(Map<String, String> environment, UUID id, @Nullable String reference) {
        Secret found =
                ChannelSecret.of(environment, repository.location())
                        .of(repository, channel(id, reference));
        return found == null ? "none" : found.reveal();
    }

    private static StoredChannel channel(UUID id, @Nullable String reference) {
        return new StoredChannel(id, ChannelKind.WEBHOOK, "ops" + id, Map.of(), reference, false);
    }

    private Path file(String text, String permissions) throws IOException {
        Path file = folder.resolve("secret");
        Files.writeString(file, text);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(permissions));
        return file;
    }

    @Test
    void areNoneWhereNoneIsNamed() {
        assertThat(secret(null)).isEqualTo("none");
    }

    @Test
    void areOfTheEnvironment() {
        assertThat(secret("env:HOOK")).isEqualTo("hush-1");
        assertThatThrownBy(() -> secret("env:NONE"))
                .isInstanceOf(PgwrightException.class)
                .hasMessageContaining("the environment does not have it");
    }

    @Test
    void areOfAPrivateFile() throws IOException {
        assertThat(secret("file:" + file("hush-2\n", "rw-------"))).isEqualTo("hush-2");
    }

    @Test
    void areNotOfAFileThatOthersMayReadNorOfNone() throws IOException {
        Path open = file("hush-2", "rw-r--r--");
        assertThatThrownBy(() -> secret("file:" + open))
                .hasMessageContaining("its file can be read by others")
                .hasMessageNotContaining("hush");
        Path none = folder.resolve("none");
        assertThatThrownBy(() -> secret("file:" + none)).isInstanceOf(PgwrightException.class);
    }

    @Test
    void areKeptEncryptedUnderTheKeyAndForOneChannel() {
        byte[] encrypted =
                new ChannelSecrets(new EncryptionKeys(ENVIRONMENT, repository.location()))
                        .encrypted(ID, new Secret("hush-3"));
        assertThat(new String(encrypted, StandardCharsets.ISO_8859_1)).doesNotContain("hush");
        for (UUID id : new UUID[] {ID, OTHER}) {
            repository.inTransaction(
                    jdbc -> {
                        new Channels()
                                .add(
                                        jdbc,
                                        channel(id, StoredChannel.STORED),
                                        Optional.of(encrypted),
                                        Actor.LOCAL,
                                        Instant.EPOCH);
                        return null;
                    });
        }
        assertThat(secret(StoredChannel.STORED)).isEqualTo("hush-3");
        assertThatThrownBy(() -> secret(ENVIRONMENT, OTHER, StoredChannel.STORED))
                .isInstanceOf(PgwrightException.class);
        Map<String, String> otherKey =
                Map.of("PGWRIGHT_KEY", "YTEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=");
        assertThatThrownBy(() -> secret(otherKey, ID, StoredChannel.STORED))
                .isInstanceOf(PgwrightException.class);
        assertThatThrownBy(() -> secret(Map.of(), ID, StoredChannel.STORED))
                .isInstanceOf(PgwrightException.class);
    }

    @Test
    void areNeverGivenInPlaceOfAReference() {
        for (String wrong : new String[] {"hush", "env:", "file:", "stored"}) {
            assertThatThrownBy(() -> ChannelSecret.check(wrong))
                    .hasMessageContaining("env:NAME or file:PATH")
                    .hasMessageNotContaining("hush");
        }
    }
}
