package org.pgwright.twin.analysis;

import java.util.List;
import java.util.Set;

/**
 * What the twin's catalogues say of a row-security policy.
 *
 * @param command {@code *} for all, else the first letter of reading, writing or deleting
 * @param everyone whether it is for all roles
 */
record PolicyFacts(
        char command,
        boolean permissive,
        List<String> roles,
        boolean everyone,
        TreeValue condition) {
    PolicyFacts {
        roles = List.copyOf(roles);
    }

    boolean isFor(Set<String> names) {
        return everyone || roles.stream().anyMatch(names::contains);
    }
}
