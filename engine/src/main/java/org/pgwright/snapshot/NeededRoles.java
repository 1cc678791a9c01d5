package org.pgwright.snapshot;

import org.pgwright.catalog.Policy;
import org.pgwright.catalog.Role;
import org.pgwright.catalog.Table;
import org.pgwright.catalog.View;
import org.pgwright.workload.Statement;
import org.pgwright.workload.Workload;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The roles that own tables and views, run statements or are named in policies, and their groups.
 */
final class NeededRoles {
    private final Set<String> names = new HashSet<>();

    NeededRoles(List<Table> tables, List<View> views, List<Policy> policies, Workload workload) {
        tables.forEach(table -> names.add(table.owner()));
        views.forEach(view -> names.add(view.owner()));
        policies.forEach(policy -> names.addAll(policy.roles()));
        workload.statements().stream()
                .map(Statement::role)
                .filter(Objects::nonNull)
                .forEach(names::add);
    }

    List<Role> among(List<Role> all) {
        Map<String, Role> byName =
                all.stream().collect(Collectors.toMap(Role::name, Function.identity()));
        Set<String> needed = new HashSet<>();
        Deque<String> open = new ArrayDeque<>(names);
        while (!open.isEmpty()) {
            Role role = byName.get(open.pop());
            if (role != null && needed.add(role.name())) {
                open.addAll(role.memberOf());
            }
        }
        return all.stream().filter(role -> needed.contains(role.name())).toList();
    }
}
