package org.pgwright.tuning;

import org.jspecify.annotations.Nullable;

import java.time.Duration;

/**
 * Which figures are wanted.
 *
 * @param instance by name; null for the only one
 * @param since how far back
 * @param top how many at the most; null for all
 */
public record FiguresOptions(@Nullable String instance, Duration since, @Nullable Integer top) {}
