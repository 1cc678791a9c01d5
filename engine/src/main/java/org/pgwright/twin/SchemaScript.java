package org.pgwright.twin;

import org.jspecify.annotations.Nullable;
import org.pgwright.catalog.Catalog;
import org.pgwright.catalog.Collation;
import org.pgwright.catalog.Constraint;
import org.pgwright.catalog.Function;
import org.pgwright.catalog.Identifier;
import org.pgwright.catalog.Index;
import org.pgwright.catalog.Policy;
import org.pgwright.catalog.QualifiedName;
import org.pgwright.catalog.Table;
import org.pgwright.catalog.TypeDefinition;
import org.pgwright.catalog.View;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * The statements that make a catalog's schema, in an order in which most find what they need.
 *
 * <p>What never changes a plan is left out: column defaults, sequences, triggers, domain
 * constraints, comments, whether a table is logged. Materialised views and foreign tables become
 * plain tables.
 */
final class SchemaScript {
    private static final Set<String> TABLE_OPTIONS = Set.of("fillfactor", "parallel_workers");

    private final Catalog catalog;
    private final Predicate<String> typeExists;
    private final List<Ddl> statements = new ArrayList<>();

    /**
     * A statement.
     *
     * @param subject what it makes, for people
     */
    record Ddl(String subject, String sql) {}

    private SchemaScript(Catalog catalog, Predicate<String> typeExists) {
        this.catalog = catalog;
        this.typeExists = typeExists;
    }

    /** Schemas come first, because extensions have to be put into them before anything else. */
    static List<Ddl> schemas(Catalog catalog) {
        return catalog.schemas().stream()
                .map(
                        schema ->
                                new Ddl(
                                        "schema " + schema,
                                        "CREATE SCHEMA IF NOT EXISTS " + Identifier.quoted(schema)))
                .toList();
    }

    /** Collations, types and functions, which tables are made of. */
    static List<Ddl> foundations(Catalog catalog) {
        SchemaScript script = new SchemaScript(catalog, type -> true);
        catalog.collations().forEach(script::collation);
        catalog.types().forEach(script::type);
        catalog.functions().stream()
                .filter(function -> function.trustedLanguage() && !function.definition().isEmpty())
                .forEach(script::function);
        return List.copyOf(script.statements);
    }

    /**
     * Everything else.
     *
     * @param typeExists whether the twin knows a type by its full name; a column of one that it
     *     does not becomes {@code bytea}, so that statements which do not use it can still be
     *     planned
     */
    static List<Ddl> relations(Catalog catalog, Predicate<String> typeExists) {
        SchemaScript script = new SchemaScript(catalog, typeExists);
        catalog.tables().forEach(script::table);
        catalog.tables().forEach(script::attach);
        catalog.views().forEach(script::view);
        script.constraints();
        script.indexes();
        catalog.extendedStatistics()
                .forEach(
                        statistics ->
                                script.add(
                                        "statistics " + statistics.name(),
                                        statistics.definition()));
        script.rowSecurity();
        return List.copyOf(script.statements);
    }

    private void add(String subject, String sql) {
        statements.add(new Ddl(subject, sql));
    }

    private void collation(Collation collation) {
        List<String> options = new ArrayList<>();
        options.add("provider = " + Identifier.quoted(collation.provider()));
        option(options, "lc_collate", collation.collate());
        option(options, "lc_ctype", collation.characterType());
        option(options, "locale", collation.locale());
        option(options, "rules", collation.icuRules());
        if (!collation.deterministic()) {
            options.add("deterministic = false");
        }
        add(
                "collation " + collation.name(),
                "CREATE COLLATION "
                        + collation.name().quoted()
                        + " ("
                        + String.join(", ", options)
                        + ")");
    }

    private static void option(List<String> options, String name, @Nullable String value) {
        if (value != null) {
            options.add(name + " = " + Literal.quoted(value));
        }
    }

    private void type(TypeDefinition type) {
        String name = type.name().quoted();
        String sql =
                switch (type) {
                    case TypeDefinition.Enumeration enumeration ->
                            "CREATE TYPE "
                                    + name
                                    + " AS ENUM ("
                                    + enumeration.labels().stream()
                                            .map(Literal::quoted)
                                            .collect(Collectors.joining(", "))
                                    + ")";
                    case TypeDefinition.Domain domain ->
                            "CREATE DOMAIN "
                                    + name
                                    + " AS "
                                    + domain.baseType()
                                    + collate(domain.collation());
                    case TypeDefinition.Composite composite ->
                            "CREATE TYPE "
                                    + name
                                    + " AS ("
                                    + composite.attributes().stream()
                                            .map(
                                                    attribute ->
                                                            Identifier.quoted(attribute.name())
                                                                    + " "
                                                                    + attribute.type()
                                                                    + collate(
                                                                            attribute.collation()))
                                            .collect(Collectors.joining(", "))
                                    + ")";
                    case TypeDefinition.Range range ->
                            "CREATE TYPE "
                                    + name
                                    + " AS RANGE (subtype = "
                                    + range.subtype()
                                    + ", multirange_type_name = "
                                    + range.multirange().quoted()
                                    + ")";
                };
        add("type " + type.name(), sql);
    }

    private void function(Function function) {
        add("function " + function.name(), function.definition());
    }

