package org.pgwright.advisor;

import org.pgwright.advisor.analysis.AdvisedStatement;
import org.pgwright.advisor.analysis.InterestingColumns;
import org.pgwright.catalog.CatalogLookup;
import org.pgwright.catalog.Constraint;
import org.pgwright.catalog.Identifier;
import org.pgwright.catalog.IndexDefinition;
import org.pgwright.catalog.QualifiedName;
import org.pgwright.catalog.Table;
import org.pgwright.planner.Plan;
import org.pgwright.planner.Plan.IndexName;
import org.pgwright.planner.TableReference;
import org.pgwright.planner.TableReference.Operator;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Says in words why an index is recommended. */
final class Explanation {
    private final CatalogLookup lookup;

    Explanation(CatalogLookup lookup) {
        this.lookup = lookup;
    }

    /**
     * What an index changes for the statement that gains most by it.
     *
     * @param before its plan as it is
     * @param after its plan with the recommended indexes
     */
    record Change(AdvisedStatement statement, Plan before, Plan after) {}

    /**
     * @param served the statements that use the index, the most gained first
     * @param share of the workload's cost that they are
     */
    String reason(
            IndexDefinition index,
            int id,
            List<AdvisedStatement> served,
            Optional<Change> change,
            double share) {
        StringBuilder reason = new StringBuilder(roles(index, served));
        change.ifPresent(c -> reason.append("; ").append(turned(index, id, c)));
        reason.append(
                String.format(
                        Locale.ROOT,
                        " for %d %s %s of the workload's cost",
                        served.size(),
                        served.size() == 1 ? "query that makes" : "queries that make",
                        percent(share)));
        foreignKey(index)
                .ifPresent(
                        key ->
                                reason.append("; also serves the foreign key to ")
                                        .append(key.referencedTable()));
        partitions(index.table()).ifPresent(n -> reason.append("; an index on each of ").append(n));
        return reason.toString();
    }

    static String percent(double share) {
        double percent = share * 100;
        String pattern = percent >= 10 ? "%.0f %%" : percent >= 0.1 ? "%.1f %%" : "%.2g %%";
        return String.format(Locale.ROOT, pattern, percent);
    }

    /** {@code equality on a and b, sorted by c DESC}. */
    private String roles(IndexDefinition index, List<AdvisedStatement> served) {
        Map<String, List<String>> columnsByRole = new LinkedHashMap<>();
        for (IndexDefinition.Key key : index.keys()) {
            Role role =
                    served.stream()
                            .flatMap(s -> roleIn(index, key, s).stream())
                            .findFirst()
                            .orElse(new Role("with", Identifier.shown(key.column())));
            columnsByRole.computeIfAbsent(role.words(), r -> new ArrayList<>()).add(role.column());
        }
        return columnsByRole.entrySet().stream()
                .map(e -> e.getKey() + " " + String.join(" and ", e.getValue()))
                .reduce((one, next) -> one + ", " + next)
                .orElseThrow();
    }

    private record Role(String words, String column) {}

    private Optional<Role> roleIn(
            IndexDefinition index, IndexDefinition.Key key, AdvisedStatement statement) {
        return statement.references().stream()
                .filter(r -> isOf(index.table(), r.table()))
                .flatMap(r -> roleIn(key.column(), statement, r).stream())
                .findFirst();
    }

    private static Optional<Role> roleIn(
            String column, AdvisedStatement statement, TableReference reference) {
        String shown = Identifier.shown(column);
        Stream<Role> compared =
                reference.predicates().stream()
                        .filter(p -> p.column().equals(column))
                        .flatMap(p -> words(p.operator()).stream())
                        .map(words -> new Role(words, shown));
        Stream<Role> joined =
                reference.joins().stream()
                        .filter(j -> j.column().equals(column))
                        .map(j -> new Role("join on", shown));
        Stream<Role> sorted =
                reference.sort().stream()
                        .filter(k -> k.column().equals(column))
                        .map(k -> new Role("sorted by", shown + direction(k)));
        Stream<Role> grouped =
                reference.group().stream()
                        .filter(column::equals)
                        .map(c -> new Role("grouped by", shown));
        Stream<Role> extreme =
                InterestingColumns.extremes(statement, reference).stream()
                        .filter(column::equals)
                        .map(c -> new Role("minimum or maximum of", shown));
        return Stream.of(compared, joined, sorted, grouped, extreme).flatMap(s -> s).findFirst();
    }

