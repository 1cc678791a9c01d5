package org.pgwright.alerting;

import org.pgwright.alerting.channel.Delivery;
import org.pgwright.alerting.channel.Telling;
import org.pgwright.repository.Work;
import org.pgwright.repository.alerts.ChannelKind;
import org.pgwright.repository.alerts.Contents;
import org.pgwright.repository.alerts.StoredChannel;
import org.pgwright.repository.alerts.ToldEvent;
import org.pgwright.repository.figures.WatchedInstance;
import org.pgwright.repository.figures.WatchedInstances;
import org.springframework.jdbc.core.simple.JdbcClient;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Tells an Alertmanager again and again of what fires and what it was told of: it takes for over
 * what it no longer hears of, and knows nothing after it has lost its memory.
 */
final class AlertRepeats {
    /** Well within Alertmanager's {@code resolve_timeout}, which is 5 minutes by default. */
    static final Duration EVERY = Duration.ofMinutes(1);

    private static final int MOST_EVENTS = 50;

    private final Teller teller;
    private final Contents contents = new Contents();
    private final WatchedInstances instances = new WatchedInstances();
    private final Map<UUID, Instant> last = new ConcurrentHashMap<>();

    AlertRepeats(Teller teller) {
        this.teller = teller;
    }

    /** Whether a channel is one to be told again, now. */
    boolean isDue(StoredChannel channel, Instant now) {
        Instant before = last.get(channel.id());
        return channel.kind() == ChannelKind.ALERTMANAGER
                && (before == null || now.isBefore(before) || !now.isBefore(before.plus(EVERY)));
    }

    /** Tells a channel of all that fires. */
    Delivery repeat(StoredChannel channel, Instant now) {
        last.put(channel.id(), now);
        Map<WatchedInstance, List<ToldEvent>> standing =
                teller.repository().inTransaction(Work.READ, jdbc -> standing(jdbc, channel));
        Delivery delivery = teller.tell(channel, tellings(channel, standing, now));
        // What ended in between may have been told before what was just told.
        Map<WatchedInstance, List<ToldEvent>> over =
                teller.repository().inTransaction(Work.READ, jdbc -> over(jdbc, standing));
        return over.isEmpty() ? delivery : teller.tell(channel, tellings(channel, over, now));
    }

    private Map<WatchedInstance, List<ToldEvent>> standing(JdbcClient jdbc, StoredChannel channel) {
        Map<WatchedInstance, List<ToldEvent>> standing = new LinkedHashMap<>();
        for (WatchedInstance instance : instances.all(jdbc)) {
            List<ToldEvent> of = contents.standing(jdbc, instance.instanceId(), channel.id());
            if (!of.isEmpty()) {
                standing.put(instance, of);
            }
        }
        return standing;
    }

    private Map<WatchedInstance, List<ToldEvent>> over(
            JdbcClient jdbc, Map<WatchedInstance, List<ToldEvent>> before) {
        Map<WatchedInstance, List<ToldEvent>> over = new LinkedHashMap<>();
        before.forEach(
                (instance, told) -> {
                    List<UUID> alerts = told.stream().map(one -> one.alert().id()).toList();
                    List<ToldEvent> of = contents.over(jdbc, instance.instanceId(), alerts);
                    if (!of.isEmpty()) {
                        over.put(instance, of);
                    }
                });
        return over;
    }

    private static List<Telling> tellings(
            StoredChannel channel, Map<WatchedInstance, List<ToldEvent>> told, Instant now) {
        List<Telling> tellings = new ArrayList<>();
        told.forEach(
                (instance, events) -> {
                    for (int from = 0; from < events.size(); from += MOST_EVENTS) {
                        int to = Math.min(events.size(), from + MOST_EVENTS);
                        tellings.add(
                                new Telling(
                                        channel.id(),
                                        instance.name(),
                                        now,
                                        events.subList(from, to)));
                    }
                });
        return tellings;
    }
}
