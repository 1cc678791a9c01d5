package org.pgwright.web;

import org.jspecify.annotations.Nullable;
import org.pgwright.repository.account.User;

/**
 * What every page has.
 *
 * @param user who is signed in; null for nobody
 * @param csrf to be sent with each form
 * @param notice to be told first; null for none
 */
public record Frame(String title, @Nullable User user, Csrf csrf, @Nullable String notice) {
    /** Proves that a form comes from a page of ours. */
    public record Csrf(String name, String value) {}
}
