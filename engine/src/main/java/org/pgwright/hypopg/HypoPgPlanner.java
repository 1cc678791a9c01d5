package org.pgwright.hypopg;

import org.pgwright.catalog.Bytes;
import org.pgwright.catalog.IndexDefinition;
import org.pgwright.error.ErrorCode;
import org.pgwright.error.PgwrightException;
import org.pgwright.planner.Configuration;
import org.pgwright.planner.HypotheticalIndex;
import org.pgwright.planner.Plan;
import org.pgwright.planner.PlannableStatement;
import org.pgwright.planner.WhatIfPlanner;
import org.pgwright.postgres.Attempt;
import org.pgwright.postgres.ReadTransaction;
import org.pgwright.postgres.TargetReader;
import org.pgwright.workload.StatementText;

import java.util.ArrayList;
import java.util.List;

/**
 * Asks the monitored server's own planner, to which the extension HypoPG shows hypothetical indexes
 * (https://hypopg.readthedocs.io).
 *
 * <p>Executes nothing but EXPLAIN, and leaves nothing behind: each plan has a read-only transaction
 * of its own, which makes the indexes of its configuration and takes them back, so that it works
 * through a pooler, too. Knows no GIN, GiST or SP-GiST index, since HypoPG knows none.
 */
public final class HypoPgPlanner implements WhatIfPlanner {
    private final TargetReader reader;
    private final HypoPg hypoPg;
    private final RelationNames relations = new RelationNames();
    private final List<IndexDefinition> offered = new ArrayList<>();
    private long calls;

    private HypoPgPlanner(TargetReader reader, HypoPg hypoPg) {
        this.reader = reader;
        this.hypoPg = hypoPg;
    }

    /**
     * A planner on a connection, which stays the caller's to close.
     *
     * @throws PgwrightException USAGE if the database does not have the extension
     */
    public static HypoPgPlanner on(TargetReader reader) {
        try (ReadTransaction transaction = reader.begin()) {
            return new HypoPgPlanner(reader, HypoPg.find(transaction, reader.database()));
        }
    }

    /** Asks for the size of each; an index of a partitioned table counts with all its parts. */
    @Override
    public List<Offer> offer(List<IndexDefinition> definitions) {
        List<Offer> offers = new ArrayList<>();
        try (ReadTransaction transaction = reader.begin()) {
            for (IndexDefinition definition : definitions) {
                offers.add(offer(definition, new WhatIfSession(transaction, hypoPg)));
            }
        }
        return offers;
    }

    private Offer offer(IndexDefinition definition, WhatIfSession session) {
        return switch (session.sizeOf(definition)) {
            case Attempt.Done<List<Bytes>>(List<Bytes> size) when !size.isEmpty() -> {
                offered.add(definition);
                yield new Offer.Made(
                        new HypotheticalIndex(
                                offered.size() - 1, definition, size.getFirst(), /* share= */ 1));
            }
            case Attempt.Done<List<Bytes>> none ->
                    new Offer.Refused(definition, "HypoPG made no index of it");
            case Attempt.Failed<List<Bytes>>(PgwrightException failure) ->
                    new Offer.Refused(definition, ServerSentence.of(failure));
        };
    }

    /**
     * The plan under a configuration.
     *
     * @throws PgwrightException USAGE if the text is not one statement that can be planned, or if
     *     indexes are to be hidden by a HypoPG older than 1.4; else if the server cannot plan it
     */
    @Override
    public Plan plan(PlannableStatement statement, Configuration configuration) {
        if (!StatementText.isSingle(statement.text())
                || !StatementText.isPlannable(statement.text())) {
            throw new PgwrightException(
                    ErrorCode.USAGE,
                    "the text is not one statement that can be planned",
                    "give one SELECT, INSERT, UPDATE, DELETE, MERGE, VALUES or TABLE statement");
        }
        if (!configuration.hidden().isEmpty() && !hypoPg.hides()) {
            throw new PgwrightException(
                    ErrorCode.USAGE,
                    "HypoPG " + hypoPg.version() + " cannot plan without an existing index",
                    "install HypoPG 1.4 or later there, or leave out --what-if hypopg");
        }
        calls++;
        try (ReadTransaction transaction = reader.begin()) {
            return new WhatIfSession(transaction, hypoPg)
                    .plan(statement, configuration, offered, relations);
        }
    }

    @Override
    public long calls() {
        return calls;
    }

    /** Does nothing: there is nothing left between two calls. */
    @Override
    public void close() {}
}
