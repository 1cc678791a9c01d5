package org.pgwright.advisor;

import org.pgwright.advisor.Advice.Rejected;
import org.pgwright.advisor.analysis.AdvisedStatement;
import org.pgwright.advisor.analysis.ColumnMention;
import org.pgwright.advisor.candidate.ExpectedIndexes;
import org.pgwright.advisor.candidate.ExpectedIndexes.Expected;
import org.pgwright.advisor.candidate.FewValues;
import org.pgwright.advisor.cost.PlannedStatement;
import org.pgwright.advisor.cost.PlannedWorkload;
import org.pgwright.catalog.CatalogLookup;
import org.pgwright.catalog.IndexDefinition;
import org.pgwright.catalog.QualifiedName;
import org.pgwright.planner.Plan;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Says why indexes that one would make at first sight are not recommended: because the table is
 * tiny, the column has few values, or the queries that ask for it are hardly run. Such indexes may
 * never have been tried.
 */
final class ExpectedRejections {
    private static final int MAX_SHOWN = 20;

    /** Of the workload's cost: what statements cost together that are hardly run. */
    private static final double HARDLY_RUN = 0.001;

    private final AdviceRequest request;
    private final CatalogLookup lookup;
    private final PlannedWorkload workload;
    private final ExpectedIndexes expectations;
    private final FewValues fewValues;

    ExpectedRejections(AdviceRequest request, CatalogLookup lookup, PlannedWorkload workload) {
        this.request = request;
        this.lookup = lookup;
        this.workload = workload;
        this.expectations = new ExpectedIndexes(lookup);
        this.fewValues = new FewValues(lookup);
    }

    /**
     * Those that statements of the highest cost would have asked for first.
     *
     * @param recommended indexes that begin with the same column answer the expectation
     */
    List<Rejected> beside(List<IndexDefinition> recommended) {
        List<AdvisedStatement> statements =
                workload.statements().stream()
                        .sorted(
                                Comparator.comparingDouble(PlannedStatement::weightedCost)
                                        .reversed())
                        .map(PlannedStatement::statement)
                        .toList();
        return expectations.of(statements).stream()
                .filter(e -> request.tables().admits(e.definition().table(), lookup))
                .filter(e -> recommended.stream().noneMatch(r -> answers(r, e.definition())))
                .flatMap(e -> rejected(e, recommended).stream())
                .limit(MAX_SHOWN)
                .toList();
    }

    /** Whether an index of all rows begins as the expected one, in whatever direction. */
    private static boolean answers(IndexDefinition recommended, IndexDefinition expected) {
        return recommended.table().equals(expected.table())
                && recommended.conditions().isEmpty()
                && recommended.columns().getFirst().equals(expected.columns().getFirst());
    }

    private Optional<Rejected> rejected(Expected expected, List<IndexDefinition> recommended) {
        List<PlannedStatement> reading = reading(expected);
        if (reading.isEmpty()) {
            return Optional.empty();
        }
        return expectations
                .refusalOfTable(expected.definition())
                .or(() -> fewValues(expected, recommended))
                .or(() -> hardlyRun(reading))
                .map(
                        reason ->
                                new Rejected(
                                        "CREATE INDEX " + expected.definition().shownAfterName(),
                                        reason));
    }

    private Optional<String> fewValues(Expected expected, List<IndexDefinition> recommended) {
        if (!expected.equality()) {
            return Optional.empty();
        }
        return fewValues
                .against(expected.definition())
                .map(
                        reason ->
                                servesRareValues(expected.definition(), recommended)
                                        ? reason
                                                + "; a recommended partial index finds the rows of"
                                                + " one of them"
                                        : reason);
    }

    private boolean servesRareValues(IndexDefinition expected, List<IndexDefinition> recommended) {
        String column = expected.columns().getFirst();
        return recommended.stream()
                .filter(r -> r.table().equals(expected.table()))
                .flatMap(r -> r.conditions().stream())
                .anyMatch(condition -> ColumnMention.isIn(condition, column));
    }

    /** Those of its statements that read the whole table, so that an index comes to mind. */
    private List<PlannedStatement> reading(Expected expected) {
        return workload.statements().stream()
                .filter(s -> expected.statements().contains(s.statement().number()))
                .filter(s -> s.plans().stream().anyMatch(p -> reads(p, expected)))
                .toList();
    }

    private boolean reads(Plan plan, Expected expected) {
        QualifiedName table = expected.definition().table();
        QualifiedName read = plan.relation();
        boolean whole =
                plan.type().endsWith("Seq Scan")
                        && read != null
                        && (read.equals(table)
                                || lookup.partitionAncestorsOf(read).contains(table));
        return whole || plan.children().stream().anyMatch(child -> reads(child, expected));
    }

    private Optional<String> hardlyRun(List<PlannedStatement> reading) {
        double all = workload.weightedCost();
        double cost = reading.stream().mapToDouble(PlannedStatement::weightedCost).sum();
        double calls = reading.stream().mapToDouble(s -> s.statement().calls()).sum();
        if (all <= 0 || cost / all >= HARDLY_RUN) {
            return Optional.empty();
        }
        boolean one = reading.size() == 1;
        return Optional.of(
                String.format(
                        Locale.ROOT,
                        "hardly anything asks for it: %s, with %,.0f %s, %s only %s of the"
                                + " workload's cost",
                        one ? "one query" : reading.size() + " queries",
                        calls,
                        Math.round(calls) == 1 ? "call" : "calls",
                        one ? "makes" : "make",
                        Explanation.percent(cost / all)));
    }
}
