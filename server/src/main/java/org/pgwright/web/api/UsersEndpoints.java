package org.pgwright.web.api;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;

import org.jspecify.annotations.Nullable;
import org.pgwright.account.Accounts;
import org.pgwright.repository.account.User;
import org.pgwright.web.access.RoleText;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

import java.util.List;
import java.util.UUID;

/** Who may use the server; for administrators. */
@RestController
@RequestMapping("/api/v1/users")
@Tag(name = "Users")
public final class UsersEndpoints {
    private final Accounts accounts;

    public UsersEndpoints(Accounts accounts) {
        this.accounts = accounts;
    }

    /** Everybody. */
    public record AllUsers(List<OneUser> users) {}

    /** A user, without the password. */
    public record OneUser(
            UUID id,
            String name,
            String role,
            boolean seesValues,
            boolean active,
            boolean passwordChosen,
            @Nullable String lastSignIn) {
        static OneUser of(User user) {
            return new OneUser(
                    user.id(),
                    user.name(),
                    user.role().word(),
                    user.seesValues(),
                    user.isActive(),
                    user.hasPassword(),
                    user.lastSignIn() == null ? null : user.lastSignIn().toString());
        }
    }

    /** Somebody who is to choose a password. */
    public record NewUser(String name, String role, boolean seesValues) {}

    /** What somebody may from now on. */
    public record Rights(String role, boolean seesValues, boolean active) {}

    /** Where a password is chosen, once, within a day. */
    public record Invitation(String path) {}

    @Operation(operationId = "users", summary = "Everybody who may use the server")
    @GetMapping
    AllUsers all() {
        return new AllUsers(accounts.all().stream().map(OneUser::of).toList());
    }

    @Operation(
            operationId = "addUser",
            summary = "Makes a user; answers with a link by which the password is chosen")
    @PostMapping
    @ResponseStatus(HttpStatus.CREATED)
    Invitation add(@RequestBody NewUser user) {
        return invitation(
                accounts.invite(user.name(), RoleText.of(user.role()), user.seesValues()));
    }

    @Operation(operationId = "changeUser", summary = "Replaces what a user may do")
    @PutMapping("/{user}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void change(@PathVariable UUID user, @RequestBody Rights rights) {
        accounts.change(user, RoleText.of(rights.role()), rights.seesValues(), rights.active());
    }

    @Operation(operationId = "inviteUser", summary = "A new link to choose a password by")
    @PostMapping("/{user}/link")
    @ResponseStatus(HttpStatus.CREATED)
    Invitation invite(@PathVariable UUID user) {
        return invitation(accounts.inviteAgain(user));
    }

    private static Invitation invitation(String secret) {
        return new Invitation("/set-up?token=" + secret);
    }
}
