package org.pgwright.twin;

import org.jspecify.annotations.Nullable;
import org.pgwright.catalog.Catalog;
import org.pgwright.catalog.QualifiedName;
import org.pgwright.catalog.Role;
import org.pgwright.catalog.Table;
import org.pgwright.planner.TableReference;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Whose row-security policies apply to a statement (manual, section 5.9). */
final class RowSecurity {
    private final Map<String, Role> roles = new HashMap<>();
    private final Map<QualifiedName, Table> protectedTables = new HashMap<>();

    RowSecurity(Catalog catalog) {
        catalog.roles().forEach(role -> roles.put(role.name(), role));
        catalog.tables().stream()
                .filter(Table::rowSecurity)
                .forEach(table -> protectedTables.put(table.name(), table));
    }

    /**
     * The role as which to plan, so that its policies take part; null where none applies, because
     * the role is not known, is exempt, or the statement touches no protected table.
     */
    @Nullable String roleFor(@Nullable String role, List<TableReference> references) {
        Role known = role == null ? null : roles.get(role);
        if (known == null
                || known.superuser()
                || known.bypassesRowSecurity()
                || !SchemaLoader.isForeign(known.name())) {
            return null;
        }
        return references.stream()
                        .map(reference -> protectedTables.get(reference.table()))
                        .anyMatch(table -> table != null && applies(table, known))
                ? known.name()
                : null;
    }

    private static boolean applies(Table table, Role role) {
        boolean owner =
                table.owner().equals(role.name()) || role.memberOf().contains(table.owner());
        return !owner || table.forcesRowSecurity();
    }
}
