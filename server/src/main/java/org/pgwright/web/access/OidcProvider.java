package org.pgwright.web.access;

import org.jspecify.annotations.Nullable;
import org.pgwright.postgres.Secret;
import org.springframework.security.oauth2.client.registration.ClientRegistration;
import org.springframework.security.oauth2.client.registration.ClientRegistration.ClientSettings;
import org.springframework.security.oauth2.client.registration.ClientRegistrationRepository;
import org.springframework.security.oauth2.client.registration.ClientRegistrations;
import org.springframework.security.oauth2.core.AuthorizationGrantType;
import org.springframework.security.oauth2.core.ClientAuthenticationMethod;

/**
 * The one provider. What it says of itself is asked for when somebody first signs in by it: that it
 * is away keeps nobody from starting pgwright, and from signing in otherwise.
 */
public final class OidcProvider implements ClientRegistrationRepository {
    /** The last part of addresses of ours. */
    public static final String ID = "provider";

    /** Where people come back to. */
    public static final String BACK = "/sign-in/oidc-back";

    private final OidcSettings settings;
    private @Nullable ClientRegistration known;

    public OidcProvider(OidcSettings settings) {
        this.settings = settings;
    }

    @Override
    public synchronized @Nullable ClientRegistration findByRegistrationId(String id) {
        if (!id.equals(ID)) {
            return null;
        }
        ClientRegistration registration = known;
        if (registration == null) {
            registration = discovered();
            known = registration;
        }
        return registration;
    }

    /** A key for the exchange of the code is sent whatever the provider says of it (PKCE). */
    private ClientRegistration discovered() {
        Secret secret = settings.client().secret();
        ClientRegistration.Builder registration =
                ClientRegistrations.fromOidcIssuerLocation(settings.issuer().toString())
                        .registrationId(ID)
                        .clientId(settings.client().id())
                        .clientName(settings.name())
                        .authorizationGrantType(AuthorizationGrantType.AUTHORIZATION_CODE)
                        .redirectUri("{baseUrl}" + BACK)
                        .scope("openid", "profile", "email")
                        .clientSettings(ClientSettings.builder().requireProofKey(true).build());
        return secret == null
                ? registration.clientAuthenticationMethod(ClientAuthenticationMethod.NONE).build()
                : registration.clientSecret(secret.reveal()).build();
    }
}
