package org.pgwright.repository.strategy;

import org.jspecify.annotations.Nullable;
import org.pgwright.catalog.QualifiedName;
import org.pgwright.strategy.Action;
import org.pgwright.strategy.Prediction;
import org.pgwright.strategy.Source;
import org.pgwright.strategy.Status;

import java.time.Instant;
import java.util.UUID;

/**
 * A strategy as the repository has it.
 *
 * @param action null for an index of which nothing was ever wanted
 * @param createStatement what makes the index
 * @param reason why it is wanted, or wanted gone
 */
public record KnownStrategy(
        UUID id,
        Scope scope,
        String instanceName,
        String databaseName,
        @Nullable Action action,
        Standing standing,
        QualifiedName table,
        String index,
        String createStatement,
        String reason,
        Prediction prediction) {
    private static final int SHORT = 8;

    /**
     * Where in its life it is, and what was decided.
     *
     * @param deferredUntil of one that is deferred
     * @param dismissedFor why somebody did not want it
     */
    public record Standing(
            Status status,
            Instant since,
            Source source,
            @Nullable Instant deferredUntil,
            @Nullable String dismissedFor) {}

    /** The index with its schema. */
    public QualifiedName qualifiedIndex() {
        return new QualifiedName(table.schema(), index);
    }

    /** Its name for people: the end of its id. */
    public String shortId() {
        return shortId(id);
    }

    /** The end of an id, for people. */
    public static String shortId(UUID id) {
        String text = id.toString();
        return text.substring(text.length() - SHORT);
    }
}
