package org.pgwright.hypopg;

import org.pgwright.catalog.QualifiedName;
import org.pgwright.planner.Plan;
import org.pgwright.planner.PlannableStatement;
import org.pgwright.postgres.Deadlines;
import org.pgwright.postgres.Explain;
import org.pgwright.postgres.ExplainJson;
import org.pgwright.postgres.ReadTransaction;

import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.TreeMap;

/** Has one statement explained, with the settings that it would run under. */
final class Explanation {
    private final ReadTransaction transaction;
    private final PlannableStatement statement;
    private final Explain explain;

    Explanation(ReadTransaction transaction, PlannableStatement statement) {
        this.transaction = transaction;
        this.statement = statement;
        this.explain =
                new Explain(
                        transaction, statement.text(), statement.parameters(), Deadlines.EXPLAIN);
    }

    /**
     * @param ids the ids of hypothetical indexes by the names that HypoPG gave them
     */
    Plan plan(Map<String, Integer> ids, RelationNames relations) {
        Explain.asUsual(transaction);
        new TreeMap<>(statement.settings()).forEach((name, value) -> rows("setting", name, value));
        if (statement.role() != null) {
            rows("role", statement.role());
        }
        explain.begin();
        String json = explain.json();
        PlanNames names = new PlanNames(ids, name -> relations.of(name, transaction));
        Plan plan = new ExplainJson(names).read(json);
        if (!names.wereAmbiguous()) {
            return plan;
        }
        // The names of tables need their schemas, but only VERBOSE tells them, and that writes all
        // conditions differently: take just the names from it.
        Queue<QualifiedName> inOrder = new ArrayDeque<>();
        Plan verbose = new ExplainJson(names).read(explain.verboseJson());
        verbose.visit(
                node -> {
                    if (node.relation() != null) {
                        inOrder.add(node.relation());
                    }
                });
        return new ExplainJson(new PlanNames(ids, name -> List.of(inOrder.remove()))).read(json);
    }

    /** Takes back what outlives the transaction. */
    void takeBack() {
        explain.takeBack();
    }

    private void rows(String name, Object... parameters) {
        transaction.each("hypopg." + name, Deadlines.SESSION, row -> {}, parameters);
    }
}
