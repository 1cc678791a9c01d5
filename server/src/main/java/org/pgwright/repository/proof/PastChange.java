package org.pgwright.repository.proof;

import org.jspecify.annotations.Nullable;
import org.pgwright.catalog.QualifiedName;
import org.pgwright.strategy.Action;
import org.pgwright.strategy.ChangedObject;

import java.time.Instant;
import java.util.UUID;

/**
 * A change that has ended, or is at work.
 *
 * @param problem why it was wanted
 * @param statement what makes it, or brings it back
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
    /**
     * What was changed.
     *
     * @param index the name of the index, or of the statistics
     */
    public record Place(
            String instance,
            String database,
            QualifiedName table,
            ChangedObject object,
            String index) {
        /** For people, as in a list: {@code statistics shop.s}. */
        public String shown() {
            return object.named(qualifiedIndex().shown());
        }

        /** The index or the statistics, with the schema. */
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
