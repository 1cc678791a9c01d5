package org.pgwright.benchmarks.budget;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.List;

/**
 * What the advice under one budget came to.
 *
 * @param budget in bytes; null for none
 * @param cost of the workload with the indexes over that without, planned anew after the advice
 * @param hypoPgCost the same cost as HypoPG plans it on the server; null where it was not asked
 * @param start of the twin
 * @param advice alone
 * @param calls plans that were made
 * @param bytes of the indexes by the variant's sizes
 * @param realBytes of the indexes as they would be built
 * @param indexes by priority, each with its size
 * @param rejected what one may have expected, each with what spoke against it
 */
public record BudgetResult(
        Variant variant,
        @Nullable Long budget,
        double cost,
        @Nullable Double hypoPgCost,
        Duration start,
        Duration advice,
        long calls,
        long bytes,
        long realBytes,
        List<String> indexes,
        List<String> rejected) {}
