package org.pgwright.advisor.candidate;

import org.pgwright.advisor.analysis.AdvisedStatement;
import org.pgwright.advisor.analysis.InterestingColumns;
import org.pgwright.catalog.CatalogLookup;
import org.pgwright.catalog.Constraint;
import org.pgwright.catalog.IndexDefinition;
import org.pgwright.catalog.Table;
import org.pgwright.planner.TableReference;
import org.pgwright.planner.TableReference.Join;
import org.pgwright.planner.TableReference.Operator;
import org.pgwright.planner.TableReference.Predicate;
import org.pgwright.planner.TableReference.SortKey;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reduces mentions of tables to what a B-tree can serve. */
final class ReferenceReader {
    /** An index on the rest is small enough to be worth it when so much of a column is null. */
    private static final double MOSTLY_NULL = 0.5;

    private final CatalogLookup lookup;
    private final ColumnRules rules;
    private final ColumnPopularity popularity;

    ReferenceReader(CatalogLookup lookup, ColumnPopularity popularity) {
        this.lookup = lookup;
        this.rules = new ColumnRules(lookup);
        this.popularity = popularity;
    }

    /** Columns that the mention's conditions name but no B-tree can hold, with the reason. */
    Map<String, String> unusableColumns(TableReference reference, Table table) {
        Map<String, String> unusable = new LinkedHashMap<>();
        for (Predicate predicate : reference.predicates()) {
            column(table, predicate.column())
                    .filter(column -> predicate.operator() != Operator.OTHER)
                    .flatMap(column -> rules.refusal(table.name(), column))
                    .ifPresent(reason -> unusable.put(predicate.column(), reason));
        }
        return unusable;
    }

    ReferenceUse read(AdvisedStatement statement, TableReference reference, Table table) {
        return new ReferenceUse(
                statement,
                table.name(),
                equal(reference, table).stream()
                        .filter(column -> !popularity.isFlag(table, column))
                        .toList(),
                equal(reference, table).stream()
                        .filter(column -> popularity.isFlag(table, column))
                        .toList(),
                columns(reference, table, Operator.IN),
                ranges(reference, table),
                alternatives(reference, table),
                joins(reference, table),
                sort(reference, table),
                group(reference, table),
                extremes(statement, reference, table),
                foreignKeys(reference, table));
    }

    private Optional<Table.Column> column(Table table, String name) {
        return lookup.column(table.name(), name);
    }

    private boolean isUsable(Table table, String name) {
        return column(table, name)
                .filter(column -> rules.refusal(table.name(), column).isEmpty())
                .isPresent();
    }

    private boolean isServed(Table table, Predicate predicate) {
        return isUsable(table, predicate.column())
                && column(table, predicate.column())
                        .filter(column -> rules.serves(predicate, column))
                        .isPresent();
    }

    private List<String> columns(TableReference reference, Table table, Operator... operators) {
        Set<Operator> wanted = Set.of(operators);
        return reference.predicates().stream()
                .filter(p -> !p.alternative() && wanted.contains(p.operator()))
                .filter(p -> isServed(table, p))
                .map(Predicate::column)
                .distinct()
                .toList();
    }

    private List<String> equal(TableReference reference, Table table) {
        return columns(reference, table, Operator.EQUAL, Operator.BOOLEAN, Operator.IS_NULL)
                .stream()
                .sorted(popularity.order(table))
                .toList();
    }

    private List<String> ranges(TableReference reference, Table table) {
        Set<String> ranges =
                new LinkedHashSet<>(columns(reference, table, Operator.RANGE, Operator.LIKE));
        columns(reference, table, Operator.IS_NOT_NULL).stream()
                .filter(column -> isMostlyNull(table, column))
                .forEach(ranges::add);
        return List.copyOf(ranges);
    }

    private boolean isMostlyNull(Table table, String column) {
        return lookup.statisticsOf(table.name(), column)
                .filter(s -> s.nullFraction() >= MOSTLY_NULL)
                .isPresent();
    }

    private List<String> alternatives(TableReference reference, Table table) {
        return reference.predicates().stream()
                .filter(p -> p.alternative() && isServed(table, p))
                .map(Predicate::column)
                .distinct()
                .toList();
    }

    private List<List<String>> joins(TableReference reference, Table table) {
        Map<Integer, Set<String>> byOther = new LinkedHashMap<>();
        for (Join join : reference.joins()) {
            if (join.symbol().equals("=") && isUsable(table, join.column())) {
                byOther.computeIfAbsent(join.otherId(), id -> new LinkedHashSet<>())
                        .add(join.column());
            }
        }
        return byOther.values().stream()
                .map(columns -> columns.stream().sorted(popularity.order(table)).toList())
                .distinct()
                .toList();
    }

    /** An order that reads backwards as plain ascending is taken as that: more can share it. */
    private List<IndexDefinition.Key> sort(TableReference reference, Table table) {
        List<String> constant = columns(reference, table, Operator.EQUAL, Operator.BOOLEAN);
        List<SortKey> keys =
                reference.sort().stream()
                        .filter(k -> !constant.contains(k.column()))
                        .takeWhile(k -> column(table, k.column()).isPresent())
                        .toList();
        if (!keys.stream().allMatch(key -> isUsable(table, key.column()))) {
            return List.of();
        }
        boolean plainBackwards = keys.stream().allMatch(k -> k.descending() && k.nullsFirst());
        return keys.stream()
                .map(
                        key ->
                                plainBackwards
                                        ? IndexDefinition.Key.ascending(key.column())
                                        : new IndexDefinition.Key(
                                                key.column(),
                                                /* expression= */ false,
                                                null,
                                                key.descending(),
                                                key.nullsFirst()))
                .toList();
    }

    private List<String> group(TableReference reference, Table table) {
        List<String> columns =
                reference.group().stream().filter(c -> column(table, c).isPresent()).toList();
        return columns.size() <= ReferenceUse.MAX_KEYS
                        && columns.stream().allMatch(column -> isUsable(table, column))
                ? columns
                : List.of();
    }

    private List<String> extremes(
            AdvisedStatement statement, TableReference reference, Table table) {
        return InterestingColumns.extremes(statement, reference).stream()
                .filter(column -> isUsable(table, column))
                .toList();
    }

    private List<List<String>> foreignKeys(TableReference reference, Table table) {
        Set<String> used = InterestingColumns.of(reference);
        List<List<String>> keys = new ArrayList<>();
        for (Constraint constraint : lookup.constraintsOf(table.name())) {
            if (constraint.kind() == Constraint.Kind.FOREIGN_KEY
                    && constraint.columns().size() > 1
                    && used.containsAll(constraint.columns())
                    && constraint.columns().stream().allMatch(c -> isUsable(table, c))) {
                keys.add(constraint.columns());
            }
        }
        return keys;
    }
}
