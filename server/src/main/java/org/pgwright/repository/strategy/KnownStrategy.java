package org.pgwright.repository.strategy;

import org.jspecify.annotations.Nullable;
import org.pgwright.catalog.QualifiedName;
import org.pgwright.strategy.Action;
import org.pgwright.strategy.ChangedObject;
import org.pgwright.strategy.Prediction;
import org.pgwright.strategy.Source;
import org.pgwright.strategy.Status;

import java.time.Instant;
import java.util.UUID;

/**
 * A strategy as the repository has it.
 *
 * @param object what it is about
 * @param action null for an index of which nothing was ever wanted
 * @param index the name of the index, or of the statistics
 * @param createStatement what makes it
 * @param reason why it is wanted, or wanted gone
 */
public record KnownStrategy(
        UUID id,
        Scope scope,
        String instanceName,
        String databaseName,
        ChangedObject object,
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

    /** For people, as in a list: {@code statistics shop.s on shop.orders}. */
    public String shownOnTable() {
        return object.named(qualifiedIndex().shown()) + " on " + table.shown();
    }

    /** For people, in a sentence: {@code index shop.i}. */
    public String subject() {
        return object.label() + " " + qualifiedIndex();
    }

    /** The index or the statistics, with the schema. */
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
