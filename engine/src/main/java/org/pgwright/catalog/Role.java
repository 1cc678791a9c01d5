package org.pgwright.catalog;

import java.util.List;
import java.util.Map;

/**
 * A role, as far as planning its statements needs it.
 *
 * @param memberOf the roles that it belongs to directly
 * @param settings its own in this database ({@code ALTER ROLE ... SET}), as they were written
 */
public record Role(
        String name,
        boolean superuser,
        boolean bypassesRowSecurity,
        List<String> memberOf,
        Map<String, String> settings) {
    public Role {
        memberOf = List.copyOf(memberOf);
        settings = Map.copyOf(settings);
    }

    /** A role without settings of its own. */
    public Role(
            String name, boolean superuser, boolean bypassesRowSecurity, List<String> memberOf) {
        this(name, superuser, bypassesRowSecurity, memberOf, Map.of());
    }
}
