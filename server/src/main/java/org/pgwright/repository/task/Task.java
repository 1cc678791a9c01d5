package org.pgwright.repository.task;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.List;
import java.util.UUID;

/**
 * Work that somebody asked for (table {@code task}).
 *
 * @param end null while it is not over
 */
public record Task(
        UUID instanceId, UUID id, Wish wish, Asked asked, Course course, @Nullable End end) {
    /**
     * What is wanted.
     *
     * @param options in JSON, as its kind understands them
     */
    public record Wish(TaskKind kind, String databaseName, String options) {}

    /** By whom, and when. */
    public record Asked(UUID by, String byName, Instant at) {}

    /**
     * How far it is.
     *
     * @param startedAt of the last attempt; null for one that waits
     * @param step what is being done, for people; empty where that is not known
     * @param done of the total, which is 0 where it is not known
     */
    public record Course(
            @Nullable Instant startedAt,
            int attempts,
            String step,
            long done,
            long total,
            boolean isEndWanted) {}

    /**
     * What came of it.
     *
     * @param reason why there is no result; null where there is one
     * @param result in JSON; null where there is none
     */
    public record End(
            Instant at,
            TaskOutcome outcome,
            @Nullable String reason,
            List<String> notes,
            @Nullable String result) {
        public End {
            notes = List.copyOf(notes);
        }
    }
}
