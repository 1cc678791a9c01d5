package org.pgwright.web.access;

import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseCookie;
import org.springframework.security.oauth2.client.web.AuthorizationRequestRepository;
import org.springframework.security.oauth2.core.endpoint.OAuth2AuthorizationRequest;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.random.RandomGenerator;

/**
 * Sign-ins that are under way at the provider, each good once and for a few minutes. They are in
 * memory, and what belongs to one is found by a cookie of its own: that of the session is not sent
 * when somebody comes back from another site, and whoever only begins leaves nothing in the
 * repository.
 */
public final class PendingSignIns
        implements AuthorizationRequestRepository<OAuth2AuthorizationRequest> {
    public static final String COOKIE = "pgwright_signing_in";

    private static final Duration LIFE = Duration.ofMinutes(10);
    private static final int MOST = 10_000;
    private static final int BYTES = 32;

    private final WebOptions options;
    private final InstantSource clock;
    private final RandomGenerator random;
    private final Map<String, Pending> pending = new LinkedHashMap<>();

    private record Pending(OAuth2AuthorizationRequest request, Instant until) {}

    /**
     * @param random must not be predictable
     */
    public PendingSignIns(WebOptions options, InstantSource clock, RandomGenerator random) {
        this.options = options;
        this.clock = clock;
        this.random = random;
    }

    @Override
    public synchronized @Nullable OAuth2AuthorizationRequest loadAuthorizationRequest(
            HttpServletRequest request) {
        return valid(request, pending.get(key(request)));
    }

    @Override
    public synchronized void saveAuthorizationRequest(
            @Nullable OAuth2AuthorizationRequest begun,
            HttpServletRequest request,
            HttpServletResponse response) {
        if (begun == null) {
            removeAuthorizationRequest(request, response);
            return;
        }
        byte[] bytes = new byte[BYTES];
        random.nextBytes(bytes);
        String key = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
        Instant now = clock.instant();
        pending.values().removeIf(one -> one.until().isBefore(now));
        Iterator<String> oldest = pending.keySet().iterator();
        while (pending.size() >= MOST && oldest.hasNext()) {
            oldest.next();
            oldest.remove();
        }
        pending.put(key, new Pending(begun, now.plus(LIFE)));
        response.addHeader(HttpHeaders.SET_COOKIE, cookie(key, LIFE).toString());
    }

    @Override
    public synchronized @Nullable OAuth2AuthorizationRequest removeAuthorizationRequest(
            HttpServletRequest request, HttpServletResponse response) {
        Pending one = pending.remove(key(request));
        response.addHeader(HttpHeaders.SET_COOKIE, cookie("", Duration.ZERO).toString());
        return valid(request, one);
    }

    /** Only for whom the provider returns what we sent there. */
    private @Nullable OAuth2AuthorizationRequest valid(
            HttpServletRequest request, @Nullable Pending one) {
        String state = request.getParameter("state");
        boolean isValid =
                one != null
                        && one.until().isAfter(clock.instant())
                        && state != null
                        && state.equals(one.request().getState());
        return isValid && one != null ? one.request() : null;
    }

    private String key(HttpServletRequest request) {
        Cookie[] cookies = request.getCookies();
        if (cookies != null) {
            for (Cookie cookie : cookies) {
                if (cookie.getName().equals(options.cookie(COOKIE))) {
                    return cookie.getValue();
                }
            }
        }
        return "";
    }

    /** Lax: it has to come with the request that the provider sends people back with. */
    private ResponseCookie cookie(String value, Duration life) {
        return ResponseCookie.from(options.cookie(COOKIE), value)
                .path("/")
                .httpOnly(true)
                .secure(options.isSecure())
                .sameSite("Lax")
                .maxAge(life)
                .build();
    }
}
