package org.pgwright.advisor;

import org.pgwright.advisor.Advice.Replanned;
import org.pgwright.advisor.Advice.StatisticsObject;
import org.pgwright.advisor.analysis.AdvisedStatement;
import org.pgwright.advisor.cost.PlannedWorkload;
import org.pgwright.advisor.cost.StatementCosts;
import org.pgwright.advisor.ddl.IndexNames;
import org.pgwright.catalog.CatalogLookup;
import org.pgwright.catalog.Identifier;
import org.pgwright.catalog.PairSample;
import org.pgwright.catalog.QualifiedName;
import org.pgwright.error.PgwrightException;
import org.pgwright.planner.Configuration;
import org.pgwright.planner.Plan;
import org.pgwright.planner.TableReference;
import org.pgwright.planner.WhatIfPlanner;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;

/**
 * Works out of which columns the planner should know that they hang together: those for which a
 * sample of rows says so, and with which knowledge it expects ten times more rows or groups of a
 * statement, or a tenth, and plans it otherwise.
 *
 * <p>Where the plan stays the same, statistics would be right and of no use.
 */
final class StatisticsObjects {
    /** From here on an estimate counts as wrong in what is found in plans, too. */
    private static final double WRONG = 10;

    /** Statements of one pair that are planned anew: those that cost most. */
    private static final int MOST_STATEMENTS = 20;

    private static final Set<String> GROUPINGS = Set.of("Aggregate", "Group", "Unique");

    private final AdviceRequest request;
    private final CatalogLookup lookup;
    private final StatementCosts costs;
    private final WhatIfPlanner planner;
    private final BooleanSupplier enough;

    /**
     * @param enough whether to end with what there is
     */
    StatisticsObjects(
            AdviceRequest request,
            CatalogLookup lookup,
            StatementCosts costs,
            WhatIfPlanner planner,
            BooleanSupplier enough) {
        this.request = request;
        this.lookup = lookup;
        this.costs = costs;
        this.planner = planner;
        this.enough = enough;
    }

    /** What columns are asked for. */
    private enum Kind {
        /** Both are compared with values. */
        DEPENDENCIES,
        /** Both are grouped by. */
        NDISTINCT;

        String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    private record Found(Kind kind, Replanned query) {}

    /** Those that help beside indexes. */
    List<StatisticsObject> beside(BitSet chosen) {
        IndexNames names = new IndexNames(lookup.catalog());
        List<StatisticsObject> objects = new ArrayList<>();
        for (PairSample pair : lookup.catalog().samples().pairs()) {
            if (!enough.getAsBoolean() && isAdmitted(pair.table())) {
                List<Found> found = found(pair, chosen);
                if (!found.isEmpty()) {
                    objects.add(object(pair, found, names));
                }
            }
        }
        objects.sort(
                Comparator.comparingDouble((StatisticsObject object) -> -weight(object))
                        .thenComparing(StatisticsObject::name));
        return objects;
    }

    private boolean isAdmitted(QualifiedName name) {
        return lookup.table(name).isPresent() && request.tables().admits(name, lookup);
    }

    private static double weight(StatisticsObject object) {
        return object.queries().stream().mapToDouble(q -> q.calls() * q.costAfter()).sum();
    }

    private List<Found> found(PairSample pair, BitSet chosen) {
        return IntStream.range(0, costs.size())
                .boxed()
                .filter(number -> kind(pair, costs.statement(number)).isPresent())
                .sorted(Comparator.comparingDouble(number -> -weightedCost(number)))
                .limit(MOST_STATEMENTS)
                .flatMap(number -> found(pair, number, chosen).stream())
                .sorted(
                        Comparator.comparingDouble(
                                one -> -one.query().calls() * one.query().costAfter()))
                .toList();
    }

    private double weightedCost(int number) {
        return costs.statement(number).calls() * costs.costBefore(number);
    }

    private static Optional<Kind> kind(PairSample pair, AdvisedStatement statement) {
        Set<String> columns = Set.of(pair.first(), pair.second());
        List<TableReference> mentions =
                statement.references().stream()
                        .filter(reference -> reference.table().equals(pair.table()))
                        .toList();
        if (mentions.stream().anyMatch(of -> of.fixedColumns().containsAll(columns))) {
            return Optional.of(Kind.DEPENDENCIES);
        }
        return mentions.stream().anyMatch(of -> of.group().containsAll(columns))
                ? Optional.of(Kind.NDISTINCT)
                : Optional.empty();
    }

