package org.pgwright.cli;

import org.jspecify.annotations.Nullable;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;

/**
 * How {@code pgwright serve} is to be reached, as it was given.
 *
 * @param listen an address and a port
 * @param oidc null for passwords only
 * @param telemetry where traces and logs are sent to; null for nowhere
 */
public record ServeOptions(
        String listen, Reach reach, @Nullable Oidc oidc, @Nullable URI telemetry) {
    /**
     * By TLS or not.
     *
     * @param certificate null for none
     * @param key null for none
     */
    public record Reach(@Nullable Path certificate, @Nullable Path key, boolean isBehindProxy) {}

    /**
     * A provider of OpenID Connect.
     *
     * @param secret {@code env:NAME} or {@code file:PATH}; null for none
     * @param name for people; null for the provider's host
     */
    public record Oidc(
            URI issuer,
            String clientId,
            @Nullable String secret,
            @Nullable String name,
            Claims claims) {}

    /**
     * Which claims count.
     *
     * @param name with the name of a user
     * @param role with words
     * @param roles {@code WORD} or {@code WORD=ROLE}
     */
    public record Claims(String name, String role, List<String> roles) {
        public Claims {
            roles = List.copyOf(roles);
        }
    }
}