    private static Optional<String> words(Operator operator) {
        return switch (operator) {
            case EQUAL, BOOLEAN -> Optional.of("equality on");
            case IN -> Optional.of("list of values of");
            case RANGE, IS_NOT_NULL -> Optional.of("range of");
            case LIKE -> Optional.of("prefix of");
            case IS_NULL -> Optional.of("nulls of");
            case OTHER -> Optional.empty();
        };
    }

    private static String direction(TableReference.SortKey key) {
        String nulls =
                key.nullsFirst() == key.descending()
                        ? ""
                        : key.nullsFirst() ? " NULLS FIRST" : " NULLS LAST";
        return (key.descending() ? " DESC" : "") + nulls;
    }

    /** {@code turns a sequential scan of 1,000,000 rows into an index scan}. */
    private String turned(IndexDefinition index, int id, Change change) {
        String before =
                nodes(change.before())
                        .filter(n -> n.relation() != null && isOf(index.table(), n.relation()))
                        .filter(n -> n.type().endsWith("Scan"))
                        .findFirst()
                        .map(n -> scan(n) + extent(n, index))
                        .orElse("a scan" + ofRows(index));
        String after =
                nodes(change.after())
                        .filter(n -> n.index() instanceof IndexName.Hypothetical h && h.id() == id)
                        .findFirst()
                        .map(Explanation::scan)
                        .orElse("an index scan");
        String sort = sorts(change.before()) > sorts(change.after()) ? " and spares a sort" : "";
        return "turns " + before + " into " + after + sort;
    }

    /** All rows for a sequential scan; for others the index that it goes by. */
    private String extent(Plan node, IndexDefinition index) {
        return nodes(node)
                .filter(n -> n.index() instanceof IndexName.Existing)
                .findFirst()
                .map(n -> n.index() instanceof IndexName.Existing e ? " by " + e.name() : "")
                .orElse(ofRows(index));
    }

    private String ofRows(IndexDefinition index) {
        double rows = lookup.table(index.table()).map(lookup::rowsOf).orElse(0.0);
        return String.format(Locale.ROOT, " of %,.0f rows", rows);
    }

    private static long sorts(Plan plan) {
        return nodes(plan).filter(n -> n.type().endsWith("Sort")).count();
    }

    private static Stream<Plan> nodes(Plan plan) {
        List<Plan> nodes = new ArrayList<>();
        plan.visit(nodes::add);
        return nodes.stream();
    }

    private static String scan(Plan node) {
        return switch (node.type()) {
            case "Seq Scan" -> "a sequential scan";
            case "Index Scan" -> "an index scan";
            case "Index Only Scan" -> "an index-only scan";
            case "Bitmap Index Scan", "Bitmap Heap Scan" -> "a bitmap scan";
            default -> "a " + node.type().toLowerCase(Locale.ROOT);
        };
    }

    private Optional<Constraint> foreignKey(IndexDefinition index) {
        return lookup.constraintsOf(index.table()).stream()
                .filter(c -> c.kind() == Constraint.Kind.FOREIGN_KEY)
                .filter(c -> c.columns().size() <= index.keys().size())
                .filter(
                        c ->
                                index.columns()
                                        .subList(0, c.columns().size())
                                        .containsAll(c.columns()))
                .findFirst();
    }

    private Optional<String> partitions(QualifiedName table) {
        return lookup.table(table)
                .filter(t -> t.kind() == Table.Kind.PARTITIONED)
                .map(lookup::leavesOf)
                .map(leaves -> leaves.size() + " partitions");
    }

    /** Whether the one is the other, or one a partition of the other. */
    private boolean isOf(QualifiedName indexed, QualifiedName other) {
        return indexed.equals(other)
                || lookup.partitionAncestorsOf(other).contains(indexed)
                || lookup.partitionAncestorsOf(indexed).contains(other)
                || lookup.descendantsOf(other).stream().anyMatch(t -> t.name().equals(indexed));
    }
}