    private Optional<Found> found(PairSample pair, int number, BitSet chosen) {
        AdvisedStatement statement = costs.statement(number);
        Kind kind = kind(pair, statement).orElseThrow();
        try {
            List<Plan> before = costs.plans(number, chosen);
            BitSet options = costs.restricted(number, chosen);
            return planner.plansKnowing(
                            pair,
                            statement.texts(),
                            Configuration.of(options.stream().boxed().toList()))
                    .flatMap(after -> replanned(pair, kind, statement, before, after))
                    .map(query -> new Found(kind, query));
        } catch (PgwrightException failure) {
            if (!PlannedWorkload.concernsOneStatement(failure)) {
                throw failure;
            }
            // It was planned before, and is now too hard to plan in time: nothing is known of it.
            return Optional.empty();
        }
    }

    /** That of the text with the largest difference among those that are planned otherwise. */
    private static Optional<Replanned> replanned(
            PairSample pair,
            Kind kind,
            AdvisedStatement statement,
            List<Plan> before,
            List<Plan> after) {
        return IntStream.range(0, before.size())
                .filter(text -> !before.get(text).shape().equals(after.get(text).shape()))
                .mapToObj(
                        text ->
                                new Replanned(
                                        statement.statement().hash(),
                                        statement.statement().text(),
                                        statement.calls(),
                                        rows(before.get(text), pair.table(), kind),
                                        rows(after.get(text), pair.table(), kind),
                                        before.get(text).totalCost(),
                                        after.get(text).totalCost()))
                .filter(query -> query.factor() >= WRONG)
                .max(Comparator.comparingDouble(Replanned::factor));
    }

    /** Of the first node that reads the table, or groups; 0 if there is none. */
    private static double rows(Plan plan, QualifiedName table, Kind kind) {
        List<Plan> nodes = new ArrayList<>();
        plan.visit(nodes::add);
        return nodes.stream()
                .filter(
                        node ->
                                switch (kind) {
                                    case DEPENDENCIES -> table.equals(node.relation());
                                    case NDISTINCT -> GROUPINGS.contains(node.type());
                                })
                .findFirst()
                .map(Plan::rows)
                .orElse(0.0);
    }

    private StatisticsObject object(PairSample pair, List<Found> found, IndexNames names) {
        List<String> columns = List.of(pair.first(), pair.second());
        List<String> kinds =
                found.stream().map(Found::kind).distinct().sorted().map(Kind::label).toList();
        String name = names.statistics(pair.table(), columns);
        return new StatisticsObject(
                pair.table(),
                columns,
                kinds,
                name,
                "CREATE STATISTICS %s (%s) ON %s, %s FROM %s"
                        .formatted(
                                new QualifiedName(pair.table().schema(), name).shown(),
                                String.join(", ", kinds),
                                Identifier.shown(pair.first()),
                                Identifier.shown(pair.second()),
                                pair.table().shown()),
                reason(pair, found.getFirst()),
                found.stream().map(Found::query).toList());
    }

    private static String reason(PairSample pair, Found most) {
        String first = Identifier.shown(pair.first());
        String second = Identifier.shown(pair.second());
        Replanned query = most.query();
        return switch (most.kind()) {
            case DEPENDENCIES ->
                    String.format(
                            Locale.ROOT,
                            "%s, and the planner takes them for independent: it expects %,.0f"
                                    + " rows where it would expect %,.0f if it knew, and would plan"
                                    + " otherwise",
                            decides(pair, first, second),
                            query.rowsBefore(),
                            query.rowsAfter());
            case NDISTINCT ->
                    String.format(
                            Locale.ROOT,
                            "%s and %s have %,.0f different pairs of values, and the planner"
                                    + " multiplies their numbers: it expects %,.0f groups where it"
                                    + " would expect %,.0f if it knew, and would plan otherwise",
                            first,
                            second,
                            pair.distinct(),
                            query.rowsBefore(),
                            query.rowsAfter());
        };
    }

    private static String decides(PairSample pair, String first, String second) {
        boolean isFirst = pair.firstDecides() >= pair.secondDecides();
        return String.format(
                Locale.ROOT,
                "%s decides %s in %.0f %% of the rows",
                isFirst ? first : second,
                isFirst ? second : first,
                100 * Math.max(pair.firstDecides(), pair.secondDecides()));
    }
}
