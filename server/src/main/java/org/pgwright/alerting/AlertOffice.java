package org.pgwright.alerting;

import org.pgwright.repository.Repository;
import org.pgwright.repository.strategy.Actor;

import java.time.InstantSource;
import java.util.UUID;
import java.util.function.Supplier;

/** All that somebody may do about alerts: as one, for those that deliver it. */
public record AlertOffice(AlertBoard board, ThresholdDesk thresholds, ChannelDesk channels) {
    /**
     * All of it, for an actor.
     *
     * @param ids for new rows
     */
    public static AlertOffice of(
            Teller teller, InstantSource clock, Supplier<UUID> ids, Actor actor) {
        Repository repository = teller.repository();
        return new AlertOffice(
                new AlertBoard(repository, clock, ids, actor),
                new ThresholdDesk(repository, ids, actor),
                new ChannelDesk(teller, clock, ids, actor));
    }
}
