package org.pgwright.benchmarks.fidelity;

import org.jspecify.annotations.Nullable;

import java.time.Duration;

/**
 * What was measured for a planner on a sample.
 *
 * @param build how long the twin took with its server's start, null where there is none
 * @param call the mean time of a what-if call
 */
public record FidelityColumn(
        String planner,
        String sample,
        FidelityResult result,
        @Nullable Duration build,
        Duration call) {}
