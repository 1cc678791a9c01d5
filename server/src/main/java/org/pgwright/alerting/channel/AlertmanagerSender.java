package org.pgwright.alerting.channel;

import org.jspecify.annotations.Nullable;
import org.pgwright.postgres.Secret;
import org.pgwright.repository.alerts.AlertEvent;
import org.pgwright.repository.alerts.Subject;
import org.pgwright.repository.alerts.ToldEvent;

import tools.jackson.databind.json.JsonMapper;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Posts alerts to Alertmanager (API v2). One that fires has no end: Alertmanager takes it for over
 * when it has not heard of it for its {@code resolve_timeout}, so it has to be sent again and
 * again; one that is resolved ended when it was. Labels do not hold the severity, so that an alert
 * that escalates is the same one.
 */
final class AlertmanagerSender {
    private static final JsonMapper JSON = JsonMapper.shared();
    private static final String PATH = "/api/v2/alerts";

    private final HttpPosts posts;

    AlertmanagerSender(HttpPosts posts) {
        this.posts = posts;
    }

    Delivery send(Channel.Alertmanager channel, @Nullable Secret token, Telling telling) {
        Map<String, String> headers =
                token == null ? Map.of() : Map.of("Authorization", "Bearer " + token.reveal());
        return posts.post(alerts(channel.url()), JSON.writeValueAsString(all(telling)), headers);
    }

    private static URI alerts(URI base) {
        String text = base.toString().replaceAll("/+$", "");
        return URI.create(text.endsWith(PATH) ? text : text + PATH);
    }

    private static List<Map<String, Object>> all(Telling telling) {
        return telling.events().isEmpty()
                ? List.of(
                        alert(
                                Map.of(
                                        "alertname",
                                        "pgwright_test",
                                        "instance",
                                        telling.instance()),
                                Map.of("summary", telling.subject()),
                                telling.at(),
                                telling.at().plus(Duration.ofMinutes(1))))
                : telling.events().stream().map(told -> alert(telling, told)).toList();
    }

    private static Map<String, Object> alert(Telling telling, ToldEvent told) {
        AlertEvent event = told.event();
        Subject subject = told.alert().key().subject();
        Map<String, String> labels = new LinkedHashMap<>();
        labels.put("alertname", "pgwright_" + told.alert().key().metric().label());
        labels.put("instance", telling.instance());
        labels.put("subject_kind", subject.kind().label());
        if (!subject.shown().isEmpty()) {
            labels.put("subject", subject.shown());
        }
        boolean isOver = event.kind() == AlertEvent.Kind.RESOLVED;
        return alert(
                labels,
                Map.of(
                        "summary",
                        Telling.line(telling.instance() + ": " + Telling.sentence(told)),
                        "severity",
                        event.state().label(),
                        "alert",
                        told.alert().id().toString()),
                told.alert().startedAt(),
                isOver ? event.at() : null);
    }

    private static Map<String, Object> alert(
            Map<String, String> labels,
            Map<String, String> annotations,
            Instant from,
            @Nullable Instant until) {
        Map<String, Object> alert = new LinkedHashMap<>();
        alert.put("labels", labels);
        alert.put("annotations", annotations);
        alert.put("startsAt", from.toString());
        if (until != null) {
            alert.put("endsAt", until.toString());
        }
        return alert;
    }
}
