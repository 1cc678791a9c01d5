package org.pgwright.tuning.logs;

import java.time.InstantSource;
import java.util.UUID;
import java.util.function.Supplier;

/**
 * How what logs tell is stored.
 *
 * @param ids for new rows
 * @param masksLiterals if not, statements and parameters of the executions that have a row (of
 *     statements with plans only), and messages of errors, are kept as they were logged
 * @param slowMillis from which an execution is called slow
 */
public record LogStoring(
        Supplier<UUID> ids, InstantSource clock, boolean masksLiterals, double slowMillis) {}
