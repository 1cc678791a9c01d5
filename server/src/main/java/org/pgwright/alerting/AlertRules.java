package org.pgwright.alerting;

import org.jspecify.annotations.Nullable;
import org.pgwright.repository.alerts.Alert;
import org.pgwright.repository.alerts.AlertKey;
import org.pgwright.repository.alerts.AlertState;
import org.pgwright.repository.alerts.Reading;
import org.pgwright.repository.alerts.Resolution;
import org.pgwright.repository.alerts.Threshold;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Supplier;

/**
 * Says what becomes of alerts: pending while a value is beyond its threshold, fired once it was so
 * for long enough, critical or warning as it goes on, and resolved when it is back by a margin, or
 * no longer known. Reads and writes nothing.
 */
public final class AlertRules {
    private final Supplier<UUID> ids;

    /**
     * @param ids for new alerts
     */
    public AlertRules(Supplier<UUID> ids) {
        this.ids = ids;
    }

    /**
     * What becomes of the alerts of an instance.
     *
     * @param readings one for each key at most
     * @param open alerts that are not over
     * @return one for each open alert, and for each that begins
     */
    public List<Transition> evaluate(
            Collection<Threshold> thresholds,
            Collection<Reading> readings,
            Collection<Alert> open,
            Instant now) {
        AppliedThresholds applied = new AppliedThresholds(thresholds);
        Map<AlertKey, Alert> left = new LinkedHashMap<>();
        open.forEach(alert -> left.put(alert.key(), alert));
        List<Transition> transitions = new ArrayList<>();
        for (Reading reading : readings) {
            Threshold threshold = applied.to(reading.key());
            if (threshold != null) {
                Alert before = left.remove(reading.key());
                Limits limits = new Limits(threshold, reading.key());
                Transition next =
                        before == null
                                ? begun(reading, limits, now)
                                : seen(before, reading, limits, now);
                if (next != null) {
                    transitions.add(next);
                }
            }
        }
        left.values().forEach(alert -> transitions.add(missing(alert, applied, now)));
        return transitions;
    }

    private @Nullable Transition begun(Reading reading, Limits limits, Instant now) {
        if (!limits.isWarning(reading.value())) {
            return null;
        }
        Alert.Sight sight =
                new Alert.Sight(
                        now,
                        now,
                        now,
                        limits.isCritical(reading.value()) ? now : null,
                        1,
                        reading.value(),
                        reading.value());
        Alert alert =
                new Alert(
                        ids.get(),
                        limits.threshold().id(),
                        reading.key(),
                        AlertState.PENDING,
                        now,
                        null,
                        null,
                        sight,
                        Alert.Told.NOTHING);
        return pending(alert, limits, now);
    }

    private static Transition seen(Alert before, Reading reading, Limits limits, Instant now) {
        Alert.Sight sight = sight(before.sight(), reading.value(), limits, now);
        Alert alert = before.with(limits.threshold().id(), sight);
        return switch (alert.state()) {
            case PENDING -> pending(alert, limits, now);
            case WARNING -> warning(alert, limits, now);
            case CRITICAL -> critical(alert, limits, now);
            case RESOLVED -> throw new IllegalArgumentException("what is over is not evaluated");
        };
    }

    private static Transition pending(Alert alert, Limits limits, Instant now) {
        Alert.Sight sight = alert.sight();
        if (!limits.isWarning(sight.last())) {
            return new Transition.Withdrawn(alert);
        }
        if (!limits.lasted(sight.warningSince(), now)) {
            return new Transition.Continued(alert);
        }
        boolean isCritical = limits.lasted(sight.criticalSince(), now);
        return new Transition.Fired(
                alert.in(isCritical ? AlertState.CRITICAL : AlertState.WARNING, now));
    }

    private static Transition warning(Alert alert, Limits limits, Instant now) {
        if (limits.lasted(alert.sight().criticalSince(), now)) {
            return new Transition.Escalated(alert.in(AlertState.CRITICAL, now));
        }
        return limits.isBackFromWarning(alert.sight().last())
                ? back(alert, now)
                : new Transition.Continued(alert);
    }

    private static Transition critical(Alert alert, Limits limits, Instant now) {
        double value = alert.sight().last();
        if (!limits.isBackFromCritical(value)) {
            return new Transition.Continued(alert);
        }
        return limits.isBackFromWarning(value)
                ? back(alert, now)
                : new Transition.Eased(alert.in(AlertState.WARNING, now));
    }

    private static Transition back(Alert alert, Instant now) {
        return resolved(alert, Resolution.BACK, now);
    }

    private static Transition missing(Alert alert, AppliedThresholds applied, Instant now) {
        Threshold threshold = applied.to(alert.key());
        if (threshold == null) {
            return ended(alert, Resolution.SWITCHED_OFF, now);
        }
        Duration silent = Duration.between(alert.sight().lastKnownAt(), now);
        return silent.compareTo(threshold.settings().unknownAfter()) >= 0
                ? ended(alert, Resolution.NO_LONGER_KNOWN, now)
                : new Transition.Continued(alert);
    }

    private static Transition ended(Alert alert, Resolution why, Instant now) {
        return alert.state() == AlertState.PENDING
                ? new Transition.Withdrawn(alert)
                : resolved(alert, why, now);
    }

    private static Transition resolved(Alert alert, Resolution why, Instant now) {
        return new Transition.Resolved(alert.in(AlertState.RESOLVED, now), alert.state(), why);
    }

    private static Alert.Sight sight(Alert.Sight before, double value, Limits limits, Instant now) {
        boolean isBeyond = limits.isWarning(value);
        return new Alert.Sight(
                isBeyond ? now : before.lastBeyondAt(),
                now,
                isBeyond ? since(before.warningSince(), now) : null,
                limits.isCritical(value) ? since(before.criticalSince(), now) : null,
                before.count() + (isBeyond ? 1 : 0),
                value,
                isBeyond ? limits.metric().worse(before.worst(), value) : before.worst());
    }

    /** Not later than now, should the clock have been set back. */
    private static Instant since(@Nullable Instant before, Instant now) {
        return before == null || before.isAfter(now) ? now : before;
    }
}
