package org.pgwright.repository.alerts;

import org.jspecify.annotations.Nullable;

import java.util.Map;
import java.util.UUID;

/**
 * Where alerts are sent to, as the repository keeps it (table {@code notification_channel}).
 *
 * @param settings without any secret
 * @param secretReference {@code env:NAME}, {@code file:PATH} or {@code stored}; null for none
 * @param allowsPrivate whether it may lead to private, loopback and link-local addresses
 */
public record StoredChannel(
        UUID id,
        ChannelKind kind,
        String name,
        Map<String, String> settings,
        @Nullable String secretReference,
        boolean allowsPrivate) {
    /** Of a channel whose secret is in the repository, encrypted. */
    public static final String STORED = "stored";

    private static final int LONGEST_NAME = 100;

    public StoredChannel {
        settings = Map.copyOf(settings);
        if (name.isBlank() || name.length() > LONGEST_NAME) {
            throw new IllegalArgumentException(
                    "the name of a channel has 1 to " + LONGEST_NAME + " characters");
        }
    }
}
