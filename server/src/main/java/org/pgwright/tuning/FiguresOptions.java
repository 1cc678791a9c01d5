package org.pgwright.tuning;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.time.Instant;

/**
 * Which figures are wanted.
 *
 * @param instance by name or id; null for the only one
 * @param since how far back
 * @param until from when to look back; null for the last look at the instance
 * @param top how many at the most; null for all
 */
public record FiguresOptions(
        @Nullable String instance, Duration since, @Nullable Instant until, @Nullable Integer top) {
    /** Until the last look. */
    public FiguresOptions(@Nullable String instance, Duration since, @Nullable Integer top) {
        this(instance, since, null, top);
    }
}
