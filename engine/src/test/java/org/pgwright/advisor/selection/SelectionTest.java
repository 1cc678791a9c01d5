package org.pgwright.advisor.selection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.withinPercentage;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.statistics.Statistics;

import org.pgwright.advisor.CostTable;
import org.pgwright.advisor.Statements;
import org.pgwright.advisor.analysis.PreparedWorkload;
import org.pgwright.advisor.cost.Exploration;
import org.pgwright.advisor.cost.Option;
import org.pgwright.advisor.cost.PlannedWorkload;
import org.pgwright.advisor.cost.SparedUpdates;
import org.pgwright.advisor.cost.StatementCosts;
import org.pgwright.advisor.cost.Upkeep;
import org.pgwright.advisor.cost.Workers;
import org.pgwright.catalog.Catalog;
import org.pgwright.catalog.CatalogBuilder;
import org.pgwright.catalog.CatalogLookup;
import org.pgwright.catalog.IndexDefinition;
import org.pgwright.planner.Progress;
import org.pgwright.planner.WhatIfPlanner.Offer;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;

/** Compares what is chosen with the best of all subsets. */
final class SelectionTest {
    private static final int OPTIONS = 8;
    private static final Workers WORKERS = new Workers(1);
    private static final long TABLE_BYTES = 1_000_000_000;

    private static final List<IndexDefinition> INDEXES =
            IntStream.range(0, OPTIONS)
                    .mapToObj(
                            i ->
                                    IndexDefinition.btree(
                                            CatalogBuilder.name("t"),
                                            i < OPTIONS - 2
                                                    ? List.of(
                                                            "c" + i % 4, "c" + (i + 1 + i / 4) % 4)
                                                    : List.of("c" + i % 4)))
                    .toList();

    /** A plan that needs some indexes and leaves a share of the cost. */
    record PlanRow(Set<Integer> needs, double share) {}

    record StatementRow(double calls, double cost, List<PlanRow> plans) {}

    /**
     * What writes pay, in thousandths of what the statements cost.
     *
     * @param always for each option
     * @param ended once one of {@code enders} is there, with as much again for each option
     * @param most that is allowed
     */
    record WriteRow(List<Integer> always, int ended, Set<Integer> enders, int most) {}

    record Problem(
            List<StatementRow> statements,
            List<Integer> megabytes,
            WriteRow writes,
            int maxOptions,
            int budget) {}

    @Provide
    Arbitrary<Problem> problems() {
        Arbitrary<PlanRow> plan =
                Combinators.combine(
                                Arbitraries.integers()
                                        .between(0, OPTIONS - 1)
                                        .set()
                                        .ofMinSize(1)
                                        .ofMaxSize(2),
                                Arbitraries.doubles().between(0.001, 0.95).ofScale(3))
                        .as(PlanRow::new);
        Arbitrary<StatementRow> statement =
                Combinators.combine(
                                Arbitraries.doubles().between(1, 1000),
                                Arbitraries.doubles().between(10, 100_000),
                                plan.list().ofMinSize(0).ofMaxSize(5))
                        .as(StatementRow::new);
        Arbitrary<WriteRow> writes =
                Combinators.combine(
                                Arbitraries.integers().between(0, 5).list().ofSize(OPTIONS),
                                Arbitraries.integers().between(0, 20),
                                Arbitraries.integers().between(0, OPTIONS - 1).set().ofMaxSize(2),
                                Arbitraries.integers().between(10, 200))
                        .as(WriteRow::new);
        return Combinators.combine(
                        statement.list().ofMinSize(1).ofMaxSize(8),
                        Arbitraries.integers().between(1, 200).list().ofSize(OPTIONS),
                        writes,
                        Arbitraries.integers().between(0, OPTIONS),
                        Arbitraries.integers().between(0, 900))
                .as(Problem::new);
    }

