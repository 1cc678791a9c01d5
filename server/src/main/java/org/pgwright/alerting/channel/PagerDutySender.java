package org.pgwright.alerting.channel;

import org.jspecify.annotations.Nullable;
import org.pgwright.postgres.Secret;
import org.pgwright.repository.alerts.AlertEvent;
import org.pgwright.repository.alerts.AlertState;
import org.pgwright.repository.alerts.ToldEvent;

import tools.jackson.databind.json.JsonMapper;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Sends events to PagerDuty (events API v2), one for each alert: what fired triggers an incident,
 * which is known again by the alert's id ({@code dedup_key}), acknowledged and resolved.
 */
final class PagerDutySender {
    static final String USUAL_URL = "https://events.pagerduty.com/v2/enqueue";

    private static final JsonMapper JSON = JsonMapper.shared();

    private final HttpPosts posts;

    PagerDutySender(HttpPosts posts) {
        this.posts = posts;
    }

    /** The first that fails ends it; the same events again change nothing there. */
    Delivery send(Channel.PagerDuty channel, Secret key, Telling telling) {
        if (telling.events().isEmpty()) {
            return test(channel, key, telling);
        }
        for (ToldEvent told : telling.events()) {
            Delivery delivery =
                    posts.post(
                            channel.url(),
                            JSON.writeValueAsString(
                                    event(
                                            key,
                                            action(told.event().kind()),
                                            "pgwright-" + told.alert().id(),
                                            payload(telling, told))),
                            Map.of());
            if (!(delivery instanceof Delivery.Sent)) {
                return delivery;
            }
        }
        return new Delivery.Sent();
    }

    /** An incident that is over at once. */
    private Delivery test(Channel.PagerDuty channel, Secret key, Telling telling) {
        String dedup = "pgwright-test-" + telling.id();
        Map<String, Object> payload =
                Map.of(
                        "summary", telling.subject(),
                        "source", Telling.line(telling.instance()),
                        "severity", "info");
        Delivery triggered =
                posts.post(
                        channel.url(),
                        JSON.writeValueAsString(event(key, "trigger", dedup, payload)),
                        Map.of());
        return !(triggered instanceof Delivery.Sent)
                ? triggered
                : posts.post(
                        channel.url(),
                        JSON.writeValueAsString(event(key, "resolve", dedup, null)),
                        Map.of());
    }

    private static Map<String, Object> event(
            Secret key, String action, String dedup, @Nullable Map<String, Object> payload) {
        Map<String, Object> event = new LinkedHashMap<>();
        event.put("routing_key", key.reveal());
        event.put("event_action", action);
        event.put("dedup_key", dedup);
        if (payload != null) {
            event.put("client", "pgwright");
            event.put("payload", payload);
        }
        return event;
    }

    private static String action(AlertEvent.Kind kind) {
        return switch (kind) {
            case FIRED, ESCALATED, EASED, ANNOUNCED -> "trigger";
            case ACKNOWLEDGED, SILENCED -> "acknowledge";
            case RESOLVED -> "resolve";
        };
    }

    private static Map<String, Object> payload(Telling telling, ToldEvent told) {
        Map<String, Object> payload = new LinkedHashMap<>();
        payload.put("summary", Telling.line(telling.instance() + ": " + Telling.sentence(told)));
        payload.put("source", Telling.line(telling.instance()));
        payload.put(
                "severity", told.event().state() == AlertState.CRITICAL ? "critical" : "warning");
        payload.put("timestamp", told.event().at().toString());
        payload.put("component", Telling.line(told.alert().key().subject().shown()));
        payload.put("class", told.alert().key().metric().label());
        return payload;
    }
}
