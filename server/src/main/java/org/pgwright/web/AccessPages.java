package org.pgwright.web;

import jakarta.servlet.http.HttpServletRequest;

import org.jspecify.annotations.Nullable;
import org.pgwright.account.Accounts;
import org.pgwright.account.SignIn;
import org.pgwright.error.PgwrightException;
import org.pgwright.postgres.Secret;
import org.pgwright.repository.account.User;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.View;
import org.springframework.web.servlet.view.RedirectView;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** Signing in, and choosing a password by a link. */
@Controller
final class AccessPages {
    private static final String SIGN_IN = "Sign in";
    private static final String SET_UP = "Choose a password";

    private final Accounts accounts;
    private final Pages pages;
    private final SignInNotes notes;
    private final @Nullable OidcSettings oidc;

    /**
     * @param oidc who else knows people; null for nobody
     */
    AccessPages(WebNeeds needs, Pages pages, @Nullable OidcSettings oidc) {
        this.notes = new SignInNotes(needs);
        this.oidc = oidc;
        this.accounts = needs.accounts();
        this.pages = pages;
    }

    @GetMapping("/sign-in")
    View signIn(@RequestParam(defaultValue = "/") String to) {
        return signIn(to, null, HttpStatus.OK);
    }

    private View signIn(String to, @Nullable String notice, HttpStatus status) {
        return pages.page(
                "sign-in",
                SIGN_IN,
                notice,
                status.value(),
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
                notes.note(request, user.name(), user, "signed in");
                yield redirect(local(to));
            }
            case SignIn.Refused() -> {
                notes.note(request, name, null, "refused");
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
                "set-up",
                SET_UP,
                notice,
                status.value(),
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
                "message",
                SET_UP,
                null,
                HttpStatus.GONE.value(),
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
            notes.note(request, user.name(), user, "chose a password");
            return redirect("/");
        } catch (PgwrightException unfit) {
            return setUp(token, invited.get().user(), unfit.getMessage(), HttpStatus.BAD_REQUEST);
        }
    }

    /** A path of ours, wherever somebody wants to lead people to. */
    private static String local(String to) {
        return to.matches("/[A-Za-z0-9][A-Za-z0-9/_.?=&%:+-]*") ? to : "/";
    }

    private static View redirect(String to) {
        RedirectView view = new RedirectView(to);
        view.setStatusCode(HttpStatus.SEE_OTHER);
        return view;
    }
}
