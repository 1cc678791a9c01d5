package org.pgwright.web.api;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;

import org.jspecify.annotations.Nullable;
import org.pgwright.account.Programs;
import org.pgwright.error.ErrorCode;
import org.pgwright.error.PgwrightException;
import org.pgwright.repository.account.ApiToken;
import org.pgwright.web.access.Asking;
import org.pgwright.web.access.RoleText;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

import java.time.Duration;
import java.util.List;
import java.util.UUID;

/** The tokens of who asks; a program cannot make more of them. */
@RestController
@RequestMapping("/api/v1/tokens")
@Tag(name = "Tokens")
public final class TokensEndpoints {
    private final Programs programs;

    public TokensEndpoints(Programs programs) {
        this.programs = programs;
    }

    /** All of somebody. */
    public record AllTokens(List<OneToken> tokens) {}

    /** A token, without its secret. */
    public record OneToken(
            UUID id,
            String name,
            String role,
            boolean seesValues,
            String created,
            String expires,
            @Nullable String lastUsed) {
        static OneToken of(ApiToken token) {
            return new OneToken(
                    token.id(),
                    token.name(),
                    token.role().word(),
                    token.seesValues(),
                    token.created().toString(),
                    token.expires().toString(),
                    token.lastUsed() == null ? null : token.lastUsed().toString());
        }
    }

    /**
     * A token that is wanted.
     *
     * @param days that it lives
     */
    public record NewToken(String name, String role, boolean seesValues, int days) {}

    /**
     * A token that was made.
     *
     * @param secret told this once only
     */
    public record MadeToken(OneToken token, String secret) {}

    @Operation(operationId = "tokens", summary = "Your tokens, without their secrets")
    @GetMapping
    AllTokens all() {
        return new AllTokens(programs.of(Asking.user().id()).stream().map(OneToken::of).toList());
    }

    @Operation(
            operationId = "addToken",
            summary = "Makes a token; its secret is told this once only")
    @PostMapping
    @ResponseStatus(HttpStatus.CREATED)
    MadeToken add(@RequestBody NewToken wanted) {
        refuseProgram();
        Programs.Made made =
                programs.make(
                        Asking.user(),
                        wanted.name(),
                        RoleText.of(wanted.role()),
                        wanted.seesValues(),
                        Duration.ofDays(wanted.days()));
        return new MadeToken(OneToken.of(made.token()), made.secret());
    }

    @Operation(operationId = "deleteToken", summary = "Deletes a token of yours")
    @DeleteMapping("/{token}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void delete(@PathVariable UUID token) {
        refuseProgram();
        if (!programs.delete(Asking.user().id(), token)) {
            throw new PgwrightException(
                    ErrorCode.NOT_FOUND, "you have no such token", "list yours first");
        }
    }

    private static void refuseProgram() {
        if (Asking.isProgram()) {
            throw new PgwrightException(
                    ErrorCode.NOT_ALLOWED,
                    "a program may not make or delete tokens",
                    "sign in, and do so in the browser");
        }
    }
}
