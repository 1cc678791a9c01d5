package org.pgwright.web.access;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.jspecify.annotations.Nullable;
import org.pgwright.repository.Ids;
import org.pgwright.repository.Repository;
import org.pgwright.repository.Work;
import org.pgwright.repository.account.AuditEntry;
import org.pgwright.repository.account.AuditLog;
import org.pgwright.repository.account.User;
import org.springframework.http.HttpStatus;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.web.servlet.HandlerInterceptor;
import org.springframework.web.servlet.HandlerMapping;

import java.time.InstantSource;
import java.util.Locale;
import java.util.Set;
import java.util.UUID;

/**
 * Writes down who did what: signing in, and every request that may change something, with how it
 * ended. Never writes down what was sent.
 */
public final class AuditTrail implements HandlerInterceptor {
    private static final Set<String> READING = Set.of("GET", "HEAD", "OPTIONS", "TRACE");
    private static final int LONGEST_NAME = 100;

    /** Those say themselves who it was. */
    private static final Set<String> TOLD = Set.of("/sign-in", "/set-up");

    private static final String SUBJECT = AuditTrail.class.getName() + ".subject";
    private static final String OUTCOME = AuditTrail.class.getName() + ".outcome";

    private final Repository repository;
    private final InstantSource clock;
    private final Ids ids;
    private final AuditLog audit = new AuditLog();

    public AuditTrail(Repository repository, InstantSource clock, Ids ids) {
        this.repository = repository;
        this.clock = clock;
        this.ids = ids;
    }

    /**
     * Writes down what somebody did who is not signed in yet.
     *
     * @param name as it was given
     * @param user null where it is not known who that is
     */
    public void note(HttpServletRequest request, String name, @Nullable User user, String outcome) {
        add(
                request,
                new AuditEntry.Who(idOf(user), shortened(name), null, address(request)),
                outcome);
    }

    /**
     * Has more written down of a request than its address and status.
     *
     * @param subject what it is about, without values
     * @param outcome how it ended, if it does not fail; null for that it is done
     */
    public static void tell(HttpServletRequest request, String subject, @Nullable String outcome) {
        request.setAttribute(SUBJECT, subject);
        request.setAttribute(OUTCOME, outcome);
    }

    @Override
    public void afterCompletion(
            HttpServletRequest request,
            HttpServletResponse response,
            Object handler,
            @Nullable Exception failure) {
        Authentication known = SecurityContextHolder.getContext().getAuthentication();
        User user = SignedIn.user(known);
        if (READING.contains(request.getMethod())
                || TOLD.contains(request.getRequestURI())
                || user == null) {
            return;
        }
        String token = known instanceof SignedIn signedIn ? signedIn.tokenName() : null;
        add(
                request,
                new AuditEntry.Who(user.id(), user.name(), token, address(request)),
                outcome(request, response, failure));
    }

    private static String outcome(
            HttpServletRequest request, HttpServletResponse response, @Nullable Exception failure) {
        HttpStatus status = HttpStatus.resolve(response.getStatus());
        boolean isDone = failure == null && status != null && !status.isError();
        return isDone
                ? request.getAttribute(OUTCOME) instanceof String told ? told : "done"
                : "failed: "
                        + (status == null || !status.isError()
                                        ? HttpStatus.INTERNAL_SERVER_ERROR
                                        : status)
                                .getReasonPhrase()
                                .toLowerCase(Locale.ROOT);
    }

    private void add(HttpServletRequest request, AuditEntry.Who who, String outcome) {
        Object pattern = request.getAttribute(HandlerMapping.BEST_MATCHING_PATTERN_ATTRIBUTE);
        String path = request.getRequestURI();
        AuditEntry entry =
                new AuditEntry(
                        ids.next(),
                        clock.instant(),
                        who,
                        request.getMethod() + " " + (pattern == null ? path : pattern),
                        request.getAttribute(SUBJECT) instanceof String told ? told : path,
                        outcome);
        repository.inTransaction(
                Work.WRITE,
                jdbc -> {
                    audit.add(jdbc, entry);
                    return null;
                });
    }

    private static @Nullable UUID idOf(@Nullable User user) {
        return user == null ? null : user.id();
    }

    private static String shortened(String name) {
        return name.length() <= LONGEST_NAME ? name : name.substring(0, LONGEST_NAME);
    }

    private static String address(HttpServletRequest request) {
        return request.getRemoteAddr();
    }
}
