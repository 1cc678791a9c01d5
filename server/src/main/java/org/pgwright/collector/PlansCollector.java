package org.pgwright.collector;

import org.pgwright.error.PgwrightException;
import org.pgwright.observation.CapturedPlan;
import org.pgwright.observation.PlanCandidate;
import org.pgwright.planner.ExecutedPlan;
import org.pgwright.postgres.Attempt;
import org.pgwright.postgres.Deadlines;
import org.pgwright.postgres.ExecutedPlanJson;
import org.pgwright.postgres.Explain;
import org.pgwright.postgres.ReadTransaction;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Has a server plan statements, and executes none of them.
 *
 * <p>Planning runs functions with our rights: of index expressions, of conditions of indexes and
 * constraints, of defaults, of row security, of types and operators, and those of the statement
 * that are immutable. So a statement is planned only if nothing that it mentions, by any meaning
 * that its names may have, leads to code that is not PostgreSQL's own. Views and foreign tables are
 * left alone, too.
 */
public final class PlansCollector {
    private PlansCollector() {}

    /** The plans of those that are safe and can be planned. */
    public static List<CapturedPlan> read(
            ReadTransaction transaction, List<PlanCandidate> candidates) {
        List<PlannableText> texts =
                candidates.stream()
                        .flatMap(candidate -> PlannableText.of(candidate).stream())
                        .toList();
        Set<String> refused = refused(transaction, texts);
        List<CapturedPlan> plans = new ArrayList<>();
        for (PlannableText text : texts) {
            if (!text.mentionsAnyOf(refused)) {
                plan(transaction, text)
                        .ifPresent(plan -> plans.add(new CapturedPlan(text.statementId(), plan)));
            }
        }
        return plans;
    }

    private static Set<String> refused(ReadTransaction transaction, List<PlannableText> texts) {
        Set<String> names = new LinkedHashSet<>();
        Set<String> symbols = new LinkedHashSet<>();
        for (PlannableText text : texts) {
            names.addAll(text.names());
            symbols.addAll(text.symbols());
        }
        return names.isEmpty()
                ? Set.of()
                : new LinkedHashSet<>(
                        transaction.rows(
                                "collector.plan_refusals",
                                Deadlines.COLLECTION,
                                row -> row.text("refused"),
                                transaction.array(List.copyOf(names)),
                                transaction.array(List.copyOf(symbols))));
    }

    /** Nothing where the server refuses it: a table is locked or is in none of the schemas. */
    private static Optional<ExecutedPlan> plan(ReadTransaction transaction, PlannableText text) {
        Explain explain = new Explain(transaction, text.sql(), text.parameters(), Deadlines.PLAN);
        Attempt<String> attempt =
                transaction.attempt(
                        () -> {
                            transaction.each(
                                    "collector.plan_session",
                                    Deadlines.PLAN,
                                    row -> {},
                                    Long.toString(Deadlines.PLAN_LOCK.duration().toMillis()));
                            Explain.asUsual(transaction);
                            explain.begin();
                            return explain.json();
                        });
        explain.takeBack();
        return switch (attempt) {
            case Attempt.Done<String>(String json) -> Optional.of(ExecutedPlanJson.read(json));
            case Attempt.Failed<String>(PgwrightException refused) -> Optional.empty();
        };
    }
}
