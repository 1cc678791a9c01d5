package org.pgwright.twin.analysis;

import org.jspecify.annotations.Nullable;
import org.pgwright.catalog.Catalog;
import org.pgwright.catalog.QualifiedName;
import org.pgwright.catalog.Role;
import org.pgwright.catalog.Table;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The conditions that row security adds to a role's statements (manual, section 5.9): any of the
 * permissive policies and all of the restrictive ones must hold.
 */
final class RowPolicies {
    private final ServerCatalog server;
    private final Map<String, Role> roles = new HashMap<>();
    private final Map<QualifiedName, Table> tables = new HashMap<>();

    RowPolicies(Catalog catalog, ServerCatalog server) {
        this.server = server;
        catalog.roles().forEach(role -> roles.put(role.name(), role));
        catalog.tables().stream()
                .filter(Table::rowSecurity)
                .forEach(table -> tables.put(table.name(), table));
    }

    /**
     * The conditions on a table's rows, whose columns are those of range table entry 1.
     *
     * @param command {@code r}, {@code w} or {@code d}, as in {@code pg_policy.polcmd}
     */
    List<TreeValue> conditions(
            long oid, QualifiedName table, @Nullable String roleName, char command) {
        Role role = roleName == null ? null : roles.get(roleName);
        Table secured = tables.get(table);
        if (role == null || secured == null || isExempt(role, secured)) {
            return List.of();
        }
        Set<String> names = withMemberships(role);
        List<TreeValue> permissive = new ArrayList<>();
        List<TreeValue> conditions = new ArrayList<>();
        for (PolicyFacts policy : server.policies(oid)) {
            boolean concerns = policy.command() == '*' || policy.command() == command;
            if (concerns && policy.isFor(names)) {
                (policy.permissive() ? permissive : conditions).add(policy.condition());
            }
        }
        if (permissive.size() == 1) {
            conditions.addAll(permissive);
        } else if (!permissive.isEmpty()) {
            conditions.add(ConditionText.joined("or", permissive));
        }
        return conditions;
    }

    private static boolean isExempt(Role role, Table table) {
        boolean owner =
                table.owner().equals(role.name()) || role.memberOf().contains(table.owner());
        return role.superuser()
                || role.bypassesRowSecurity()
                || (owner && !table.forcesRowSecurity());
    }

    private Set<String> withMemberships(Role role) {
        Set<String> names = new HashSet<>();
        collect(role.name(), names);
        return names;
    }

    private void collect(String name, Set<String> names) {
        Role role = roles.get(name);
        if (names.add(name) && role != null) {
            role.memberOf().forEach(group -> collect(group, names));
        }
    }
}
