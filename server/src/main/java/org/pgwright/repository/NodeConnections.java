package org.pgwright.repository;

import org.jspecify.annotations.Nullable;
import org.pgwright.postgres.ConnectionSettings;
import org.pgwright.postgres.Secret;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** How registered servers are reached, with the passwords of those who asked to have them kept. */
public final class NodeConnections {
    private static final byte[] PURPOSE =
            "pgwright node password".getBytes(StandardCharsets.US_ASCII);

    private final Repository repository;
    private final EncryptionKeys keys;

    /**
     * @param keys asked only where there is a password
     */
    public NodeConnections(Repository repository, EncryptionKeys keys) {
        this.repository = repository;
        this.keys = keys;
    }

    /**
     * Sees to it that a password could be kept.
     *
     * @throws org.pgwright.error.PgwrightException USAGE if there is no key
     */
    public void checkKey() {
        var unused = keys.key();
    }

    /**
     * Keeps the password of a server, encrypted; only for those who ask for it.
     *
     * @throws org.pgwright.error.PgwrightException USAGE if there is no key
     */
    public void storePassword(RegisteredNode node, Secret password) {
        byte[] encrypted = keys.key().encrypt(password, purpose(node));
        repository.repeatably(
                jdbc ->
                        jdbc.sql(
                                        """
                                        UPDATE node SET encrypted_password = :password
                                         WHERE instance_id = :instance AND node_id = :node
                                        """)
                                .param("password", encrypted)
                                .param("instance", node.instanceId())
                                .param("node", node.nodeId())
                                .update());
    }

    /**
     * How to reach a server, with its password where that is kept.
     *
     * @throws org.pgwright.error.PgwrightException USAGE if the key is missing or another
     */
    public ConnectionSettings connection(RegisteredNode node) {
        return repository.repeatably(
                Work.READ,
                jdbc ->
                        jdbc.sql(
                                        """
                                        SELECT connection, encrypted_password FROM node
                                         WHERE instance_id = :instance AND node_id = :node
                                        """)
                                .param("instance", node.instanceId())
                                .param("node", node.nodeId())
                                .query(
                                        (row, number) ->
                                                StoredConnection.parse(row.getString(1))
                                                        .settings(password(node, row.getBytes(2))))
                                .single());
    }

    private @Nullable Secret password(RegisteredNode node, byte @Nullable [] stored) {
        return stored == null ? null : keys.key().decrypt(stored, purpose(node));
    }

    /** Of one server only, so that a password cannot be moved to another by who may write here. */
    private static byte[] purpose(RegisteredNode node) {
        return ByteBuffer.allocate(PURPOSE.length + 2 * Long.BYTES + Integer.BYTES)
                .put(PURPOSE)
                .putLong(node.instanceId().getMostSignificantBits())
                .putLong(node.instanceId().getLeastSignificantBits())
                .putInt(node.nodeId())
                .array();
    }
}
