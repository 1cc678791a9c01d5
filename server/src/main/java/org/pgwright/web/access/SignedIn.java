package org.pgwright.web.access;

import org.jspecify.annotations.Nullable;
import org.pgwright.repository.account.User;
import org.springframework.security.authentication.AbstractAuthenticationToken;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.authority.SimpleGrantedAuthority;

import java.util.List;
import java.util.Objects;

/** Somebody who is known, for one request: never stored. */
public final class SignedIn extends AbstractAuthenticationToken {
    private static final long serialVersionUID = 1;

    private final transient User user;
    private final @Nullable String tokenName;

    /**
     * @param tokenName of the program; null for a person
     */
    SignedIn(User user, @Nullable String tokenName) {
        super(List.of(new SimpleGrantedAuthority("ROLE_" + user.role().name())));
        this.user = user;
        this.tokenName = tokenName;
        setAuthenticated(true);
    }

    /** Who that is; null for nobody. */
    public static @Nullable User user(@Nullable Authentication authentication) {
        return authentication instanceof SignedIn known ? known.user : null;
    }

    /** Null for a person. */
    public @Nullable String tokenName() {
        return tokenName;
    }

    @Override
    public Object getCredentials() {
        return "";
    }

    @Override
    public Object getPrincipal() {
        return user.name();
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof SignedIn known
                && known.user.equals(user)
                && Objects.equals(known.tokenName, tokenName)
                && super.equals(other);
    }

    @Override
    public int hashCode() {
        return Objects.hash(user, tokenName);
    }
}
