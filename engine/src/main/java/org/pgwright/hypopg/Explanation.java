package org.pgwright.hypopg;

import org.pgwright.catalog.QualifiedName;
import org.pgwright.planner.Plan;
import org.pgwright.planner.PlannableStatement;
import org.pgwright.postgres.Deadlines;
import org.pgwright.postgres.ExplainJson;
import org.pgwright.postgres.Query;
import org.pgwright.postgres.ReadTransaction;

import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.TreeMap;

/** Has one statement explained, with the settings that it would run under. */
final class Explanation {
    /** From this major on EXPLAIN itself plans a statement that has parameters. */
    private static final int GENERIC_PLAN_MAJOR = 16;

    private final ReadTransaction transaction;
    private final PlannableStatement statement;

    Explanation(ReadTransaction transaction, PlannableStatement statement) {
        this.transaction = transaction;
        this.statement = statement;
    }

    /**
     * @param ids the ids of hypothetical indexes by the names that HypoPG gave them
     */
    Plan plan(Map<String, Integer> ids, RelationNames relations) {
        rows("settings");
        new TreeMap<>(statement.settings()).forEach((name, value) -> rows("setting", name, value));
        if (statement.role() != null) {
            rows("role", statement.role());
        }
        if (isPrepared()) {
            rows("generic_plan");
            verbatim(withText("prepare"));
        }
        String json = explain("");
        PlanNames names = new PlanNames(ids, name -> relations.of(name, transaction));
        Plan plan = new ExplainJson(names).read(json);
        if (!names.wereAmbiguous()) {
            return plan;
        }
        // The names of tables need their schemas, but only VERBOSE tells them, and that writes all
        // conditions differently: take just the names from it.
        Queue<QualifiedName> inOrder = new ArrayDeque<>();
        Plan verbose = new ExplainJson(names).read(explain("_verbose"));
        verbose.visit(
                node -> {
                    if (node.relation() != null) {
                        inOrder.add(node.relation());
                    }
                });
        return new ExplainJson(new PlanNames(ids, name -> List.of(inOrder.remove()))).read(json);
    }

    /** Takes back what outlives the transaction; there is nothing where planning failed early. */
    void takeBack() {
        if (isPrepared()
                && !transaction
                        .rows("hypopg.prepared", Deadlines.SESSION, row -> row.text("name"))
                        .isEmpty()) {
            verbatim(query("deallocate"));
        }
    }

    private boolean isPrepared() {
        return statement.parameters() > 0 && transaction.major() < GENERIC_PLAN_MAJOR;
    }

    private String explain(String suffix) {
        return verbatim(explanation(suffix)).getFirst();
    }

    private Query explanation(String suffix) {
        if (isPrepared()) {
            return query("explain" + suffix).withStatement("statement", execution());
        }
        return withText((statement.parameters() > 0 ? "explain_generic" : "explain") + suffix);
    }

    private List<String> verbatim(Query query) {
        return transaction.verbatim(query, Deadlines.EXPLAIN, row -> row.text("QUERY PLAN"));
    }

    private String execution() {
        String nulls = "NULL" + ", NULL".repeat(statement.parameters() - 1);
        return "EXECUTE pgwright_what_if (" + nulls + ")";
    }

    private Query withText(String name) {
        return query(name).withStatement("statement", statement.text());
    }

    private Query query(String name) {
        return Query.named("hypopg." + name, transaction.major());
    }

    private void rows(String name, Object... parameters) {
        transaction.each("hypopg." + name, Deadlines.SESSION, row -> {}, parameters);
    }
}
