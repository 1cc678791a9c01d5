package org.pgwright.report;

import org.pgwright.repository.figures.KnownPlanChange;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import java.util.ArrayList;
import java.util.List;

/**
 * A query that is slower with a new plan, as programs read it.
 *
 * @param hash of the query
 * @param at when an execution with the new plan ended first
 * @param cause such as {@code index_gone}
 * @param details what the cause is about
 */
record PlanChangePart(
        String hash,
        String database,
        String at,
        String cause,
        List<String> details,
        Side before,
        Side after) {
    private static final int HASH_SHOWN = 8;
    private static final JsonMapper MAPPER = JsonMapper.shared();

    /**
     * A plan and its executions.
     *
     * @param plan as EXPLAIN (FORMAT JSON) shows it
     */
    record Side(
            String planHash,
            long executions,
            double medianMillis,
            double meanMillis,
            JsonNode plan) {
        private static Side of(KnownPlanChange.Side side) {
            return new Side(
                    side.planHash(),
                    side.executions(),
                    side.medianMillis(),
                    side.meanMillis(),
                    MAPPER.readTree(side.json()));
        }
    }

    static List<PlanChangePart> of(List<KnownPlanChange> changes) {
        return changes.stream()
                .map(
                        change ->
                                new PlanChangePart(
                                        change.hash(),
                                        change.databaseName(),
                                        change.at().toString(),
                                        change.cause().label(),
                                        change.details(),
                                        Side.of(change.before()),
                                        Side.of(change.after())))
                .toList();
    }

    /** For people, under a heading; nothing if there are none. */
    static void add(
            List<String> lines, List<KnownPlanChange> changes, boolean withHash, Layout layout) {
        if (changes.isEmpty()) {
            return;
        }
        lines.add("");
        lines.add(layout.heading("Slower with a new plan"));
        for (KnownPlanChange change : changes) {
            List<String> words =
                    Words.wrapped(sentence(change, withHash), "    ", layout.columns());
            List<String> entry = new ArrayList<>(words);
            entry.set(0, "  * " + words.getFirst().strip());
            lines.addAll(entry);
        }
    }

    private static String sentence(KnownPlanChange change, boolean withHash) {
        return "%s%s, database %s: %s with plan %s (%s), %s with plan %s (%s): %s."
                .formatted(
                        withHash ? change.hash().substring(0, HASH_SHOWN) + " since " : "",
                        Words.second(change.at()),
                        change.databaseName(),
                        Words.time(change.before().medianMillis()),
                        change.before().planHash().substring(0, HASH_SHOWN),
                        Words.count(change.before().executions(), "execution", "executions"),
                        Words.time(change.after().medianMillis()),
                        change.after().planHash().substring(0, HASH_SHOWN),
                        Words.count(change.after().executions(), "execution", "executions"),
                        PlanChangeWords.cause(change));
    }
}
