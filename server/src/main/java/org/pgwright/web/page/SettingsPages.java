package org.pgwright.web.page;

import org.jspecify.annotations.Nullable;
import org.pgwright.account.Accounts;
import org.pgwright.account.Programs;
import org.pgwright.error.PgwrightException;
import org.pgwright.postgres.Secret;
import org.pgwright.tuning.watch.ServerForm;
import org.pgwright.tuning.watch.ServerRegister;
import org.pgwright.tuning.watch.WatchList;
import org.pgwright.web.access.Asking;
import org.pgwright.web.access.RoleText;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.View;

import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;

/** Databases that are watched, users, and tokens. */
@Controller
public final class SettingsPages {
    private static final String DATABASES = "Databases";
    private static final String USERS = "Users";
    private static final String TOKENS = "Tokens";

    private final ServerRegister register;
    private final WatchList watched;
    private final Accounts accounts;
    private final Programs programs;
    private final Pages pages;

    public SettingsPages(
            ServerRegister register,
            WatchList watched,
            Accounts accounts,
            Programs programs,
            Pages pages) {
        this.register = register;
        this.watched = watched;
        this.accounts = accounts;
        this.programs = programs;
        this.pages = pages;
    }

    /** What the connection to a server may be asked for. */
    public enum Encryption {
        PREFER("where the server has it"),
        REQUIRE("always"),
        VERIFY_FULL("always, and the server's name is verified"),
        DISABLE("never");

        private final String words;

        Encryption(String words) {
            this.words = words;
        }

        /** As libpq names it. */
        public String mode() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }

        /** As people read it. */
        public String words() {
            return words;
        }
    }

    /** A server as it is typed, without its password. */
    public record NewServer(
            String name, String host, int port, String database, String user, String sslMode) {
        private static final NewServer NONE =
                new NewServer("", "", 5432, "", "", Encryption.PREFER.mode());

        private ServerForm with(String password) {
            return new ServerForm(
                    name,
                    host,
                    port,
                    database,
                    user,
                    password.isEmpty() ? null : new Secret(password),
                    sslMode,
                    sslMode.startsWith("verify") ? "system" : null);
        }
    }

    @GetMapping("/settings")
    View databases() {
        return databases(null, NewServer.NONE);
    }

    private View databases(@Nullable PgwrightException failure, NewServer typed) {
        return pages.page(
                head("settings-databases", DATABASES, failure),
                Map.of("servers", register.all(), "typed", typed));
    }

    private static Pages.Head head(
            String template, String title, @Nullable PgwrightException failure) {
        Pages.Head head = Pages.Head.of(template, title, null);
        return failure == null
                ? head
                : head.telling(failure.getMessage(), failure.code().httpStatus());
    }

    /** What was typed stays for another attempt, but for the password. */
    @PostMapping("/settings/databases")
    View add(
            @RequestParam String name,
            @RequestParam String host,
            @RequestParam int port,
            @RequestParam String database,
            @RequestParam String user,
            @RequestParam String password,
            @RequestParam String sslMode) {
        NewServer typed = new NewServer(name, host, port, database, user, sslMode);
        try {
            register.add(typed.with(password));
            watched.changed();
            return Pages.redirect("/settings");
        } catch (PgwrightException failure) {
            return databases(failure, typed);
        }
    }

    @PostMapping("/settings/databases/remove")
    View remove(@RequestParam String name, @RequestParam String address) {
        try {
            register.remove(name, address);
            watched.changed();
            return Pages.redirect("/settings");
        } catch (PgwrightException failure) {
            return databases(failure, NewServer.NONE);
        }
    }

    @GetMapping("/settings/users")
    View users() {
        return users(null, null);
    }

    private View users(@Nullable PgwrightException failure, @Nullable String link) {
        Map<String, Object> values = new HashMap<>();
        values.put("users", accounts.all());
        values.put("link", link == null ? "" : "/set-up?token=" + link);
        return pages.page(head("settings-users", USERS, failure), values);
    }

    @PostMapping("/settings/users")
    View invite(
            @RequestParam String name,
            @RequestParam String role,
            @RequestParam(defaultValue = "false") boolean seesValues) {
        try {
            return users(null, accounts.invite(name, RoleText.of(role), seesValues));
        } catch (PgwrightException failure) {
            return users(failure, null);
        }
    }

    @PostMapping("/settings/users/change")
    View change(
            @RequestParam UUID user,
            @RequestParam String role,
            @RequestParam(defaultValue = "false") boolean seesValues,
            @RequestParam(defaultValue = "false") boolean active) {
        try {
            accounts.change(user, RoleText.of(role), seesValues, active);
            return Pages.redirect("/settings/users");
        } catch (PgwrightException failure) {
            return users(failure, null);
        }
    }

    @PostMapping("/settings/users/link")
    View link(@RequestParam UUID user) {
        return users(null, accounts.inviteAgain(user));
    }

    @GetMapping("/settings/tokens")
    View tokens() {
        return tokens(null, "");
    }

    private View tokens(@Nullable PgwrightException failure, String secret) {
        return pages.page(
                head("settings-tokens", TOKENS, failure),
                Map.of("tokens", programs.of(Asking.user().id()), "secret", secret));
    }

    @PostMapping("/settings/tokens")
    View make(
            @RequestParam String name,
            @RequestParam String role,
            @RequestParam int days,
            @RequestParam(defaultValue = "false") boolean seesValues) {
        try {
            return tokens(
                    null,
                    programs.make(
                                    Asking.user(),
                                    name,
                                    RoleText.of(role),
                                    seesValues,
                                    Duration.ofDays(days))
                            .secret());
        } catch (PgwrightException failure) {
            return tokens(failure, "");
        }
    }

    @PostMapping("/settings/tokens/delete")
    View delete(@RequestParam UUID token) {
        return programs.delete(Asking.user().id(), token)
                ? Pages.redirect("/settings/tokens")
                : pages.page(
                        Pages.Head.of("message", TOKENS, null)
                                .telling(null, HttpStatus.NOT_FOUND.value()),
                        Map.of("text", "You have no such token."));
    }
}
