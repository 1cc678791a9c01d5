package org.pgwright.repository;

import org.pgwright.postgres.Secret;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.UUID;

/** The secrets of notification channels that are kept here, encrypted as passwords are. */
public final class ChannelSecrets {
    private static final byte[] PURPOSE =
            "pgwright channel secret".getBytes(StandardCharsets.US_ASCII);

    private final EncryptionKeys keys;

    /**
     * @param keys asked only where there is a secret
     */
    public ChannelSecrets(EncryptionKeys keys) {
        this.keys = keys;
    }

    /**
     * A secret as it may be kept.
     *
     * @throws org.pgwright.error.PgwrightException USAGE if there is no key
     */
    public byte[] encrypted(UUID channel, Secret secret) {
        return keys.key().encrypt(secret, purpose(channel));
    }

    /**
     * The secret that is kept of a channel; empty for none.
     *
     * @throws org.pgwright.error.PgwrightException USAGE if the key is missing or another
     */
    public Optional<Secret> read(Repository repository, UUID channel) {
        Optional<byte[]> stored =
                repository.inTransaction(
                        Work.READ,
                        jdbc ->
                                jdbc.sql(
                                                """
                                                SELECT encrypted_secret FROM notification_channel
                                                 WHERE id = ? AND encrypted_secret IS NOT NULL
                                                """)
                                        .param(channel)
                                        .query((row, number) -> row.getBytes(1))
                                        .optional());
        return stored.map(bytes -> keys.key().decrypt(bytes, purpose(channel)));
    }

    /** Of one channel only, so that a secret cannot be moved to another by who may write here. */
    private static byte[] purpose(UUID channel) {
        return ByteBuffer.allocate(PURPOSE.length + 2 * Long.BYTES)
                .put(PURPOSE)
                .putLong(channel.getMostSignificantBits())
                .putLong(channel.getLeastSignificantBits())
                .array();
    }
}
