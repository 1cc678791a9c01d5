package org.pgwright.repository.proof;

import org.jspecify.annotations.Nullable;
import org.pgwright.catalog.QualifiedName;
import org.pgwright.strategy.Action;

import java.time.Instant;
import java.util.UUID;

/**
 * A change that has ended, or is at work.
 *
 * @param problem why it was wanted
 * @param statement what makes the index, or brings a dropped one back
 * @param end null while it is at work
 * @param proof null if its effect was never measured
 */
public record PastChange(
        UUID id,
        UUID strategyId,
        Place place,
        Action action,
        boolean isRollback,
        String who,
        Instant intendedAt,
        String problem,
        String statement,
        @Nullable End end,
        @Nullable ChangeProof proof) {
    /** What was changed. */
    public record Place(String instance, String database, QualifiedName table, String index) {
        /** The index with its schema. */
        public QualifiedName qualifiedIndex() {
            return new QualifiedName(table.schema(), index);
        }
    }

    /**
     * How it ended.
     *
     * @param message null where the outcome says all
     * @param bytes of the index after it, or before a drop; null if it is not known
     */
    public record End(
            Instant settledAt, String outcome, @Nullable String message, @Nullable Long bytes) {}
}