    @Property(tries = 400)
    void keepsTheLimitsAndIsNearlyAlwaysAsGoodAsTheBestOfAllSubsets(
            @ForAll("problems") Problem problem) {
        Setting setting = new Setting(problem);
        Limits limits =
                new Limits(
                        problem.maxOptions,
                        problem.budget * 1_000_000L,
                        problem.writes.most * setting.before() / 1_000);
        Selection selection = setting.selection(limits);
        Standing chosen = setting.choose(selection);
        Standing best = setting.best(limits);

        assertThat(limits.allow(chosen)).isTrue();
        double bestOfPool = setting.best(limits, setting.pool).price();
        assertThat(selection.bound(chosen)).isLessThanOrEqualTo(bestOfPool * 1.0001);
        // What is not worth an index by the thresholds adds up to a few percent at most.
        double dearer = chosen.price() / best.price();
        Statistics.collect(dearer <= 1.02 ? "as good" : dearer <= 1.1 ? "near" : "worse");
        Statistics.coverage(
                coverage -> coverage.check("as good").percentage(percent -> percent > 90));
    }

    @Property(tries = 200)
    void chosenOptionsAreAllWorthTheirPlace(@ForAll("problems") Problem problem) {
        Setting setting = new Setting(problem);
        Standing chosen = setting.choose(Limits.NONE);
        assertThat(setting.lean(chosen.options()))
                .as("no option that another serves, where bytes are not given")
                .isEqualTo(chosen.options());
        chosen.options().stream()
                .forEach(
                        option ->
                                assertThat(
                                                setting.thresholds()
                                                        .isWorthMaking(
                                                                setting.evaluation.without(
                                                                        chosen, option),
                                                                chosen))
                                        .isTrue());
    }

    @Property(tries = 200)
    void whatWritesPayIsThatOfTheWholeSet(@ForAll("problems") Problem problem) {
        Setting setting = new Setting(problem);
        for (int subset = 0; subset < 1 << OPTIONS; subset += 7) {
            BitSet options = BitSet.valueOf(new long[] {subset});
            Standing standing = setting.evaluation.change(setting.evaluation.none(), options);
            assertThat(standing.upkeep())
                    .isCloseTo(setting.upkeep(options), withinPercentage(0.001));
        }
    }

    @Property(tries = 200)
    void costsFromTheCacheAreThePlanners(@ForAll("problems") Problem problem) {
        Setting setting = new Setting(problem);
        setting.choose(Limits.NONE);
        for (int subset = 0; subset < 1 << OPTIONS; subset += 7) {
            BitSet options = BitSet.valueOf(new long[] {subset});
            for (int s = 0; s < setting.costs.size(); s++) {
                assertThat(setting.costs.cost(s, options).cost())
                        .isEqualTo(setting.expected(s, options));
            }
        }
    }

    /** A problem as the selection sees it. */
    private static final class Setting {
        private final Problem problem;
        private final StatementCosts costs;
        private final Evaluation evaluation;
        private final List<Integer> pool = new ArrayList<>();
        private final BitSet best = new BitSet();
        private final SparedUpdates updates;

