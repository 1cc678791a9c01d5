package org.pgwright.web.access;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;

import io.github.bucket4j.Bandwidth;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.ConsumptionProbe;
import io.github.bucket4j.TimeMeter;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.jspecify.annotations.Nullable;
import org.pgwright.repository.account.User;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.web.filter.OncePerRequestFilter;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;

/**
 * Keeps any one program, person or address from asking the API more often than is good for the
 * others: each has a bucket of its own that fills up evenly. Pages have no limit here.
 */
public final class RateLimits extends OncePerRequestFilter {
    private static final Duration WINDOW = Duration.ofSeconds(30);
    private static final long NANOS = 1_000_000_000;

    /** More than are at it at once; a bucket that is forgotten is full again. */
    private static final int MOST_BUCKETS = 100_000;

    private static final String API = "/api/";

    private final TimeMeter time;
    private final Limits limits;
    private final Cache<String, Bucket> buckets =
            Caffeine.newBuilder().expireAfterAccess(WINDOW).maximumSize(MOST_BUCKETS).build();

    public RateLimits(InstantSource clock, Limits limits) {
        this.time = new Clock(clock);
        this.limits = limits;
    }

    /**
     * How many requests there may be at once, which come back evenly within 30 seconds.
     *
     * @param ofToken of each token, and of each person who is signed in
     * @param ofAddress of each address that nobody is known at
     */
    public record Limits(int ofToken, int ofAddress) {
        /** Twenty a second for long, far more for a moment. */
        public static final Limits USUAL = new Limits(600, 300);

        public Limits {
            if (ofToken < 1 || ofAddress < 1) {
                throw new IllegalArgumentException(
                        "a limit is below one: %d, %d".formatted(ofToken, ofAddress));
            }
        }
    }

    @Override
    protected boolean shouldNotFilter(HttpServletRequest request) {
        return !request.getRequestURI().startsWith(API);
    }

    @Override
    protected void doFilterInternal(
            HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        Authentication who = SecurityContextHolder.getContext().getAuthentication();
        @Nullable User user = SignedIn.user(who);
        int most = user == null ? limits.ofAddress() : limits.ofToken();
        String key = user == null ? "address " + request.getRemoteAddr() : key(user, who);
        ConsumptionProbe probe =
                buckets.get(key, unknown -> bucket(most)).tryConsumeAndReturnRemaining(1);
        // As draft-ietf-httpapi-ratelimit-headers has them.
        response.setHeader(
                "RateLimit-Policy", "\"api\";q=%d;w=%d".formatted(most, WINDOW.toSeconds()));
        response.setHeader(
                "RateLimit",
                "\"api\";r=%d;t=%d"
                        .formatted(
                                probe.getRemainingTokens(),
                                seconds(probe.getNanosToWaitForReset())));
        if (probe.isConsumed()) {
            chain.doFilter(request, response);
        } else {
            response.setHeader(
                    HttpHeaders.RETRY_AFTER,
                    String.valueOf(seconds(probe.getNanosToWaitForRefill())));
            response.sendError(HttpStatus.TOO_MANY_REQUESTS.value());
        }
    }

    private static String key(User user, @Nullable Authentication who) {
        String token = who instanceof SignedIn known ? known.tokenName() : null;
        return token == null ? "user " + user.id() : "token " + user.id() + " " + token;
    }

    private Bucket bucket(int most) {
        return Bucket.builder()
                .addLimit(Bandwidth.builder().capacity(most).refillGreedy(most, WINDOW).build())
                .withCustomTimePrecision(time)
                .build();
    }

    private static long seconds(long nanos) {
        return Math.ceilDiv(nanos, NANOS);
    }

    private record Clock(InstantSource source) implements TimeMeter {
        @Override
        public long currentTimeNanos() {
            return ChronoUnit.NANOS.between(Instant.EPOCH, source.instant());
        }

        @Override
        public boolean isWallClockBased() {
            return true;
        }
    }
}
