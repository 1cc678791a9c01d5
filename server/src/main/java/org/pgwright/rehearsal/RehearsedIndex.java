package org.pgwright.rehearsal;

import org.jspecify.annotations.Nullable;
import org.pgwright.catalog.QualifiedName;
import org.pgwright.strategy.Action;
import org.pgwright.strategy.ChangedObject;
import org.pgwright.strategy.Prediction;

import java.time.Duration;
import java.util.Set;

/**
 * An index, or statistics, that were changed on the copy.
 *
 * @param strategy the id of what is rehearsed in the repository; null where it is of a file
 * @param index the name of that
 * @param names its own, and those of its parts on partitions; none of statistics, which no plan
 *     names
 * @param built how it went
 * @param takenBack what became of it afterwards
 */
public record RehearsedIndex(
        @Nullable String strategy,
        Action action,
        ChangedObject object,
        QualifiedName index,
        QualifiedName table,
        Set<String> names,
        Prediction prediction,
        Built built,
        TakenBack takenBack) {
    public RehearsedIndex {
        names = Set.copyOf(names);
    }

    /**
     * How the change went.
     *
     * @param isAsWanted whether the copy had it as it was wanted
     * @param sentence for people
     * @param bytes of the index; null where there is none
     * @param took null where nothing was done
     */
    public record Built(
            boolean isAsWanted, String sentence, @Nullable Long bytes, @Nullable Duration took) {}

    /**
     * What became of it afterwards.
     *
     * @param isSettled whether the copy is as it was, or is meant to stay
     * @param sentence for people
     */
    public record TakenBack(boolean isSettled, String sentence) {}
}
