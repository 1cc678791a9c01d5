package org.pgwright.web.access;

import org.pgwright.error.ErrorCode;
import org.pgwright.error.PgwrightException;
import org.pgwright.repository.account.Role;

/** Reads roles as people and programs name them. */
public final class RoleText {
    private RoleText() {}

    /**
     * The role.
     *
     * @throws PgwrightException USAGE if there is none of that name
     */
    public static Role of(String word) {
        try {
            return Role.of(word);
        } catch (IllegalArgumentException unknown) {
            throw new PgwrightException(
                    ErrorCode.USAGE,
                    "there is no such role",
                    "give viewer, operator or admin",
                    unknown);
        }
    }
}
