package org.pgwright.catalog;

import java.util.List;

/**
 * A role, as far as row security needs it.
 *
 * @param memberOf the roles that it belongs to directly
 */
public record Role(
        String name, boolean superuser, boolean bypassesRowSecurity, List<String> memberOf) {
    public Role {
        memberOf = List.copyOf(memberOf);
    }
}
