package org.pgwright.repository;

import org.pgwright.error.ErrorCode;
import org.pgwright.error.FileFailure;
import org.pgwright.error.PgwrightException;
import org.pgwright.files.PrivateFile;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Map;

/**
 * Finds the key that passwords are stored under: in the file that PGWRIGHT_KEY_FILE names, in
 * PGWRIGHT_KEY, or in the data folder of an embedded repository, which gets one when it is first
 * asked for.
 *
 * <p>A key file is private, or it is refused.
 */
public final class EncryptionKeys {
    private static final String FILE_VARIABLE = "PGWRIGHT_KEY_FILE";
    private static final String KEY_VARIABLE = "PGWRIGHT_KEY";
    private static final String NAME = "encryption.key";

    private final Map<String, String> environment;
    private final RepositoryLocation location;
    private final SecureRandom random = new SecureRandom();

    /**
     * @param environment the process's environment variables
     */
    public EncryptionKeys(Map<String, String> environment, RepositoryLocation location) {
        this.environment = Map.copyOf(environment);
        this.location = location;
    }

    /**
     * The key.
     *
     * @throws PgwrightException USAGE if there is none, or none that can be used
     */
    EncryptionKey key() {
        String file = environment.getOrDefault(FILE_VARIABLE, "");
        String text = environment.getOrDefault(KEY_VARIABLE, "");
        if (!file.isEmpty() && !text.isEmpty()) {
            throw new PgwrightException(
                    ErrorCode.USAGE,
                    "both " + FILE_VARIABLE + " and " + KEY_VARIABLE + " are set",
                    "unset one of them");
        }
        if (!file.isEmpty()) {
            return read(Path.of(file));
        }
        if (!text.isEmpty()) {
            return EncryptionKey.parse(text, random).orElseThrow(() -> notAKey(KEY_VARIABLE));
        }
        return switch (location) {
            case RepositoryLocation.Embedded embedded -> ofFolder(embedded.data().resolve(NAME));
            case RepositoryLocation.Server server ->
                    throw new PgwrightException(
                            ErrorCode.USAGE,
                            "there is no key to store passwords under",
                            "make a private file with 32 random bytes in base64 (umask 077; openssl"
                                    + " rand -base64 32 > FILE) and set PGWRIGHT_KEY_FILE to it");
        };
    }

    private EncryptionKey ofFolder(Path file) {
        try {
            if (!Files.exists(file)) {
                create(file);
            }
        } catch (IOException failure) {
            throw unusable(file, failure);
        }
        return read(file);
    }

    /** Two processes may do so at once: a link, unlike a move, takes nobody's place. */
    private void create(Path file) throws IOException {
        Path draft = file.resolveSibling(NAME + "." + ProcessHandle.current().pid());
        PrivateFile.replace(draft, EncryptionKey.generate(random));
        try {
            Files.createLink(file, draft);
        } catch (FileAlreadyExistsException quicker) {
            // Theirs is as good.
            return;
        } finally {
            Files.delete(draft);
        }
    }

    private EncryptionKey read(Path file) {
        try {
            if (PrivateFile.isOpenToOthers(file)) {
                throw new PgwrightException(
                        ErrorCode.USAGE,
                        "the key file " + file + " can be read by others",
                        "run chmod 600 on it, and consider its key known");
            }
            return EncryptionKey.parse(Files.readString(file), random)
                    .orElseThrow(() -> notAKey("the key file " + file));
        } catch (IOException failure) {
            throw unusable(file, failure);
        }
    }

    private static PgwrightException unusable(Path file, IOException failure) {
        return new PgwrightException(
                ErrorCode.USAGE,
                "the key file " + file + " cannot be used: " + FileFailure.reason(failure),
                "check the file, or set PGWRIGHT_KEY_FILE to another",
                failure);
    }

    private static PgwrightException notAKey(String where) {
        return new PgwrightException(
                ErrorCode.USAGE,
                where + " does not hold 32 bytes in base64",
                "make a key with openssl rand -base64 32");
    }
}
