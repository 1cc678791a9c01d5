package org.pgwright.tuning.task;

import org.pgwright.error.ErrorCode;
import org.pgwright.error.PgwrightException;

import java.util.List;

/**
 * Which strategies are to be done or taken back.
 *
 * @param strategies their ids, at least one
 * @param isNow whether outside of the maintenance windows, too
 */
public record ChangeWish(List<String> strategies, boolean isNow) {
    private static final int MOST = 100;

    /**
     * @throws PgwrightException USAGE for none, or too many
     */
    public ChangeWish {
        strategies = List.copyOf(strategies);
        if (strategies.isEmpty() || strategies.size() > MOST) {
            throw new PgwrightException(
                    ErrorCode.USAGE,
                    strategies.size() + " strategies are named",
                    "name 1 to " + MOST);
        }
    }
}
