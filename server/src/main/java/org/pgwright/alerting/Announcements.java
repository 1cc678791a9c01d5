package org.pgwright.alerting;

import org.pgwright.repository.alerts.AlertEvent;
import org.pgwright.repository.alerts.AlertState;
import org.pgwright.repository.alerts.Channels;
import org.pgwright.repository.alerts.Outbox;
import org.pgwright.repository.alerts.Route;
import org.springframework.jdbc.core.simple.JdbcClient;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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
        Map<UUID, List<UUID>> byChannel = new LinkedHashMap<>();
        for (Route route : channels.routes(jdbc)) {
            for (AlertEvent event : events) {
                if (takes(route, instance, event)) {
                    List<UUID> told =
                            byChannel.computeIfAbsent(
                                    route.channelId(), channel -> new ArrayList<>());
                    if (!told.contains(event.id())) {
                        told.add(event.id());
                    }
                }
            }
        }
        byChannel.forEach(
                (channel, told) -> {
                    for (int from = 0; from < told.size(); from += MOST_EVENTS) {
                        int to = Math.min(told.size(), from + MOST_EVENTS);
                        outbox.queue(
                                jdbc,
                                instance,
                                new Outbox.Claimed(ids.get(), instance, channel, now, 0),
                                told.subList(from, to));
                    }
                });
    }

    /** What eased was critical before: whoever was told of that is told that it no longer is. */
    private static boolean takes(Route route, UUID instance, AlertEvent event) {
        return route.takes(instance, event.state())
                || (event.kind() == AlertEvent.Kind.EASED
                        && route.takes(instance, AlertState.CRITICAL));
    }
}
