package org.pgwright.planner;

import org.pgwright.catalog.IndexDefinition;
import org.pgwright.catalog.PairSample;

import java.util.List;
import java.util.Optional;

/**
 * Says what statements would cost under indexes that do not exist, or without ones that do.
 *
 * <p>Never changes the monitored server. As many threads may ask for plans at once as {@link
 * #openSessions} says; indexes are offered by one, while none asks.
 */
public interface WhatIfPlanner extends AutoCloseable {
    /**
     * Makes indexes known, all switched off; the offers come in the order of the definitions.
     *
     * @return for each definition its hypothetical index, or why there can be none
     */
    List<Offer> offer(List<IndexDefinition> definitions);

    /**
     * The plan of a statement under a configuration.
     *
     * @throws org.pgwright.error.PgwrightException if the planner fails on the statement
     */
    Plan plan(PlannableStatement statement, Configuration configuration);

    /**
     * The plans of statements if the server knew how two columns hang together, as it does of those
     * of an extended statistics object. Leaves nothing behind.
     *
     * @return one for each statement; empty where the planner cannot tell
     * @throws org.pgwright.error.PgwrightException as {@link #plan}
     */
    default Optional<List<Plan>> plansKnowing(
            PairSample pair, List<PlannableStatement> statements, Configuration configuration) {
        return Optional.empty();
    }

    /**
     * Gets ready to make several plans at the same time.
     *
     * @param most how many, at least 1
     * @return how many it can make, not more than 1 where it has one session only
     */
    default int openSessions(int most) {
        return 1;
    }

    /** The number of plans made so far. */
    long calls();

    @Override
    void close();

    /** The answer to a definition. */
    sealed interface Offer {
        record Made(HypotheticalIndex index) implements Offer {}

        record Refused(IndexDefinition definition, String reason) implements Offer {}
    }
}
