package org.pgwright.alerting;

import org.jspecify.annotations.Nullable;
import org.pgwright.error.ErrorCode;
import org.pgwright.error.FileFailure;
import org.pgwright.error.PgwrightException;
import org.pgwright.files.PrivateFile;
import org.pgwright.postgres.Secret;
import org.pgwright.repository.ChannelSecrets;
import org.pgwright.repository.EncryptionKeys;
import org.pgwright.repository.Repository;
import org.pgwright.repository.RepositoryLocation;
import org.pgwright.repository.alerts.StoredChannel;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Map;
import java.util.UUID;

/**
 * Finds the secret of a channel, each time anew: in the environment ({@code env:NAME}), in a
 * private file ({@code file:PATH}), or in the repository ({@code stored}).
 */
public final class ChannelSecret {
    private static final String ENVIRONMENT = "env:";
    private static final String FILE = "file:";
    private static final long LARGEST = 64 * 1024;

    private final Map<String, String> environment;
    private final ChannelSecrets stored;

    /**
     * @param environment the process's environment variables
     */
    public ChannelSecret(Map<String, String> environment, ChannelSecrets stored) {
        this.environment = Map.copyOf(environment);
        this.stored = stored;
    }

    /** Those of a repository, by the environment that also says where the key is. */
    public static ChannelSecret of(Map<String, String> environment, RepositoryLocation location) {
        return new ChannelSecret(
                environment, new ChannelSecrets(new EncryptionKeys(environment, location)));
    }

    /**
     * Checks how a secret is referred to.
     *
     * @throws PgwrightException USAGE for anything but {@code env:NAME} and {@code file:PATH}
     */
    public static void check(String reference) {
        boolean isNamed = reference.startsWith(ENVIRONMENT) || reference.startsWith(FILE);
        if (!isNamed || reference.indexOf(':') == reference.length() - 1) {
            throw new PgwrightException(
                    ErrorCode.USAGE,
                    "a secret is referred to as env:NAME or file:PATH",
                    "give one of these, not the secret itself");
        }
    }

    /**
     * The secret.
     *
     * @return null for a channel that has none
     * @throws PgwrightException USAGE if it is not where it should be
     */
    public @Nullable Secret of(Repository repository, StoredChannel channel) {
        String reference = channel.secretReference();
        if (reference == null) {
            return null;
        }
        if (reference.equals(StoredChannel.STORED)) {
            return stored.read(repository, channel.id())
                    .orElseThrow(
                            () -> missing(channel.name(), "it is not in the repository", null));
        }
        return referred(channel.name(), reference);
    }

    /**
     * What a reference leads to.
     *
     * @param channel its name, for what is said
     * @throws PgwrightException USAGE if it is not where it should be
     */
    Secret referred(String channel, String reference) {
        if (reference.startsWith(ENVIRONMENT)) {
            String value = environment.getOrDefault(reference.substring(ENVIRONMENT.length()), "");
            if (value.isEmpty()) {
                throw missing(channel, "the environment does not have it", null);
            }
            return new Secret(value);
        }
        check(reference);
        return ofFile(channel, reference.substring(FILE.length()));
    }

    /**
     * A secret as it may be kept.
     *
     * @throws PgwrightException USAGE if there is no key
     */
    byte[] encrypted(UUID channel, Secret secret) {
        return stored.encrypted(channel, secret);
    }

    private static Secret ofFile(String channel, String name) {
        try {
            Path file = Path.of(name);
            if (PrivateFile.isOpenToOthers(file)) {
                throw missing(channel, "its file can be read by others", null);
            }
            if (Files.size(file) > LARGEST) {
                throw missing(channel, "its file is too large", null);
            }
            return new Secret(Files.readString(file).strip());
        } catch (IOException failure) {
            throw missing(channel, "its file: " + FileFailure.reason(failure), failure);
        } catch (InvalidPathException none) {
            throw missing(channel, "its file has no possible name", none);
        }
    }

    private static PgwrightException missing(
            String channel, String why, @Nullable Exception cause) {
        return new PgwrightException(
                ErrorCode.USAGE,
                "the secret of channel '%s' cannot be had: %s".formatted(channel, why),
                "see to what it refers to, or add the channel again",
                cause);
    }
}
