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
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Reduces mentions of tables to what indexes can serve. */
final class ReferenceReader {
    /** An index on the rest is small enough to be worth it when so much of a column is null. */
    private static final double MOSTLY_NULL = 0.5;

    private final CatalogLookup lookup;
    private final ColumnRules rules;
    private final SearchRules searches;
    private final ColumnPopularity popularity;
    private final PartialIndexRules parts;
    private final StableConditions stable;

    ReferenceReader(CatalogLookup lookup, ColumnPopularity popularity, PartialIndexRules parts) {
        this.lookup = lookup;
        this.rules = new ColumnRules(lookup);
        this.searches = new SearchRules(lookup);
        this.popularity = popularity;
        this.parts = parts;
        this.stable = new StableConditions(lookup, rules, searches);
    }

    /** A mention, or what is left of it when some of its conditions are taken for granted. */
    private record Asked(TableReference reference, Table table, List<Predicate> predicates) {
        Asked without(List<Predicate> granted) {
            return new Asked(
                    reference,
                    table,
                    predicates.stream().filter(p -> !granted.contains(p)).toList());
        }
    }

    /** Indexes that the mention's conditions suggest but that cannot be, with the reasons. */
    List<Refusal> impossible(TableReference reference, Table table) {
        List<Refusal> impossible = new ArrayList<>();
        for (Predicate predicate : reference.predicates()) {
            lookup.column(table.name(), predicate.column())
                    .filter(column -> predicate.operator() != Operator.OTHER)
                    .flatMap(column -> rules.refusal(table.name(), column))
                    .map(
                            reason ->
                                    new Refusal(
                                            IndexDefinition.btree(
                                                    table.name(), List.of(predicate.column())),
                                            reason))
                    .ifPresent(impossible::add);
            searches.missing(predicate, table).ifPresent(impossible::add);
            stable.refusal(predicate, table).ifPresent(impossible::add);
        }
        return impossible;
    }

    /** What the mention asks of indexes that hold every row. */
    ReferenceUse read(AdvisedStatement statement, TableReference reference, Table table) {
        return read(statement, new Asked(reference, table, reference.predicates()), List.of());
    }

    /**
     * What it asks of partial indexes: of those for all its conditions that can be their predicate,
     * then of those for each alone.
     */
    List<ReferenceUse> readParts(
            AdvisedStatement statement, TableReference reference, Table table) {
        List<Predicate> granted =
                reference.predicates().stream()
                        .filter(p -> canBeGranted(p, table))
                        .distinct()
                        .toList();
        List<List<Predicate>> choices = new ArrayList<>();
        if (granted.size() > 1) {
            choices.add(granted);
        }
        granted.forEach(one -> choices.add(List.of(one)));
        return choices.stream()
                .map(some -> readPart(statement, reference, table, some))
                .filter(part -> parts.allow(part, table))
                .toList();
    }

    /**
     * A value of many, or a moment, is another one in the next call; of few values each call may
     * ask for the same.
     */
    private boolean canBeGranted(Predicate predicate, Table table) {
        if (predicate.condition() == null || predicate.alternative()) {
            return false;
        }
        return switch (predicate.operator()) {
            case EQUAL, IN, OTHER -> popularity.isFlag(table, predicate.column());
            case BOOLEAN -> true;
            case IS_NULL -> !isMostlyNull(table, predicate.column());
            case IS_NOT_NULL -> isMostlyNull(table, predicate.column());
            case RANGE, LIKE -> false;
        };
    }

    private ReferenceUse readPart(
            AdvisedStatement statement,
            TableReference reference,
            Table table,
            List<Predicate> granted) {
        List<String> conditions =
                granted.stream().map(Predicate::condition).map(Objects::requireNonNull).toList();
        Asked whole = new Asked(reference, table, reference.predicates());
        ReferenceUse rest = read(statement, whole.without(granted), conditions);
        return rest.hasKeys() ? rest : read(statement, whole, conditions);
    }

    private ReferenceUse read(AdvisedStatement statement, Asked asked, List<String> conditions) {
        List<IndexDefinition.Key> equal = equal(asked);
        return new ReferenceUse(
                statement,
                asked.table.name(),
                equal.stream().filter(key -> !isFlag(asked, key)).toList(),
                equal.stream().filter(key -> isFlag(asked, key)).toList(),
                served(asked, Operator.IN),
                ranges(asked),
                alternatives(asked),
                joins(asked),
                sort(asked),
                group(asked),
                extremes(statement, asked),
                foreignKeys(asked),
                searches.of(asked.reference, asked.table, asked.predicates),
                conditions);
    }

    private boolean isFlag(Asked asked, IndexDefinition.Key key) {
        return popularity.isFlag(asked.table, key.column());
    }

    /** The key on a column, or on an expression of the mention, if a B-tree can have it. */
    private Optional<IndexDefinition.Key> key(Asked asked, String name) {
        Optional<Table.Column> column = lookup.column(asked.table.name(), name);
        if (column.isPresent()) {
            return column.filter(c -> rules.refusal(asked.table.name(), c).isEmpty())
                    .map(c -> IndexDefinition.Key.ascending(c.name()));
        }
        return asked.reference.expressions().stream()
                .filter(e -> e.sql().equals(name) && rules.isOrdered(e.type()))
                .map(e -> IndexDefinition.Key.computed(e.sql()))
                .findFirst();
    }

