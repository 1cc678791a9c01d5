package org.pgwright.change;

import java.time.Duration;
import java.util.List;

/** How a change of an index has ended. */
public sealed interface ChangeEnd {
    /**
     * The server has it as it was wanted.
     *
     * @param bytes of the index, 0 where there is none any more
     */
    record Applied(long bytes, Duration took) implements ChangeEnd {}

    /** The server had it as it was wanted already. */
    record Unneeded(long bytes) implements ChangeEnd {}

    /**
     * Something was in the way; nothing is left of it.
     *
     * @param obstacles a sentence each
     */
    record Postponed(List<String> obstacles) implements ChangeEnd {
        public Postponed {
            obstacles = List.copyOf(obstacles);
        }
    }

    /** It was broken off on purpose; nothing is left of it. */
    record Stopped(String reason) implements ChangeEnd {}

    /** It stopped between two partitions; what is done is valid and stays, the rest comes later. */
    record Paused(String reason) implements ChangeEnd {}

    /**
     * The server refused or broke off; nothing is left of it.
     *
     * @param reason in the server's words
     */
    record Failed(String reason) implements ChangeEnd {}

    /**
     * The server went away or others were in the way; what is left is removed at the next start.
     */
    record Unsettled(String reason) implements ChangeEnd {}

    /** Whether the server has it as it was wanted. */
    default boolean isAsWanted() {
        return switch (this) {
            case Applied applied -> true;
            case Unneeded unneeded -> true;
            case Postponed postponed -> false;
            case Stopped stopped -> false;
            case Paused paused -> false;
            case Failed failed -> false;
            case Unsettled unsettled -> false;
        };
    }

    /** For people, a sentence without a full stop. */
    default String shown() {
        return switch (this) {
            case Applied applied -> "done in " + Words.seconds(applied.took());
            case Unneeded unneeded -> "it was so already";
            case Postponed postponed -> "postponed: " + String.join("; ", postponed.obstacles());
            case Stopped stopped -> "broken off: " + stopped.reason();
            case Paused paused -> "paused: " + paused.reason();
            case Failed failed -> "failed: " + failed.reason();
            case Unsettled unsettled -> "not settled: " + unsettled.reason();
        };
    }
}
