package org.pgwright.alerting.channel;

import org.jspecify.annotations.Nullable;
import org.pgwright.repository.alerts.Alert;
import org.pgwright.repository.alerts.AlertEvent;
import org.pgwright.repository.alerts.AlertKey;
import org.pgwright.repository.alerts.AlertState;
import org.pgwright.repository.alerts.Metric;
import org.pgwright.repository.alerts.Resolution;
import org.pgwright.repository.alerts.Subject;
import org.pgwright.repository.alerts.ToldEvent;

import java.time.Instant;
import java.util.List;
import java.util.UUID;

/** Things to tell, for tests. */
final class Tellings {
    static final UUID ID = UUID.fromString("10000000-0000-7000-8000-000000000001");
    static final UUID ALERT = UUID.fromString("20000000-0000-7000-8000-000000000002");
    static final Instant AT = Instant.parse("2026-03-01T12:00:00Z");

    private Tellings() {}

    static Telling of(String instance, AlertEvent.Kind... kinds) {
        return new Telling(ID, instance, AT, List.of(kinds).stream().map(Tellings::told).toList());
    }

    private static ToldEvent told(AlertEvent.Kind kind) {
        @Nullable Resolution why = kind == AlertEvent.Kind.RESOLVED ? Resolution.BACK : null;
        Alert.Sight sight = new Alert.Sight(AT, AT, AT, AT, 3, 70, 60);
        Alert alert =
                new Alert(
                        ALERT,
                        ID,
                        new AlertKey(Metric.CACHE_HIT, Subject.INSTANCE),
                        AlertState.CRITICAL,
                        AT,
                        AT,
                        null,
                        sight,
                        Alert.Told.NOTHING);
        return new ToldEvent(
                new AlertEvent(
                        ID, ALERT, AT, kind, AlertState.CRITICAL, 70, 85, why, "ann", "mine"),
                alert);
    }
}
