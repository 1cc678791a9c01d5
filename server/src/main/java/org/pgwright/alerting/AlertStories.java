package org.pgwright.alerting;

import org.jspecify.annotations.Nullable;
import org.pgwright.repository.alerts.Alert;
import org.pgwright.repository.alerts.AlertEvent;
import org.pgwright.repository.alerts.AlertEvents;
import org.pgwright.repository.alerts.AlertState;
import org.pgwright.repository.alerts.Alerts;
import org.pgwright.repository.alerts.Resolution;
import org.pgwright.repository.alerts.Silence;
import org.pgwright.repository.alerts.Silences;
import org.pgwright.repository.alerts.Threshold;
import org.springframework.jdbc.core.simple.JdbcClient;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;

/**
 * Keeps what became of alerts, and what of it is told: all but what is silenced. What was withheld
 * is told once no silence is about it any more, if it still stands; that an alert is over, whenever
 * somebody was told that it began.
 */
final class AlertStories {
    private final Supplier<UUID> ids;
    private final Alerts alerts = new Alerts();
    private final AlertEvents events = new AlertEvents();
    private final Silences silences = new Silences();
    private final Announcements announcements;

    AlertStories(Supplier<UUID> ids) {
        this.ids = ids;
        this.announcements = new Announcements(ids);
    }

    /** What of it is an event, and why an alert is over. */
    private record Happened(
            Alert alert, AlertEvent.Kind kind, AlertState state, @Nullable Resolution why) {}

    void keep(
            JdbcClient jdbc,
            UUID instance,
            List<Threshold> thresholds,
            List<Transition> transitions,
            Instant now) {
        Map<UUID, Threshold> known = new HashMap<>();
        thresholds.forEach(one -> known.put(one.id(), one));
        List<Silence> standing = silences.standing(jdbc, now);
        List<AlertEvent> told = new ArrayList<>();
        for (Transition transition : transitions) {
            if (transition instanceof Transition.Withdrawn withdrawn) {
                alerts.withdraw(jdbc, instance, withdrawn.alert());
                continue;
            }
            Alert alert = transition.alert();
            Optional<Silence> silence =
                    standing.stream().filter(one -> one.matches(instance, alert.key())).findFirst();
            Optional<Happened> happened = happened(transition, silence.isPresent());
            boolean isTold = happened.filter(one -> isTold(one, silence.isPresent())).isPresent();
            alerts.save(jdbc, instance, alert.with(told(alert, happened.isPresent(), isTold)));
            happened.ifPresent(
                    one -> {
                        AlertEvent event = event(one, known.get(alert.thresholdId()), now);
                        events.add(jdbc, instance, event, null);
                        if (isTold) {
                            told.add(event);
                        } else {
                            silence.ifPresent(by -> withheld(jdbc, instance, event, by));
                        }
                    });
        }
        announcements.queue(jdbc, instance, told, now);
    }

    private static Optional<Happened> happened(Transition transition, boolean isSilenced) {
        Alert alert = transition.alert();
        AlertState state = alert.state();
        return switch (transition) {
            case Transition.Fired fired ->
                    Optional.of(new Happened(alert, AlertEvent.Kind.FIRED, state, null));
            case Transition.Escalated escalated ->
                    Optional.of(new Happened(alert, AlertEvent.Kind.ESCALATED, state, null));
            case Transition.Eased eased ->
                    Optional.of(new Happened(alert, AlertEvent.Kind.EASED, state, null));
            case Transition.Resolved resolved ->
                    Optional.of(
                            new Happened(
                                    alert,
                                    AlertEvent.Kind.RESOLVED,
                                    resolved.before(),
                                    resolved.resolution()));
            case Transition.Continued continued ->
                    alert.told().isWithheld() && !isSilenced && state.isFiring()
                            ? Optional.of(
                                    new Happened(alert, AlertEvent.Kind.ANNOUNCED, state, null))
                            : Optional.empty();
            case Transition.Withdrawn withdrawn -> Optional.empty();
        };
    }

    private static boolean isTold(Happened happened, boolean isSilenced) {
        return happened.kind() == AlertEvent.Kind.RESOLVED
                ? happened.alert().told().isAnnounced()
                : !isSilenced;
    }

    private static Alert.Told told(Alert alert, boolean hasHappened, boolean isTold) {
        Alert.Told before = alert.told();
        return hasHappened
                ? new Alert.Told(before.isAnnounced() || isTold, !isTold, before.acknowledgement())
                : before;
    }

    private AlertEvent event(Happened happened, @Nullable Threshold threshold, Instant now) {
        Alert alert = happened.alert();
        double value = alert.sight().last();
        return new AlertEvent(
                ids.get(),
                alert.id(),
                now,
                happened.kind(),
                happened.state(),
                value,
                threshold == null
                        ? value
                        : threshold.of(happened.state(), alert.key().subject().kind()),
                happened.why(),
                null,
                null);
    }

    private void withheld(JdbcClient jdbc, UUID instance, AlertEvent event, Silence silence) {
        events.add(
                jdbc,
                instance,
                new AlertEvent(
                        ids.get(),
                        event.alertId(),
                        event.at(),
                        AlertEvent.Kind.SILENCED,
                        event.state(),
                        event.value(),
                        event.threshold(),
                        null,
                        null,
                        "by %s: %s".formatted(silence.by(), silence.comment())),
                null);
    }
}