        Setting(Problem problem) {
            this.problem = problem;
            Catalog catalog =
                    new CatalogBuilder()
                            .table("t", 1_000_000, "c0 int", "c1 int", "c2 int", "c3 int")
                            .build();
            CostTable planner = new CostTable();
            Statements statements = new Statements();
            for (int i = 0; i < problem.statements.size(); i++) {
                StatementRow row = problem.statements.get(i);
                statements.add(
                        "s" + i,
                        row.calls,
                        Statements.of("t").equal("c0", "c1", "c2", "c3").mention());
                planner.costs("s" + i, row.cost);
                for (PlanRow plan : row.plans) {
                    Set<IndexDefinition> needs = new HashSet<>();
                    plan.needs.forEach(n -> needs.add(INDEXES.get(n)));
                    planner.costs("s" + i, row.cost * plan.share, needs);
                }
            }
            for (int i = 0; i < OPTIONS; i++) {
                planner.size(INDEXES.get(i), problem.megabytes.get(i) * 1_000_000L);
            }
            CatalogLookup lookup = new CatalogLookup(catalog);
            PlannedWorkload workload =
                    PlannedWorkload.plan(
                            PreparedWorkload.prepare(
                                    lookup, statements.workload(), statements, Progress.NONE),
                            planner,
                            Progress.NONE);
            costs = new StatementCosts(workload.statements(), lookup, planner);
            updates = new SparedUpdates(problem.writes.ended * before() / 1_000);
            List<Option> options = new ArrayList<>();
            for (Offer offer : planner.offer(INDEXES)) {
                if (offer instanceof Offer.Made(var index)) {
                    Option option = new Option(index, Upkeep.Charge.NONE, parts(index.id()));
                    options.add(option);
                    costs.know(option);
                }
            }
            BitSet all = new BitSet();
            options.forEach(o -> all.set(o.id()));
            BitSet useful = new BitSet();
            List<Integer> numbers = IntStream.range(0, costs.size()).boxed().toList();
            for (int s : numbers) {
                Exploration.Found found = new Exploration(costs).explore(s, all, all);
                useful.or(found.useful());
                found.plans().stream().findFirst().ifPresent(best::or);
            }
            useful.stream().forEach(pool::add);
            evaluation =
                    new Evaluation(
                            costs, numbers, options, Prices.usual(before(), TABLE_BYTES), WORKERS);
        }

        Selection selection(Limits limits) {
            Selection selection =
                    new Selection(evaluation, costs, limits, thresholds(), WORKERS, () -> false);
            BitSet all = new BitSet();
            pool.forEach(all::set);
            selection.admit(all, Map.of());
            return selection;
        }

        Standing choose(Limits limits) {
            return choose(selection(limits));
        }

        Standing choose(Selection selection) {
            return selection.worthIt(selection.choose(List.of(new BitSet(), best)));
        }

        /** Without the options that others of the same set serve as well. */
        BitSet lean(BitSet set) {
            BitSet lean = (BitSet) set.clone();
            set.stream()
                    .filter(option -> evaluation.serversOf(option).intersects(lean))
                    .forEach(lean::clear);
            return lean;
        }

        private Option.Parts parts(int option) {
            return new Option.Parts(
                    problem.writes.always.get(option) * before() / 1_000,
                    List.of(
                            new Option.Spared(
                                    updates,
                                    problem.writes.enders.contains(option),
                                    updates.cost())));
        }

        /** What writes pay for a set. */
        double upkeep(BitSet set) {
            double always = set.stream().mapToDouble(o -> parts(o).always()).sum();
            return set.stream().noneMatch(problem.writes.enders::contains)
                    ? always
                    : always + (1 + set.cardinality()) * updates.cost();
        }

        private double before() {
            return problem.statements.stream().mapToDouble(s -> s.calls * s.cost).sum();
        }

        Thresholds thresholds() {
            return Thresholds.usual(before());
        }

        Standing best(Limits limits) {
            return best(limits, IntStream.range(0, OPTIONS).boxed().toList());
        }

        Standing best(Limits limits, List<Integer> among) {
            BitSet allowed = new BitSet();
            among.forEach(allowed::set);
            Standing best = evaluation.none();
            for (int subset = 0; subset < 1 << OPTIONS; subset++) {
                BitSet options = BitSet.valueOf(new long[] {subset});
                Standing standing = evaluation.change(evaluation.none(), options);
                if (PlanTree.isSubset(options, allowed)
                        && limits.allow(standing)
                        && standing.price() < best.price()) {
                    best = standing;
                }
            }
            return best;
        }

        double expected(int statement, BitSet options) {
            StatementRow row = problem.statements.get(statement);
            return row.plans.stream()
                    .filter(p -> p.needs.stream().allMatch(options::get))
                    .mapToDouble(p -> row.cost * p.share)
                    .reduce(row.cost, Math::min);
        }
    }
}
