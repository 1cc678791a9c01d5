package org.pgwright.repository.strategy;

import org.jspecify.annotations.Nullable;
import org.pgwright.catalog.QualifiedName;
import org.pgwright.strategy.Action;
import org.pgwright.strategy.ChangedObject;
import org.pgwright.strategy.Status;

import java.time.Instant;
import java.util.List;
import java.util.UUID;

/**
 * A change as the journal has it.
 *
 * @param object what is changed
 * @param isRollback whether it takes an earlier change back
 * @param statusBefore of its strategy, when it was begun
 * @param index the name of the index, or of the statistics
 * @param createStatement what makes it, or brings it back
 */
public record JournalledChange(
        UUID id,
        Scope scope,
        UUID strategyId,
        ChangedObject object,
        Action action,
        boolean isRollback,
        QualifiedName table,
        String index,
        String createStatement,
        Before before,
        Status statusBefore,
        Instant intendedAt,
        boolean isUndoing,
        boolean isPaused) {
    /**
     * What was there before.
     *
     * @param indexOid of what is to be dropped or built anew, or was there already
     * @param bytes of the same
     * @param leftovers invalid indexes of the table, which are not ours to remove
     */
    public record Before(@Nullable Long indexOid, @Nullable Long bytes, List<String> leftovers) {
        /** There was nothing. */
        public static final Before NOTHING = new Before(null, null, List.of());

        public Before {
            leftovers = List.copyOf(leftovers);
        }
    }

    /** For people, in a sentence: {@code index shop.i}. */
    public String subject() {
        return object.label() + " " + qualifiedIndex();
    }

    /** The index or the statistics, with the schema. */
    public QualifiedName qualifiedIndex() {
        return new QualifiedName(table.schema(), index);
    }
}
