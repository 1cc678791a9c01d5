package org.pgwright.web.page;

import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.jspecify.annotations.Nullable;
import org.pgwright.account.Identities;
import org.pgwright.account.Identity;
import org.pgwright.account.SignIn;
import org.pgwright.repository.account.Role;
import org.pgwright.repository.account.User;
import org.pgwright.web.access.AuditTrail;
import org.pgwright.web.access.OidcProvider;
import org.pgwright.web.access.OidcSettings;
import org.pgwright.web.access.PendingSignIns;
import org.pgwright.web.access.SessionUsers;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpStatus;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.oauth2.client.OAuth2AuthorizedClient;
import org.springframework.security.oauth2.client.web.OAuth2AuthorizedClientRepository;
import org.springframework.security.oauth2.core.OAuth2AuthenticationException;
import org.springframework.security.oauth2.core.oidc.OidcIdToken;
import org.springframework.security.oauth2.core.oidc.user.DefaultOidcUser;
import org.springframework.security.oauth2.core.oidc.user.OidcUser;
import org.springframework.web.servlet.View;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Signs people in by a provider of OpenID Connect: authorization code with PKCE, state and nonce.
 * Only the ID token counts; what else the provider gives out is not kept.
 */
public final class OidcSignIn {
    /** Where signing in begins. */
    static final String START = "/sign-in/oidc/" + OidcProvider.ID;

    private static final Logger LOG = LoggerFactory.getLogger(OidcSignIn.class);
    private static final String EMAIL = "email";
    private static final String REFUSED =
            "The provider knows you, but nobody has let you in here. Ask an administrator of"
                    + " pgwright.";
    private static final String FAILED =
            "Signing in did not work, or took too long. Try again; the log of pgwright has more.";

    private final OidcSettings settings;
    private final Identities identities;
    private final AuditTrail audit;
    private final Pages pages;

    public OidcSignIn(OidcSettings settings, Identities identities, AuditTrail audit, Pages pages) {
        this.settings = settings;
        this.identities = identities;
        this.audit = audit;
        this.pages = pages;
    }

    /** Adds it to what the server answers. */
    public void addTo(HttpSecurity http, PendingSignIns pending) {
        http.oauth2Login(
                login ->
                        login.clientRegistrationRepository(new OidcProvider(settings))
                                .authorizedClientRepository(new Forgotten())
                                .loginPage("/sign-in")
                                .authorizationEndpoint(
                                        begin ->
                                                begin.baseUri("/sign-in/oidc")
                                                        .authorizationRequestRepository(pending))
                                .redirectionEndpoint(end -> end.baseUri(OidcProvider.BACK))
                                .userInfoEndpoint(
                                        info ->
                                                info.oidcUserService(
                                                        request ->
                                                                new DefaultOidcUser(
                                                                        List.of(),
                                                                        request.getIdToken())))
                                .successHandler(this::arrived)
                                .failureHandler(this::failed));
    }

    private void arrived(
            HttpServletRequest request, HttpServletResponse response, Authentication known)
            throws ServletException {
        if (!(known.getPrincipal() instanceof OidcUser person)) {
            throw new ServletException("the provider gave no ID token");
        }
        Identity identity = identity(person.getIdToken());
        switch (identities.signIn(identity)) {
            case SignIn.Granted(User user) -> {
                SessionUsers.signIn(request, user);
                audit.note(request, user.name(), user, "signed in by " + settings.name());
                show(
                        request,
                        response,
                        pages.page(Pages.Head.of("arrived", "Signed in", null), Map.of()));
            }
            case SignIn.Refused() -> refuse(request, response, identity.name());
            case SignIn.Throttled throttled -> refuse(request, response, identity.name());
        }
    }

    private void refuse(HttpServletRequest request, HttpServletResponse response, String name)
            throws ServletException {
        audit.note(request, name, null, "refused, though known to " + settings.name());
        show(request, response, message(REFUSED, HttpStatus.FORBIDDEN));
    }

    private void failed(
            HttpServletRequest request,
            HttpServletResponse response,
            AuthenticationException failure)
            throws ServletException {
        // What the provider says of it may be anything: only the word of the standard is kept.
        String word =
                failure instanceof OAuth2AuthenticationException told
                        ? told.getError().getErrorCode()
                        : "failed";
        LOG.warn("signing in by {} failed: {}", settings.name(), safe(word));
        show(request, response, message(FAILED, HttpStatus.UNAUTHORIZED));
    }

    private static String safe(String word) {
        return word.matches("[a-z_]{1,60}") ? word : "unknown error";
    }

    private View message(String text, HttpStatus status) {
        return pages.page(
                Pages.Head.of("message", "Sign in", null).telling(null, status.value()),
                Map.of("text", text));
    }

    private static void show(HttpServletRequest request, HttpServletResponse response, View page)
            throws ServletException {
        try {
            page.render(Map.of(), request, response);
        } catch (Exception failure) {
            throw new ServletException(failure);
        }
    }

    private Identity identity(OidcIdToken token) {
        return new Identity(
                settings.issuer().toString(),
                Objects.requireNonNull(token.getSubject()),
                name(token),
                role(token));
    }

    /** An address of e-mail that the provider has not checked is anybody's. */
    private String name(OidcIdToken token) {
        String claim = settings.claims().name();
        String name = token.getClaimAsString(claim);
        boolean isTrusted = !claim.equals(EMAIL) || Boolean.TRUE.equals(token.getEmailVerified());
        return name == null || !isTrusted ? "" : name;
    }

    /** The highest of those that the words mean. */
    private @Nullable Role role(OidcIdToken token) {
        Object words = token.getClaims().get(settings.claims().role());
        Stream<?> all = words instanceof Collection<?> several ? several.stream() : Stream.of();
        if (words instanceof String one) {
            all = Stream.of(one);
        }
        return all.map(word -> Optional.ofNullable(settings.claims().roles().get(word)))
                .flatMap(Optional::stream)
                .reduce((one, other) -> one.includes(other) ? one : other)
                .orElse(null);
    }

    /** Nobody needs the provider's tokens after that. */
    private static final class Forgotten implements OAuth2AuthorizedClientRepository {
        @Override
        @SuppressWarnings("TypeParameterUnusedInFormals") // as the interface has it
        public <T extends OAuth2AuthorizedClient> @Nullable T loadAuthorizedClient(
                String id, Authentication principal, HttpServletRequest request) {
            return null;
        }

        @Override
        public void saveAuthorizedClient(
                OAuth2AuthorizedClient client,
                Authentication principal,
                HttpServletRequest request,
                HttpServletResponse response) {}

        @Override
        public void removeAuthorizedClient(
                String id,
                Authentication principal,
                HttpServletRequest request,
                HttpServletResponse response) {}
    }
}
