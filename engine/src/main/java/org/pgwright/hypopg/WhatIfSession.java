package org.pgwright.hypopg;

import org.pgwright.catalog.Bytes;
import org.pgwright.catalog.IndexDefinition;
import org.pgwright.catalog.QualifiedName;
import org.pgwright.error.ErrorCode;
import org.pgwright.error.PgwrightException;
import org.pgwright.planner.Configuration;
import org.pgwright.planner.Plan;
import org.pgwright.planner.PlannableStatement;
import org.pgwright.postgres.Attempt;
import org.pgwright.postgres.Deadlines;
import org.pgwright.postgres.ReadTransaction;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * HypoPG in one transaction.
 *
 * <p>Its indexes belong to the server's process, not to the transaction: whatever happens, they are
 * taken back before the transaction ends, unless the connection is lost, and they with it.
 */
final class WhatIfSession {
    private final ReadTransaction transaction;
    private final HypoPg hypoPg;

    WhatIfSession(ReadTransaction transaction, HypoPg hypoPg) {
        this.transaction = transaction;
        this.hypoPg = hypoPg;
    }

    /** The size of a hypothetical index; nothing if HypoPG saw no definition in it. */
    Attempt<List<Bytes>> sizeOf(IndexDefinition definition) {
        Attempt<List<Bytes>> size =
                transaction.attempt(
                        () ->
                                transaction.rows(
                                        hypoPg.query("create", transaction),
                                        Deadlines.EXPLAIN,
                                        row -> new Bytes(row.number("bytes")),
                                        transaction.array(List.of(sql(definition)))));
        takeBack();
        return size;
    }

    /**
     * The plan of a statement.
     *
     * @param offered definitions by the ids that the configuration names
     */
    Plan plan(
            PlannableStatement statement,
            Configuration configuration,
            List<IndexDefinition> offered,
            RelationNames relations) {
        Explanation explanation = new Explanation(transaction, statement);
        Attempt<Plan> attempt =
                transaction.attempt(
                        () -> {
                            hide(configuration);
                            return explanation.plan(create(configuration, offered), relations);
                        });
        takeBack();
        explanation.takeBack();
        return switch (attempt) {
            case Attempt.Done<Plan>(Plan plan) -> plan;
            case Attempt.Failed<Plan>(PgwrightException failure) -> throw failure;
        };
    }

    /** The ids by the names that HypoPG gave them. */
    private Map<String, Integer> create(
            Configuration configuration, List<IndexDefinition> offered) {
        Map<String, Integer> ids = new HashMap<>();
        if (configuration.added().isEmpty()) {
            return ids;
        }
        List<Integer> added = List.copyOf(configuration.added());
        List<String> definitions = new ArrayList<>();
        for (int id : added) {
            if (id < 0 || id >= offered.size()) {
                throw new IllegalArgumentException("no index " + id + " has been offered");
            }
            definitions.add(sql(offered.get(id)));
        }
        transaction.each(
                hypoPg.query("create", transaction),
                Deadlines.EXPLAIN,
                row -> ids.put(row.text("name"), added.get(row.integer("number") - 1)),
                transaction.array(definitions));
        return ids;
    }

    private void hide(Configuration configuration) {
        if (configuration.hidden().isEmpty()) {
            return;
        }
        List<QualifiedName> indexes = List.copyOf(configuration.hidden());
        List<Boolean> hidden =
                transaction.rows(
                        hypoPg.query("hide", transaction),
                        Deadlines.EXPLAIN,
                        row -> row.flag("hidden"),
                        transaction.array(indexes.stream().map(QualifiedName::schema).toList()),
                        transaction.array(indexes.stream().map(QualifiedName::name).toList()));
        if (hidden.size() < indexes.size() || hidden.contains(false)) {
            throw new PgwrightException(
                    ErrorCode.USAGE,
                    "HypoPG could not hide all of " + indexes,
                    "see whether these indexes still exist");
        }
    }

    private void takeBack() {
        transaction.each(hypoPg.query("reset", transaction), Deadlines.EXPLAIN, row -> {});
        if (hypoPg.hides()) {
            transaction.each(hypoPg.query("unhide", transaction), Deadlines.EXPLAIN, row -> {});
        }
    }

    private static String sql(IndexDefinition definition) {
        return "CREATE INDEX " + definition.sqlAfterName();
    }
}
