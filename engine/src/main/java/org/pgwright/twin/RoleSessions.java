package org.pgwright.twin;

import org.jspecify.annotations.Nullable;
import org.pgwright.catalog.Catalog;
import org.pgwright.catalog.Identifier;
import org.pgwright.catalog.QualifiedName;
import org.pgwright.catalog.Role;
import org.pgwright.catalog.Table;
import org.pgwright.catalog.View;
import org.pgwright.workload.StatementText;

import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.stream.Stream;

/** What sessions of the monitored database's roles have set, as far as plans depend on it. */
final class RoleSessions {
    private static final String SEARCH_PATH = "search_path";
    private static final String USUAL_PATH = "\"$user\", public";

    /** An element of the path, not a part of another name. */
    private static final String USER = "(?<=^|,|\\s)(?:\"\\$user\"|\\$user)(?=\\s|,|$)";

    private final Map<String, Role> roles = new HashMap<>();
    private final Set<String> schemas;
    private final Map<String, Set<String>> schemasByRelation = new HashMap<>();
    private final String path;

    RoleSessions(Catalog catalog) {
        catalog.roles().forEach(role -> roles.put(role.name(), role));
        schemas = Set.copyOf(catalog.schemas());
        path = catalog.server().settings().getOrDefault(SEARCH_PATH, USUAL_PATH);
        Stream.concat(
                        catalog.tables().stream().map(Table::name),
                        catalog.views().stream().map(View::name))
                .forEach(this::add);
    }

    private void add(QualifiedName relation) {
        schemasByRelation
                .computeIfAbsent(relation.name(), name -> new TreeSet<>())
                .add(relation.schema());
    }

    /**
     * What differs from the database's own settings: the role's, and its own schema where {@code
     * $user} stands in the search path. Empty for a role that is not known.
     */
    Map<String, String> settings(@Nullable String name) {
        Role role = name == null ? null : roles.get(name);
        if (role == null) {
            return Map.of();
        }
        Map<String, String> settings = new HashMap<>();
        role.settings()
                .forEach(
                        (setting, value) -> {
                            if (PlannerSettings.changesPlans(setting)) {
                                settings.put(setting, PlannerSettings.value(setting, value));
                            }
                        });
        if (schemas.contains(role.name())) {
            String own = Identifier.quoted(role.name());
            settings.compute(
                    SEARCH_PATH,
                    (setting, value) ->
                            (value == null ? path : value)
                                    .replaceAll(USER, Matcher.quoteReplacement(own)));
        }
        return settings;
    }

    /**
     * Applications choose schemas in ways that the server does not store. Where a refused text
     * names relations that the path does not lead to, and each is in one schema only, these are
     * added to the end of the path.
     */
    SchemaGuess guess(String text, Map<String, String> settings) {
        String searched = settings.getOrDefault(SEARCH_PATH, path);
        Set<String> visible = StatementText.mentionedNames(searched);
        Set<String> further = new LinkedHashSet<>();
        Set<String> ambiguous = new TreeSet<>();
        for (String name : StatementText.mentionedNames(text)) {
            Set<String> holders = schemasByRelation.getOrDefault(name, Set.of());
            if (holders.isEmpty() || holders.stream().anyMatch(visible::contains)) {
                continue;
            }
            if (holders.size() == 1) {
                further.addAll(holders);
            } else {
                ambiguous.add(name);
            }
        }
        return new SchemaGuess(
                further.isEmpty() ? Map.of() : extended(settings, searched, further),
                ambiguous.isEmpty() ? "" : doubt(ambiguous));
    }

    private static Map<String, String> extended(
            Map<String, String> settings, String searched, Set<String> further) {
        Map<String, String> extended = new HashMap<>(settings);
        StringBuilder longer = new StringBuilder(searched);
        for (String schema : further) {
            longer.append(longer.isEmpty() ? "" : ", ").append(Identifier.quoted(schema));
        }
        extended.put(SEARCH_PATH, longer.toString());
        return extended;
    }

    private String doubt(Set<String> ambiguous) {
        Set<String> holders = new HashSet<>();
        ambiguous.forEach(name -> holders.addAll(schemasByRelation.getOrDefault(name, Set.of())));
        return " (%s: in %s schemas, and the search_path that it ran with is not known)"
                .formatted(String.join(", ", ambiguous), holders.size());
    }
}
