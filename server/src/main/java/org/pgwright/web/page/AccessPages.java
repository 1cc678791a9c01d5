package org.pgwright.web.page;

import jakarta.servlet.http.HttpServletRequest;

import org.jspecify.annotations.Nullable;
import org.pgwright.account.Accounts;
import org.pgwright.account.SignIn;
import org.pgwright.error.PgwrightException;
import org.pgwright.postgres.Secret;
import org.pgwright.repository.account.User;
import org.pgwright.web.access.AuditTrail;
import org.pgwright.web.access.OidcSettings;
import org.pgwright.web.access.SessionUsers;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.View;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** Signing in, and choosing a password by a link. */
@Controller
public final class AccessPages {
    private static final String SIGN_IN = "Sign in";
    private static final String SET_UP = "Choose a password";

    private final Accounts accounts;
    private final AuditTrail audit;
    private final Pages pages;
    private final @Nullable OidcSettings oidc;

    /**
     * @param oidc who else knows people; null for nobody
     */
    public AccessPages(
            Accounts accounts, AuditTrail audit, Pages pages, @Nullable OidcSettings oidc) {
        this.accounts = accounts;
        this.audit = audit;
        this.oidc = oidc;
        this.pages = pages;
    }

    @GetMapping("/sign-in")
    View signIn(@RequestParam(defaultValue = "/") String to) {
        return signIn(to, null, HttpStatus.OK);
    }

    private View signIn(String to, @Nullable String notice, HttpStatus status) {
        return pages.page(
                Pages.Head.of("sign-in", SIGN_IN, null).telling(notice, status.value()),
                Map.of("to", local(to), "provider", oidc == null ? "" : oidc.name()));
    }

    @PostMapping("/sign-in")
    View signIn(
            HttpServletRequest request,
            @RequestParam String name,
            @RequestParam String password,
            @RequestParam(defaultValue = "/") String to) {
        SignIn ended = accounts.signIn(name, new Secret(password), request.getRemoteAddr());
        return switch (ended) {
            case SignIn.Granted(User user) -> {
                SessionUsers.signIn(request, user);
                audit.note(request, user.name(), user, "signed in");
                yield Pages.redirect(local(to));
            }
            case SignIn.Refused() -> {
                audit.note(request, name, null, "refused");
                yield signIn(to, "Name or password is wrong.", HttpStatus.UNAUTHORIZED);
            }
            // Not written down: who is not let in at all must not be able to fill the audit.
            case SignIn.Throttled(Duration pause) ->
                    signIn(
                            to,
                            "Too many attempts have failed. Try again in "
                                    + Math.max(1, pause.toSeconds())
                                    + " seconds.",
                            HttpStatus.TOO_MANY_REQUESTS);
        };
    }

    @GetMapping("/set-up")
    View setUp(@RequestParam(defaultValue = "") String token) {
        return accounts.invited(token)
                .map(invited -> setUp(token, invited.user(), null, HttpStatus.OK))
                .orElseGet(this::spent);
    }

    private View setUp(
            String token, @Nullable User user, @Nullable String notice, HttpStatus status) {
        return pages.page(
                Pages.Head.of("set-up", SET_UP, null).telling(notice, status.value()),
                Map.of(
                        "token",
                        token,
                        "name",
                        user == null ? "" : user.name(),
                        "isFirst",
                        user == null));
    }

    private View spent() {
        return pages.page(
                Pages.Head.of("message", SET_UP, null).telling(null, HttpStatus.GONE.value()),
                Map.of(
                        "text",
                        "This link has been used, replaced, or is too old. Ask an administrator for a"
                                + " new one; pgwright serve prints the first one when it starts."));
    }

    @PostMapping("/set-up")
    View setUp(
            HttpServletRequest request,
            @RequestParam String token,
            @RequestParam String name,
            @RequestParam String password) {
        Optional<Accounts.Invited> invited = accounts.invited(token);
        if (invited.isEmpty()) {
            return spent();
        }
        try {
            User user = accounts.accept(token, name, new Secret(password));
            SessionUsers.signIn(request, user);
            audit.note(request, user.name(), user, "chose a password");
            return Pages.redirect("/");
        } catch (PgwrightException unfit) {
            return setUp(token, invited.get().user(), unfit.getMessage(), HttpStatus.BAD_REQUEST);
        }
    }

    /** A path of ours, wherever somebody wants to lead people to. */
    private static String local(String to) {
        return to.matches("/[A-Za-z0-9][A-Za-z0-9/_.?=&%:+-]*") ? to : "/";
    }
}
