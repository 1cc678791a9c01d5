package org.pgwright.alerting;

import org.jspecify.annotations.Nullable;
import org.pgwright.repository.alerts.Alert;
import org.pgwright.repository.alerts.AlertEvent;
import org.pgwright.repository.alerts.AlertEvents;
import org.pgwright.repository.alerts.AlertKey;
import org.pgwright.repository.alerts.Alerts;
import org.pgwright.repository.alerts.Saying;
import org.pgwright.repository.alerts.Silence;
import org.pgwright.repository.alerts.Silences;
import org.pgwright.repository.alerts.Threshold;
import org.pgwright.repository.alerts.Thresholds;
import org.springframework.jdbc.core.simple.JdbcClient;

import java.util.List;
import java.util.UUID;
import java.util.function.Supplier;

/** What people do with alerts: see to them, and have them silenced. */
public final class AlertDesk {
    private final Supplier<UUID> ids;
    private final Alerts alerts = new Alerts();
    private final AlertEvents events = new AlertEvents();
    private final Silences silences = new Silences();
    private final Thresholds thresholds = new Thresholds();
    private final Announcements announcements;

    /**
     * @param ids for new rows
     */
    public AlertDesk(Supplier<UUID> ids) {
        this.ids = ids;
        this.announcements = new Announcements(ids);
    }

    /**
     * Notes that somebody sees to an alert, and tells the channels.
     *
     * @param jdbc within a transaction
     * @return false if there is no such alert firing, or somebody sees to it already
     */
    public boolean acknowledge(JdbcClient jdbc, UUID instance, UUID alert, Saying saying) {
        if (!alerts.acknowledge(jdbc, instance, alert, saying)) {
            return false;
        }
        Alert found = alerts.one(jdbc, instance, alert).orElseThrow();
        AlertEvent event = event(jdbc, instance, found, AlertEvent.Kind.ACKNOWLEDGED, saying);
        events.add(jdbc, instance, event, saying.actor());
        if (found.told().isAnnounced()) {
            announcements.queue(jdbc, instance, List.of(event), saying.at());
        }
        return true;
    }

    /**
     * Silences alerts, those that fire already and those to come.
     *
     * @param jdbc within a transaction
     * @param instances all that there are
     */
    public void silence(JdbcClient jdbc, Silence silence, Saying saying, List<UUID> instances) {
        silences.add(jdbc, silence, saying);
        for (UUID instance : instances) {
            for (Alert alert : alerts.open(jdbc, instance)) {
                if (alert.state().isFiring() && silence.matches(instance, alert.key())) {
                    AlertEvent event =
                            event(jdbc, instance, alert, AlertEvent.Kind.SILENCED, saying);
                    events.add(jdbc, instance, event, saying.actor());
                }
            }
        }
    }

    private AlertEvent event(
            JdbcClient jdbc, UUID instance, Alert alert, AlertEvent.Kind kind, Saying saying) {
        return new AlertEvent(
                ids.get(),
                alert.id(),
                saying.at(),
                kind,
                alert.state(),
                alert.sight().last(),
                limit(jdbc, instance, alert),
                null,
                null,
                saying.comment());
    }

    private double limit(JdbcClient jdbc, UUID instance, Alert alert) {
        AlertKey key = alert.key();
        @Nullable Threshold threshold =
                new AppliedThresholds(thresholds.all(jdbc, instance)).to(key);
        return threshold == null
                ? alert.sight().last()
                : threshold.of(alert.state(), key.subject().kind());
    }
}
