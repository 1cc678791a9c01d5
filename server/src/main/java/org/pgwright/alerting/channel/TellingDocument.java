package org.pgwright.alerting.channel;

import org.jspecify.annotations.Nullable;
import org.pgwright.repository.alerts.Alert;
import org.pgwright.repository.alerts.AlertEvent;
import org.pgwright.repository.alerts.Resolution;
import org.pgwright.repository.alerts.Subject;
import org.pgwright.repository.alerts.ToldEvent;

import java.util.List;

/** What is told, for programs; fields are added, never renamed or removed. */
record TellingDocument(Telling telling) {
    private static final int VERSION = 1;

    record Document(
            int version,
            String id,
            String instance,
            String queuedAt,
            boolean isTest,
            String summary,
            List<Told> events,
            int furtherEvents) {}

    record Told(
            String event,
            String happenedAt,
            @Nullable String by,
            @Nullable String comment,
            @Nullable String resolution,
            String alert,
            String metric,
            String severity,
            SubjectDocument subject,
            double value,
            double threshold,
            String unit,
            String startedAt,
            String lastBeyondAt,
            long count,
            double worst) {}

    record SubjectDocument(
            String kind, String database, String schema, String table, String name) {}

    Document document() {
        return new Document(
                VERSION,
                telling.id().toString(),
                telling.instance(),
                telling.at().toString(),
                telling.events().isEmpty(),
                telling.subject(),
                telling.shownEvents().stream().map(TellingDocument::told).toList(),
                telling.further());
    }

    private static Told told(ToldEvent one) {
        AlertEvent event = one.event();
        Alert alert = one.alert();
        Resolution resolution = event.resolution();
        Subject subject = alert.key().subject();
        return new Told(
                event.kind().label(),
                event.at().toString(),
                event.by(),
                event.comment(),
                resolution == null ? null : resolution.label(),
                alert.id().toString(),
                alert.key().metric().label(),
                event.state().label(),
                new SubjectDocument(
                        subject.kind().label(),
                        subject.database(),
                        subject.schema(),
                        subject.table(),
                        subject.name()),
                event.value(),
                event.threshold(),
                alert.key().metric().unit().label(),
                alert.startedAt().toString(),
                alert.sight().lastBeyondAt().toString(),
                alert.sight().count(),
                alert.sight().worst());
    }
}
