package org.pgwright.web.page;

import org.jspecify.annotations.Nullable;
import org.pgwright.repository.account.Role;
import org.pgwright.repository.account.User;

/**
 * What every page has.
 *
 * @param place null for a page that is of no database
 * @param user who is signed in; null for nobody
 * @param csrf to be sent with each form
 * @param notice to be told first; null for none
 */
public record Frame(
        String title,
        @Nullable Place place,
        @Nullable User user,
        Csrf csrf,
        @Nullable String notice) {
    /** Proves that a form comes from a page of ours. */
    public record Csrf(String name, String value) {}

    /** Whether who is signed in may do what that role may. */
    public boolean allows(Role role) {
        return user != null && user.role().includes(role);
    }
}
