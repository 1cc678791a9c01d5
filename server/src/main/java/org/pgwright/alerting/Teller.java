package org.pgwright.alerting;

import org.pgwright.alerting.channel.Channel;
import org.pgwright.alerting.channel.Delivery;
import org.pgwright.alerting.channel.Senders;
import org.pgwright.alerting.channel.Telling;
import org.pgwright.error.PgwrightException;
import org.pgwright.repository.Repository;
import org.pgwright.repository.alerts.StoredChannel;

import java.util.List;

/**
 * Tells something over a channel at once.
 *
 * @param secrets asked each time
 */
public record Teller(Repository repository, Senders senders, ChannelSecret secrets) {
    /**
     * Tells; without events it is a test of the channel.
     *
     * @return how it ended; also for a channel that cannot be used
     */
    public Delivery tell(StoredChannel channel, Telling telling) {
        try {
            return senders.send(
                    Channel.of(channel),
                    channel.allowsPrivate(),
                    secrets.of(repository, channel),
                    telling);
        } catch (PgwrightException unusable) {
            return new Delivery.Failed(String.valueOf(unusable.getMessage()));
        }
    }

    /** Tells all of it, until something does not get through. */
    Delivery tell(StoredChannel channel, List<Telling> tellings) {
        for (Telling telling : tellings) {
            Delivery delivery = tell(channel, telling);
            if (!(delivery instanceof Delivery.Sent)) {
                return delivery;
            }
        }
        return new Delivery.Sent();
    }
}
