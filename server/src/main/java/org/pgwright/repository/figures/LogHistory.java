package org.pgwright.repository.figures;

import org.jspecify.annotations.Nullable;
import org.pgwright.observation.LogEventKind;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * What the followed logs of an instance tell of a time; without values.
 *
 * @param step how long the steps of {@code points} are
 * @param points from the first to the last, also those without errors
 * @param messages the most frequent first
 * @param slowest single calls, the slowest first
 * @param followed how far each server's log was read; none that never was
 */
public record LogHistory(
        Duration step,
        List<Point> points,
        List<OfMessage> messages,
        List<SlowCall> slowest,
        List<Followed> followed) {
    public LogHistory {
        points = List.copyOf(points);
        messages = List.copyOf(messages);
        slowest = List.copyOf(slowest);
        followed = List.copyOf(followed);
    }

    /** How many errors there were in a step, and how many events of other kinds. */
    public record Point(Instant from, long errors, long others) {}

    /**
     * All events with the same message.
     *
     * @param sqlState null for what is no error
     * @param hash of one of the queries; null for none
     * @param most of one, in the unit of the kind
     */
    public record OfMessage(
            LogEventKind kind,
            @Nullable String sqlState,
            String message,
            @Nullable String hash,
            long count,
            Instant first,
            Instant last,
            double most) {}

    /** A call that was logged with its time. */
    public record SlowCall(
            Instant at, double millis, String hash, String text, String database, String role) {}

    /**
     * How far the log of a server was read.
     *
     * @param reachedAt when it was read last
     * @param until the last entry that was read; null if none has a time
     * @param lossyHours hours of the time of which something could not be read or kept
     */
    public record Followed(
            String address,
            String source,
            Instant reachedAt,
            @Nullable Instant until,
            long lossyHours) {}
}