    private void table(Table table) {
        StringBuilder sql = new StringBuilder("CREATE TABLE ");
        sql.append(table.name().quoted())
                .append(
                        table.columns().stream()
                                .map(this::column)
                                .collect(Collectors.joining(", ", " (", ")")));
        if (table.partitionKey() != null) {
            sql.append(" PARTITION BY ").append(table.partitionKey());
        } else {
            String options =
                    table.options().stream()
                            .filter(option -> TABLE_OPTIONS.contains(option.split("=")[0]))
                            .collect(Collectors.joining(", "));
            if (!options.isEmpty()) {
                sql.append(" WITH (").append(options).append(')');
            }
        }
        add("table " + table.name(), sql.toString());
    }

    private String column(Table.Column column) {
        boolean known = typeExists.test(column.type());
        StringBuilder sql = new StringBuilder(Identifier.quoted(column.name())).append(' ');
        sql.append(known ? column.type() : "bytea");
        if (known) {
            sql.append(collate(column.collation()));
        }
        if (column.generation() != null) {
            sql.append(" GENERATED ALWAYS AS (").append(column.generation()).append(") VIRTUAL");
        }
        return column.notNull() ? sql.append(" NOT NULL").toString() : sql.toString();
    }

    private static String collate(@Nullable QualifiedName collation) {
        return collation == null ? "" : " COLLATE " + collation.quoted();
    }

    private void attach(Table table) {
        for (QualifiedName parent : table.parents()) {
            String sql =
                    table.isPartition()
                            ? "ALTER TABLE ONLY "
                                    + parent.quoted()
                                    + " ATTACH PARTITION "
                                    + table.name().quoted()
                                    + " "
                                    + table.partitionBound()
                            : "ALTER TABLE "
                                    + table.name().quoted()
                                    + " INHERIT "
                                    + parent.quoted();
            add("parent of " + table.name(), sql);
        }
    }

    private void view(View view) {
        String options =
                view.options().isEmpty() ? "" : " WITH (" + String.join(", ", view.options()) + ")";
        add(
                "view " + view.name(),
                "CREATE VIEW " + view.name().quoted() + options + " AS " + view.definition());
    }

    /** Keys before foreign keys; what a partition or child gets from its parent is left to it. */
    private void constraints() {
        Set<QualifiedName> loaded =
                catalog.tables().stream().map(Table::name).collect(Collectors.toSet());
        catalog.constraints().stream()
                .filter(constraint -> loaded.contains(constraint.table()))
                .filter(
                        constraint ->
                                constraint.referencedTable() == null
                                        || loaded.contains(constraint.referencedTable()))
                .filter(constraint -> !constraint.inherited() || isKey(constraint))
                .sorted(Comparator.comparing(Constraint::kind))
                .forEach(constraint -> constraint(constraint));
    }

    private static boolean isKey(Constraint constraint) {
        return switch (constraint.kind()) {
            case PRIMARY_KEY, UNIQUE, EXCLUSION -> true;
            case FOREIGN_KEY, CHECK -> false;
        };
    }

    private void constraint(Constraint constraint) {
        String only = isKey(constraint) ? "ONLY " : "";
        add(
                "constraint " + Identifier.shown(constraint.name()) + " of " + constraint.table(),
                "ALTER TABLE "
                        + only
                        + constraint.table().quoted()
                        + " ADD CONSTRAINT "
                        + Identifier.quoted(constraint.name())
                        + " "
                        + constraint.definition());
    }

    private void indexes() {
        Set<QualifiedName> created = new HashSet<>();
        for (Index index : catalog.indexes()) {
            if (index.constraint() == null && created.add(index.name())) {
                add("index " + index.name(), index.definition());
            }
        }
        for (Index index : catalog.indexes()) {
            if (index.parent() != null) {
                add(
                        "parent of index " + index.name(),
                        "ALTER INDEX "
                                + index.parent().quoted()
                                + " ATTACH PARTITION "
                                + index.name().quoted());
            }
        }
    }

    private void rowSecurity() {
        for (Table table : catalog.tables()) {
            if (table.rowSecurity()) {
                String alter = "ALTER TABLE " + table.name().quoted();
                add("row security of " + table.name(), alter + " ENABLE ROW LEVEL SECURITY");
                if (table.forcesRowSecurity()) {
                    add("row security of " + table.name(), alter + " FORCE ROW LEVEL SECURITY");
                }
            }
        }
        catalog.policies().forEach(this::policy);
    }

    private void policy(Policy policy) {
        StringBuilder sql =
                new StringBuilder("CREATE POLICY ")
                        .append(Identifier.quoted(policy.name()))
                        .append(" ON ")
                        .append(policy.table().quoted())
                        .append(policy.permissive() ? " AS PERMISSIVE" : " AS RESTRICTIVE")
                        .append(" FOR ")
                        .append(policy.command())
                        .append(" TO ")
                        .append(
                                policy.roles().stream()
                                        .map(
                                                role ->
                                                        role.equals("public")
                                                                ? "PUBLIC"
                                                                : Identifier.quoted(role))
                                        .collect(Collectors.joining(", ")));
        if (policy.using() != null) {
            sql.append(" USING (").append(policy.using()).append(')');
        }
        if (policy.withCheck() != null) {
            sql.append(" WITH CHECK (").append(policy.withCheck()).append(')');
        }
        add("policy " + Identifier.shown(policy.name()) + " of " + policy.table(), sql.toString());
    }
}
