package org.pgwright.tuning.watch;

import org.pgwright.repository.strategy.KnownStrategy;

import java.util.Optional;

/** Takes a change back that did harm, where the policy allows it without asking. */
public interface Reversal {
    /** Leaves it to people: what did harm stays watched, and says so. */
    Reversal BY_HAND = (strategy, reason) -> Optional.of("nothing is taken back by itself here");

    /**
     * Takes back what was done for a strategy, with the entry in the audit log that belongs to it.
     * Asked again at the next judgement for as long as the strategy is watched.
     *
     * @param reason for people
     * @return why it was not done; empty if it was
     */
    Optional<String> rollBack(KnownStrategy strategy, String reason);
}
