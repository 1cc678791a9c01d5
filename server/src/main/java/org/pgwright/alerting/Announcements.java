package org.pgwright.alerting;

import org.pgwright.repository.alerts.AlertEvent;
import org.pgwright.repository.alerts.Channels;
import org.pgwright.repository.alerts.Outbox;
import org.pgwright.repository.alerts.Route;
import org.springframework.jdbc.core.simple.JdbcClient;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;

/**
 * Queues what is to be told, in the transaction in which it happened: for each channel one
 * notification of all that happened to an instance at once.
 */
final class Announcements {
    /** More of them go into a further notification, so that none becomes too large. */
    private static final int MOST_EVENTS = 50;

    private final Supplier<UUID> ids;
    private final Channels channels = new Channels();
    private final Outbox outbox;

    Announcements(Supplier<UUID> ids) {
        this.ids = ids;
        this.outbox = new Outbox(ids.get());
    }

    void queue(JdbcClient jdbc, UUID instance, List<AlertEvent> events, Instant now) {
        if (events.isEmpty()) {
            return;
        }
        List<Route> routes = channels.routes(jdbc);
        Map<UUID, Set<UUID>> told =
                outbox.told(jdbc, instance, events.stream().map(AlertEvent::alertId).toList());
        Map<UUID, List<UUID>> byChannel = new LinkedHashMap<>();
        for (AlertEvent event : events) {
            Set<UUID> takers =
                    isNews(event.kind())
                            ? takers(routes, instance, event)
                            : told.getOrDefault(event.alertId(), Set.of());
            takers.forEach(
                    channel ->
                            byChannel
                                    .computeIfAbsent(channel, none -> new ArrayList<>())
                                    .add(event.id()));
        }
        byChannel.forEach(
                (channel, of) -> {
                    for (int from = 0; from < of.size(); from += MOST_EVENTS) {
                        int to = Math.min(of.size(), from + MOST_EVENTS);
                        outbox.queue(
                                jdbc,
                                instance,
                                new Outbox.Claimed(ids.get(), instance, channel, now, 0),
                                of.subList(from, to));
                    }
                });
    }

    /**
     * Whether channels are told by their routes. What only follows is told to those that were told
     * of the alert, and no others: who was told that it is critical has to hear that it is over.
     */
    private static boolean isNews(AlertEvent.Kind kind) {
        return switch (kind) {
            case FIRED, ESCALATED, ANNOUNCED -> true;
            case EASED, ACKNOWLEDGED, SILENCED, RESOLVED -> false;
        };
    }

    private static Set<UUID> takers(List<Route> routes, UUID instance, AlertEvent event) {
        Set<UUID> takers = new LinkedHashSet<>();
        routes.stream()
                .filter(route -> route.takes(instance, event.state()))
                .forEach(route -> takers.add(route.channelId()));
        return takers;
    }
}
