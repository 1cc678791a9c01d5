package org.pgwright.gate;

import org.jspecify.annotations.Nullable;
import org.pgwright.gate.Baseline.ForeignKey;
import org.pgwright.gate.Baseline.KnownIndex;
import org.pgwright.gate.Baseline.Query;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** Finds what has become worse since a baseline. Never looks at what the baseline had already. */
public final class Comparison {
    private final Baseline before;
    private final Observation now;
    private final Limits limits;
    private final Map<String, Query> earlier = new LinkedHashMap<>();
    private final List<Problem> problems = new ArrayList<>();

    private Comparison(Baseline before, Observation now, Limits limits) {
        this.before = before;
        this.now = now;
        this.limits = limits;
        before.statements().forEach(query -> earlier.put(query.hash(), query));
    }

    /** The problems, by subject: statements, indexes, foreign keys. */
    public static List<Problem> of(Baseline before, Observation now, Limits limits) {
        Comparison comparison = new Comparison(before, now, limits);
        comparison.compareStatements();
        comparison.compareIndexes();
        comparison.compareForeignKeys();
        return comparison.problems.stream().map(problem -> problem.under(limits)).toList();
    }

    private void compareStatements() {
        for (Query query : now.state().statements()) {
            Query known = earlier.get(query.hash());
            if (known != null) {
                compareCosts(known, query);
            }
            new Standing(now, limits)
                    .scans(query).stream()
                            .filter(scan -> known == null || !known.scans(scan.table()))
                            .forEach(scan -> problems.add(scan.problem()));
        }
        now.unplanned().forEach(this::addUnplanned);
    }

    private void compareCosts(Query known, Query query) {
        double more = query.cost() - known.cost();
        if (more <= limits.minCostIncrease()) {
            return;
        }
        boolean isCostlier = query.cost() > known.cost() * (1 + limits.maxCostIncrease());
        boolean isOther = !known.indexes().equals(query.indexes());
        if (isCostlier || isOther) {
            problems.add(
                    Problem.of(
                            isCostlier ? Rule.STATEMENT_COSTLIER : Rule.PLAN_CHANGED,
                            now.subject(query),
                            query.hash(),
                            CostWords.costlier(known, query) + why(known, query),
                            "see its plan with EXPLAIN, ask pgwright advise for an index, or write"
                                    + " a new baseline if it has to be so"));
        }
    }

    private String why(Query known, Query query) {
        List<String> lost = known.indexes().stream().filter(name -> isGone(name)).toList();
        if (!lost.isEmpty()) {
            return ": it used "
                    + String.join(", ", lost)
                    + (lost.size() == 1 ? ", which is gone" : ", which are gone");
        }
        return known.indexes().equals(query.indexes())
                ? ""
                : ": it used "
                        + CostWords.indexes(known.indexes())
                        + ", and now "
                        + CostWords.indexes(query.indexes());
    }

    private boolean isGone(String index) {
        return now.state().indexes().stream().noneMatch(i -> i.name().equals(index));
    }

    private void addUnplanned(Observation.Unplanned statement) {
        boolean wasPlanned = earlier.containsKey(statement.hash());
        problems.add(
                wasPlanned
                        ? Problem.of(
                                Rule.STATEMENT_FAILS,
                                now.subject(statement),
                                statement.hash(),
                                "it could be planned before, and cannot any more: "
                                        + statement.reason(),
                                "change the statement with the schema, or write a new baseline"
                                        + " if the application no longer has it")
                        : Standing.skipped(now, statement));
    }

    private void compareIndexes() {
        Map<String, KnownIndex> byName = new LinkedHashMap<>();
        Map<String, KnownIndex> byBody = new LinkedHashMap<>();
        for (KnownIndex index : now.state().indexes()) {
            byName.put(index.name(), index);
            byBody.merge(IndexBody.of(index), index, (a, b) -> a.valid() ? a : b);
        }
        for (KnownIndex index : before.indexes()) {
            if (index.valid()) {
                KnownIndex same = byBody.get(IndexBody.of(index));
                if (same == null) {
                    problems.add(lost(index, byName.get(index.name())));
                }
            }
        }
        Set<String> invalidBefore = new HashSet<>();
        Set<String> names = new HashSet<>();
        before.indexes().forEach(index -> names.add(index.name()));
        before.indexes().stream()
                .filter(index -> !index.valid())
                .forEach(index -> invalidBefore.add(index.name()));
        new Standing(now, limits)
                .findings(
                        finding -> {
                            String index = Objects.requireNonNull(finding.index()).shown();
                            return switch (finding.kind()) {
                                case INVALID_INDEX -> !invalidBefore.contains(index);
                                case DUPLICATE_INDEX ->
                                        !names.contains(index)
                                                || finding.other() == null
                                                || !names.contains(finding.other().shown());
                                case REDUNDANT_INDEX, FOREIGN_KEY_WITHOUT_INDEX, UNUSED_INDEX ->
                                        false;
                            };
                        })
                .forEach(problems::add);
    }

    private Problem lost(KnownIndex index, @Nullable KnownIndex ofItsName) {
        List<Query> users =
                before.statements().stream()
                        .filter(query -> query.indexes().contains(index.name()))
                        .toList();
        String what =
                ofItsName == null
                        ? "index " + index.name() + " of " + index.table() + " is gone"
                        : "index " + index.name() + " is another one now";
        String used =
                switch (users.size()) {
                    case 0 -> ", which no statement of the baseline used";
                    case 1 -> ", which 1 statement of the baseline used";
                    default -> ", which " + users.size() + " statements of the baseline used";
                };
        return Problem.of(
                Rule.INDEX_LOST,
                Subject.INDEXES,
                index.name(),
                what + used,
                "build it again ("
                        + index.definition()
                        + "), or write a new baseline if it has to go");
    }

    private void compareForeignKeys() {
        Set<String> known = new HashSet<>();
        before.foreignKeysWithoutIndex().stream().map(ForeignKey::shown).forEach(known::add);
        now.state().foreignKeysWithoutIndex().stream()
                .filter(key -> !known.contains(key.shown()))
                .map(Standing::problem)
                .forEach(problems::add);
    }
}
