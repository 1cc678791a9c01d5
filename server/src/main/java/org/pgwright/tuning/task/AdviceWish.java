package org.pgwright.tuning.task;

import org.jspecify.annotations.Nullable;
import org.pgwright.advisor.Budget;
import org.pgwright.catalog.Bytes;
import org.pgwright.error.ErrorCode;
import org.pgwright.error.PgwrightException;

import java.time.Duration;

/**
 * What advice is wanted of a database that is watched.
 *
 * @param budgetBytes what all indexes may take together; null for no limit
 * @param maxIndexes how many; null for no limit
 * @param maxWriteOverheadPercent by how much writes may become dearer; null for no limit
 * @param deadlineSeconds when to end with the best that is found until then; null for no deadline
 * @param sinceHours how far back statements are looked for; null for a week
 */
public record AdviceWish(
        @Nullable Long budgetBytes,
        @Nullable Integer maxIndexes,
        @Nullable Double maxWriteOverheadPercent,
        @Nullable Long deadlineSeconds,
        @Nullable Integer sinceHours) {
    private static final double PERCENT = 100;
    private static final int WEEK = 7 * 24;
    private static final int MOST_HOURS = 400 * 24;
    private static final long LONGEST = Duration.ofHours(6).toSeconds();
    private static final int MOST_INDEXES = 1_000;
    private static final double MOST_PERCENT = 10_000;

    /**
     * @throws PgwrightException USAGE for what cannot be meant
     */
    public AdviceWish {
        require(budgetBytes == null || budgetBytes > 0, "budgetBytes", "more than 0");
        require(
                maxIndexes == null || (maxIndexes >= 0 && maxIndexes <= MOST_INDEXES),
                "maxIndexes",
                "0 to " + MOST_INDEXES);
        require(
                maxWriteOverheadPercent == null
                        || (maxWriteOverheadPercent >= 0
                                && maxWriteOverheadPercent <= MOST_PERCENT),
                "maxWriteOverheadPercent",
                "0 to 10000");
        require(
                deadlineSeconds == null || (deadlineSeconds > 0 && deadlineSeconds <= LONGEST),
                "deadlineSeconds",
                "1 to " + LONGEST);
        require(
                sinceHours == null || (sinceHours > 0 && sinceHours <= MOST_HOURS),
                "sinceHours",
                "1 to " + MOST_HOURS);
    }

    private static void require(boolean holds, String name, String remedy) {
        if (!holds) {
            throw new PgwrightException(
                    ErrorCode.USAGE, name + " is out of its range", "give " + remedy);
        }
    }

    Budget budget() {
        return new Budget(
                budgetBytes == null ? null : new Bytes(budgetBytes),
                maxIndexes,
                maxWriteOverheadPercent == null ? null : maxWriteOverheadPercent / PERCENT);
    }

    @Nullable Duration deadline() {
        return deadlineSeconds == null ? null : Duration.ofSeconds(deadlineSeconds);
    }

    Duration since() {
        return Duration.ofHours(sinceHours == null ? WEEK : sinceHours);
    }
}
