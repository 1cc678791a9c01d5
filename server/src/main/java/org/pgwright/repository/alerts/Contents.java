package org.pgwright.repository.alerts;

import org.springframework.jdbc.core.simple.JdbcClient;

import java.util.Collection;
import java.util.List;
import java.util.UUID;

/** Reads what notifications tell. */
public final class Contents {
    private final AlertEvents events = new AlertEvents();
    private final Alerts alerts = new Alerts();

    /**
     * What a notification tells.
     *
     * @param instanceName for people
     * @param events in the order in which they happened
     */
    public record Content(String instanceName, List<ToldEvent> events) {
        public Content {
            events = List.copyOf(events);
        }
    }

    /** That of a notification. */
    public Content of(JdbcClient jdbc, UUID instance, UUID notification) {
        String name =
                jdbc.sql("SELECT name FROM instance WHERE instance_id = ?")
                        .param(instance)
                        .query(String.class)
                        .single();
        return new Content(
                name, told(jdbc, instance, events.ofNotification(jdbc, instance, notification)));
    }

    /** How the alerts of an instance stand that fire, and that a channel was told of. */
    public List<ToldEvent> standing(JdbcClient jdbc, UUID instance, UUID channel) {
        return told(jdbc, instance, events.standing(jdbc, instance, channel));
    }

    /** The ends of those alerts of an instance that are over. */
    public List<ToldEvent> over(JdbcClient jdbc, UUID instance, Collection<UUID> alerts) {
        return told(jdbc, instance, events.ends(jdbc, instance, alerts));
    }

    private List<ToldEvent> told(JdbcClient jdbc, UUID instance, List<AlertEvent> happened) {
        return happened.stream()
                .flatMap(
                        event ->
                                alerts.one(jdbc, instance, event.alertId()).stream()
                                        .map(alert -> new ToldEvent(event, alert)))
                .toList();
    }
}
