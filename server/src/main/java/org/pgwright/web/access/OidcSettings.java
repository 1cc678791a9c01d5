package org.pgwright.web.access;

import org.jspecify.annotations.Nullable;
import org.pgwright.postgres.Secret;
import org.pgwright.repository.account.Role;

import java.net.URI;
import java.util.Map;

/**
 * Who else knows people: a provider of OpenID Connect.
 *
 * @param name as the sign-in page calls it
 * @param claims which of its claims say who somebody is, and what they may
 */
public record OidcSettings(URI issuer, Client client, String name, Claims claims) {
    /**
     * What we are to the provider.
     *
     * @param secret null for a client that has none
     */
    public record Client(String id, @Nullable Secret secret) {}

    /**
     * Claims of the ID token.
     *
     * @param name a claim with a name for a user
     * @param role a claim with words, of which some are roles
     * @param roles what each word means; without any, only users of ours get in
     */
    public record Claims(String name, String role, Map<String, Role> roles) {
        public Claims {
            roles = Map.copyOf(roles);
        }
    }
}