    private Optional<IndexDefinition.Key> key(Asked asked, Predicate predicate) {
        Table.Column column = lookup.column(asked.table.name(), predicate.column()).orElse(null);
        String type = column == null ? expressionType(asked, predicate) : column.type();
        return key(asked, predicate.column())
                .flatMap(key -> rules.serving(predicate, key, column, type));
    }

    private static String expressionType(Asked asked, Predicate predicate) {
        return asked.reference.expressions().stream()
                .filter(e -> e.sql().equals(predicate.column()))
                .map(TableReference.Expression::type)
                .findFirst()
                .orElse("");
    }

    private List<IndexDefinition.Key> served(Asked asked, Operator... operators) {
        Set<Operator> wanted = Set.of(operators);
        return asked.predicates.stream()
                .filter(p -> !p.alternative() && wanted.contains(p.operator()))
                .flatMap(p -> key(asked, p).stream())
                .distinct()
                .toList();
    }

    private List<IndexDefinition.Key> equal(Asked asked) {
        return served(asked, Operator.EQUAL, Operator.BOOLEAN, Operator.IS_NULL).stream()
                .sorted(popularity.order(asked.table))
                .toList();
    }

    private List<IndexDefinition.Key> ranges(Asked asked) {
        Set<IndexDefinition.Key> ranges =
                new LinkedHashSet<>(served(asked, Operator.RANGE, Operator.LIKE));
        served(asked, Operator.IS_NOT_NULL).stream()
                .filter(key -> isMostlyNull(asked.table, key.column()))
                .forEach(ranges::add);
        return List.copyOf(ranges);
    }

    private boolean isMostlyNull(Table table, String column) {
        return lookup.statisticsOf(table.name(), column)
                .filter(s -> s.nullFraction() >= MOSTLY_NULL)
                .isPresent();
    }

    private List<IndexDefinition.Key> alternatives(Asked asked) {
        return asked.predicates.stream()
                .filter(Predicate::alternative)
                .flatMap(p -> key(asked, p).stream())
                .distinct()
                .toList();
    }

    private List<List<IndexDefinition.Key>> joins(Asked asked) {
        Map<Integer, Set<IndexDefinition.Key>> byOther = new LinkedHashMap<>();
        for (Join join : asked.reference.joins()) {
            if (join.symbol().equals("=")) {
                key(asked, join.column())
                        .ifPresent(
                                key ->
                                        byOther.computeIfAbsent(
                                                        join.otherId(), id -> new LinkedHashSet<>())
                                                .add(key));
            }
        }
        return byOther.values().stream()
                .map(keys -> keys.stream().sorted(popularity.order(asked.table)).toList())
                .distinct()
                .toList();
    }

    /**
     * An order that reads backwards as plain ascending is taken as that: more can share it. What is
     * compared with one value is in order anyway, also where a partial index grants it.
     */
    private List<IndexDefinition.Key> sort(Asked asked) {
        Set<String> constant = constants(asked.reference);
        List<SortKey> wanted =
                asked.reference.sort().stream()
                        .filter(k -> !constant.contains(k.column()))
                        .toList();
        boolean plainBackwards = wanted.stream().allMatch(k -> k.descending() && k.nullsFirst());
        List<IndexDefinition.Key> keys =
                wanted.stream()
                        .flatMap(k -> key(asked, k.column()).map(key -> sorted(key, k)).stream())
                        .map(key -> plainBackwards ? key.plain() : key)
                        .toList();
        return keys.size() == wanted.size() ? keys : List.of();
    }

    private static Set<String> constants(TableReference reference) {
        Set<String> columns = new LinkedHashSet<>();
        reference.predicates().stream()
                .filter(p -> !p.alternative())
                .filter(p -> p.operator() == Operator.EQUAL || p.operator() == Operator.BOOLEAN)
                .forEach(p -> columns.add(p.column()));
        return columns;
    }

    private static IndexDefinition.Key sorted(IndexDefinition.Key key, SortKey by) {
        return key.sorted(by.descending(), by.nullsFirst());
    }

    private List<IndexDefinition.Key> group(Asked asked) {
        List<String> names = asked.reference.group();
        List<IndexDefinition.Key> keys =
                names.stream().flatMap(name -> key(asked, name).stream()).toList();
        return names.size() <= ReferenceUse.MAX_KEYS && keys.size() == names.size()
                ? keys
                : List.of();
    }

    private List<IndexDefinition.Key> extremes(AdvisedStatement statement, Asked asked) {
        return InterestingColumns.extremes(statement, asked.reference).stream()
                .flatMap(column -> key(asked, column).stream())
                .toList();
    }

    private List<List<IndexDefinition.Key>> foreignKeys(Asked asked) {
        Set<String> used = InterestingColumns.of(asked.reference);
        return lookup.constraintsOf(asked.table.name()).stream()
                .filter(c -> c.kind() == Constraint.Kind.FOREIGN_KEY && c.columns().size() > 1)
                .filter(c -> used.containsAll(c.columns()))
                .flatMap(c -> keys(asked, c.columns()).stream())
                .toList();
    }

    private Optional<List<IndexDefinition.Key>> keys(Asked asked, List<String> columns) {
        List<IndexDefinition.Key> keys =
                columns.stream().flatMap(c -> key(asked, c).stream()).toList();
        return Optional.of(keys).filter(all -> all.size() == columns.size());
    }

    /** Every use of the mention, the one of indexes that hold every row first. */
    Stream<ReferenceUse> readAll(
            AdvisedStatement statement, TableReference reference, Table table) {
        return Stream.concat(
                Stream.of(read(statement, reference, table)),
                readParts(statement, reference, table).stream());
    }
}
