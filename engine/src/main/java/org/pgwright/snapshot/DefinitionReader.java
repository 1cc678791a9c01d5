package org.pgwright.snapshot;

import org.pgwright.catalog.Constraint;
import org.pgwright.catalog.Function;
import org.pgwright.catalog.Policy;
import org.pgwright.catalog.QualifiedName;
import org.pgwright.catalog.View;
import org.pgwright.postgres.Deadlines;
import org.pgwright.postgres.ReadTransaction;
import org.pgwright.postgres.Row;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Reads what the server writes down as definitions: constraints, policies, functions and views. */
final class DefinitionReader {
    private final ReadTransaction transaction;
    private final Object locked;

    DefinitionReader(ReadTransaction transaction, Locks locks) {
        this.transaction = transaction;
        this.locked = transaction.numbers(locks.tableOids());
    }

    List<Constraint> constraints() {
        return transaction.rows(
                "snapshot.constraints", Deadlines.CATALOG, DefinitionReader::constraint, locked);
    }

    List<Policy> policies() {
        return transaction.rows(
                "snapshot.policies", Deadlines.CATALOG, DefinitionReader::policy, locked);
    }

    List<Function> functions() {
        return transaction.rows(
                "snapshot.functions", Deadlines.CATALOG, DefinitionReader::function, locked);
    }

    /**
     * The views, some hundred at a time: writing down a view locks the tables that it reads, and
     * each portion gives its locks back. A view that the lists of others are not ready for is
     * simply read later.
     */
    List<View> views() {
        Map<Long, List<QualifiedName>> relations = relationsOfViews();
        List<View> views = new ArrayList<>();
        long last = 0;
        boolean more = true;
        while (more) {
            List<FoundView> portion = portion(last, relations);
            portion.forEach(found -> views.add(found.view));
            more = !portion.isEmpty();
            last = more ? portion.getLast().oid : last;
        }
        views.sort(Comparator.comparing(View::name));
        return views;
    }

    private List<FoundView> portion(long last, Map<Long, List<QualifiedName>> relations) {
        return transaction.giveBackLocks(
                () ->
                        transaction.rows(
                                "snapshot.views",
                                Deadlines.CATALOG,
                                row -> {
                                    long oid = row.number("oid");
                                    return new FoundView(
                                            oid, view(row, relations.getOrDefault(oid, List.of())));
                                },
                                last,
                                locked,
                                locked));
    }

    private Map<Long, List<QualifiedName>> relationsOfViews() {
        Map<Long, List<QualifiedName>> relations = new HashMap<>();
        transaction.each(
                "snapshot.view_relations",
                Deadlines.CATALOG,
                row ->
                        relations
                                .computeIfAbsent(row.number("view"), view -> new ArrayList<>())
                                .add(Names.of(row, "schema", "name")));
        return relations;
    }

    private static View view(Row row, List<QualifiedName> relations) throws SQLException {
        return new View(
                Names.of(row, "schema", "name"),
                row.text("owner"),
                row.text("definition"),
                row.texts("options"),
                relations);
    }

    private static Constraint constraint(Row row) throws SQLException {
        return new Constraint(
                Names.of(row, "schema", "table_name"),
                row.text("name"),
                kind(row.text("kind")),
                row.text("definition"),
                row.flag("validated"),
                row.flag("inherited"),
                row.texts("columns"),
                Names.orNull(row, "referenced_schema", "referenced_table"),
                row.texts("referenced_columns"));
    }

    private static Constraint.Kind kind(String kind) {
        return switch (kind) {
            case "p" -> Constraint.Kind.PRIMARY_KEY;
            case "u" -> Constraint.Kind.UNIQUE;
            case "x" -> Constraint.Kind.EXCLUSION;
            case "f" -> Constraint.Kind.FOREIGN_KEY;
            case "c" -> Constraint.Kind.CHECK;
            default -> throw new IllegalStateException("unknown kind of constraint: " + kind);
        };
    }

    private static Policy policy(Row row) throws SQLException {
        return new Policy(
                Names.of(row, "schema", "table_name"),
                row.text("name"),
                row.flag("permissive"),
                row.text("command"),
                row.texts("roles"),
                row.textOrNull("using_expression"),
                row.textOrNull("check_expression"));
    }

    private static Function function(Row row) throws SQLException {
        return new Function(
                Names.of(row, "schema", "name"),
                row.text("identity_arguments"),
                row.text("kind"),
                row.text("language"),
                row.flag("trusted_language"),
                row.text("return_type"),
                row.text("volatility"),
                row.text("definition"));
    }

    private record FoundView(long oid, View view) {}
}
