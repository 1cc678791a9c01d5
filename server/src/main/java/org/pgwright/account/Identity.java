package org.pgwright.account;

import org.jspecify.annotations.Nullable;
import org.pgwright.repository.account.Role;

/**
 * Who a provider of OpenID Connect says that somebody is.
 *
 * @param issuer the provider
 * @param subject never changes, and is nobody else's there
 * @param name as people know that user; empty where the provider does not say
 * @param role what the provider's words mean with us; null for nothing
 */
public record Identity(String issuer, String subject, String name, @Nullable Role role) {
    public Identity {
        if (issuer.isEmpty() || subject.isEmpty()) {
            throw new IllegalArgumentException("an identity has an issuer and a subject");
        }
    }
}
