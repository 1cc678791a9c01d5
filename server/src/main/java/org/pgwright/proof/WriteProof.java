package org.pgwright.proof;

import org.jspecify.annotations.Nullable;

/**
 * What writes to the table pay.
 *
 * @param promisedPercent by how much more time they would take
 * @param measuredPercent by how much more they take; null where nothing can be compared
 * @param walBytesBefore of a write, on average; null where nothing can be compared
 * @param isOverPromise whether they pay more than was promised, beyond chance
 */
public record WriteProof(
        double promisedPercent,
        @Nullable Double measuredPercent,
        @Nullable Double walBytesBefore,
        @Nullable Double walBytesAfter,
        boolean isOverPromise) {}
