package org.pgwright.repository;

import org.jspecify.annotations.Nullable;
import org.pgwright.error.ErrorCode;
import org.pgwright.error.PgwrightException;
import org.pgwright.postgres.Secret;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;

import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * A key of 256 bits that passwords are stored under: AES-GCM (NIST SP 800-38D) with a random nonce,
 * bound to what the password is for, so that a stored one cannot be moved to another server.
 *
 * <p>What it makes begins with its format (one byte), the key's id (four), and the nonce (twelve).
 * Prints without the key.
 */
final class EncryptionKey {
    static final int KEY_BYTES = 32;

    private static final byte FORMAT = 1;
    private static final int ID_BYTES = 4;
    private static final int NONCE_BYTES = 12;
    private static final int HEADER_BYTES = 1 + ID_BYTES + NONCE_BYTES;
    private static final int TAG_BITS = 128;
    private static final String CIPHER = "AES/GCM/NoPadding";

    private final SecretKeySpec key;
    private final byte[] id;
    private final SecureRandom random;

    private EncryptionKey(byte[] key, SecureRandom random) {
        this.key = new SecretKeySpec(key, "AES");
        this.id = Arrays.copyOf(sha256(key), ID_BYTES);
        this.random = random;
    }

    /**
     * The key of a text.
     *
     * @param text 32 bytes in base64
     * @return empty if it is anything else
     */
    static Optional<EncryptionKey> parse(String text, SecureRandom random) {
        try {
            byte[] key = Base64.getDecoder().decode(text.strip());
            return key.length == KEY_BYTES
                    ? Optional.of(new EncryptionKey(key, random))
                    : Optional.empty();
        } catch (IllegalArgumentException noBase64) {
            return Optional.empty();
        }
    }

    /** A new random key, as {@link #parse} takes it. */
    static String generate(SecureRandom random) {
        byte[] key = new byte[KEY_BYTES];
        random.nextBytes(key);
        return Base64.getEncoder().encodeToString(key);
    }

    /** Tells keys apart without giving them away; hexadecimal digits. */
    String keyId() {
        return HexFormat.of().formatHex(id);
    }

    /**
     * Encrypts.
     *
     * @param purpose has to be given again to decrypt
     */
    byte[] encrypt(Secret secret, byte[] purpose) {
        byte[] nonce = new byte[NONCE_BYTES];
        random.nextBytes(nonce);
        byte[] header = ByteBuffer.allocate(HEADER_BYTES).put(FORMAT).put(id).put(nonce).array();
        try {
            byte[] encrypted =
                    cipher(Cipher.ENCRYPT_MODE, header, nonce, purpose)
                            .doFinal(secret.reveal().getBytes(StandardCharsets.UTF_8));
            return ByteBuffer.allocate(HEADER_BYTES + encrypted.length)
                    .put(header)
                    .put(encrypted)
                    .array();
        } catch (GeneralSecurityException failure) {
            throw new IllegalStateException("AES-GCM is part of every JDK", failure);
        }
    }

    /**
     * Decrypts.
     *
     * @throws PgwrightException USAGE for another key, INTERNAL for what was changed since
     */
    Secret decrypt(byte[] stored, byte[] purpose) {
        if (stored.length <= HEADER_BYTES || stored[0] != FORMAT) {
            throw damaged(null);
        }
        if (!Arrays.equals(id, 0, ID_BYTES, stored, 1, 1 + ID_BYTES)) {
            throw new PgwrightException(
                    ErrorCode.USAGE,
                    "a stored password is encrypted under another key (%s, not %s)"
                            .formatted(HexFormat.of().formatHex(stored, 1, 1 + ID_BYTES), keyId()),
                    "name the key that it was stored under with PGWRIGHT_KEY_FILE, or store the"
                            + " password again");
        }
        byte[] header = Arrays.copyOf(stored, HEADER_BYTES);
        byte[] nonce = Arrays.copyOfRange(stored, 1 + ID_BYTES, HEADER_BYTES);
        try {
            byte[] plain =
                    cipher(Cipher.DECRYPT_MODE, header, nonce, purpose)
                            .doFinal(stored, HEADER_BYTES, stored.length - HEADER_BYTES);
            return new Secret(new String(plain, StandardCharsets.UTF_8));
        } catch (AEADBadTagException changed) {
            throw damaged(changed);
        } catch (GeneralSecurityException failure) {
            throw new IllegalStateException("AES-GCM is part of every JDK", failure);
        }
    }

    private Cipher cipher(int mode, byte[] header, byte[] nonce, byte[] purpose)
            throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance(CIPHER);
        cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
        cipher.updateAAD(header);
        cipher.updateAAD(purpose);
        return cipher;
    }

    private static PgwrightException damaged(@Nullable Throwable cause) {
        return new PgwrightException(
                ErrorCode.INTERNAL,
                "a stored password was changed, or belongs to another server",
                "store the password again",
                cause);
    }

    private static byte[] sha256(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (NoSuchAlgorithmException failure) {
            throw new IllegalStateException("SHA-256 is part of every JDK", failure);
        }
    }

    @Override
    public String toString() {
        return "key " + keyId();
    }
}
