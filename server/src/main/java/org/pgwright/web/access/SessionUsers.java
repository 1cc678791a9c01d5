package org.pgwright.web.access;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpSession;

import org.jspecify.annotations.Nullable;
import org.pgwright.account.Accounts;
import org.pgwright.repository.account.User;
import org.springframework.security.core.context.DeferredSecurityContext;
import org.springframework.security.core.context.SecurityContext;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.core.context.SecurityContextImpl;
import org.springframework.security.web.context.HttpRequestResponseHolder;
import org.springframework.security.web.context.SecurityContextRepository;

import java.util.UUID;

/**
 * Who is signed in with a session. A session holds the id only; who that is and may is asked anew
 * for each request, so that a user who is locked out is out at once.
 */
public final class SessionUsers implements SecurityContextRepository {
    private static final String USER = "user";

    private final Accounts accounts;

    SessionUsers(Accounts accounts) {
        this.accounts = accounts;
    }

    /** Begins a session; one from before gets another number, so that nobody can have given it. */
    public static void signIn(HttpServletRequest request, User user) {
        HttpSession before = request.getSession(false);
        if (before != null) {
            before.invalidate();
        }
        request.getSession(true).setAttribute(USER, user.id().toString());
    }

    @Override
    public DeferredSecurityContext loadDeferredContext(HttpServletRequest request) {
        return new Deferred(request);
    }

    @Override
    @Deprecated
    public SecurityContext loadContext(HttpRequestResponseHolder holder) {
        return context(holder.getRequest());
    }

    private SecurityContext context(HttpServletRequest request) {
        SecurityContext context = SecurityContextHolder.createEmptyContext();
        HttpSession session = request.getSession(false);
        if (session != null && session.getAttribute(USER) instanceof String id) {
            accounts.active(UUID.fromString(id))
                    .ifPresent(user -> context.setAuthentication(new SignedIn(user, null)));
        }
        return context;
    }

    /** Only signing in changes a session. */
    @Override
    public void saveContext(
            SecurityContext context, HttpServletRequest request, HttpServletResponse response) {}

    @Override
    public boolean containsContext(HttpServletRequest request) {
        HttpSession session = request.getSession(false);
        return session != null && session.getAttribute(USER) != null;
    }

    /** Asks only when somebody wants to know. */
    private final class Deferred implements DeferredSecurityContext {
        private final HttpServletRequest request;
        private @Nullable SecurityContext found;

        private Deferred(HttpServletRequest request) {
            this.request = request;
        }

        @Override
        public SecurityContext get() {
            SecurityContext known = found;
            if (known == null) {
                known = context(request);
                found = known;
            }
            return known;
        }

        @Override
        public boolean isGenerated() {
            return !(get() instanceof SecurityContextImpl context)
                    || context.getAuthentication() == null;
        }
    }
}
