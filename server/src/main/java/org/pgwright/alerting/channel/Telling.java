package org.pgwright.alerting.channel;

import org.pgwright.repository.alerts.Alert;
import org.pgwright.repository.alerts.AlertEvent;
import org.pgwright.repository.alerts.AlertState;
import org.pgwright.repository.alerts.Metric;
import org.pgwright.repository.alerts.Resolution;
import org.pgwright.repository.alerts.ToldEvent;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/**
 * What people are told at once: what happened to alerts of one instance.
 *
 * @param id the same at every attempt, so that what came twice is recognised
 * @param at when it was queued
 */
public record Telling(UUID id, String instance, Instant at, List<ToldEvent> events) {
    /** More are counted, not told. */
    static final int MOST = 50;

    private static final int LONGEST_LINE = 300;

    public Telling {
        events = List.copyOf(events);
    }

    /** Those that are told one by one. */
    List<ToldEvent> shownEvents() {
        return events.size() <= MOST ? events : events.subList(0, MOST);
    }

    /** How many are not. */
    int further() {
        return events.size() - shownEvents().size();
    }

    /** One line for people, without line breaks and control characters. */
    String subject() {
        if (events.isEmpty()) {
            return line("pgwright: test of this channel, from " + instance);
        }
        String first = sentence(events.getFirst());
        int more = events.size() - 1;
        return line(
                "%s: %s%s"
                        .formatted(
                                instance,
                                first,
                                more == 0 ? "" : " (and %d more)".formatted(more)));
    }

    /** Lines for people. */
    List<String> lines() {
        if (events.isEmpty()) {
            return List.of("Nothing is wrong: somebody tests this channel of pgwright.");
        }
        List<String> told = new ArrayList<>();
        shownEvents().forEach(event -> told.add(line(sentence(event) + story(event.alert()))));
        if (further() > 0) {
            told.add("and %d more".formatted(further()));
        }
        return told;
    }

    /** {@code critical: cache_hit 80 % (threshold 85 %)}. */
    static String sentence(ToldEvent told) {
        AlertEvent event = told.event();
        Metric metric = told.alert().key().metric();
        String subject = told.alert().key().subject().shown();
        String of = subject.isEmpty() ? metric.label() : metric.label() + " of " + subject;
        Resolution resolution = event.resolution();
        String what =
                switch (event.kind()) {
                    case FIRED, ESCALATED, ANNOUNCED, SILENCED -> event.state().label();
                    case EASED -> "eased to " + event.state().label();
                    case ACKNOWLEDGED -> "acknowledged by " + event.by();
                    case RESOLVED ->
                            "resolved" + (resolution == null ? "" : ", " + resolution.words());
                };
        return line(
                "%s: %s %s (threshold %s)"
                        .formatted(
                                what,
                                of,
                                shown(metric, event.value()),
                                shown(metric, event.threshold())));
    }

    private static String story(Alert alert) {
        return "; since %s, seen %d times, worst %s"
                .formatted(
                        alert.startedAt().truncatedTo(ChronoUnit.SECONDS),
                        alert.sight().count(),
                        shown(alert.key().metric(), alert.sight().worst()));
    }

    /** {@code 80.5 %}. */
    static String shown(Metric metric, double value) {
        return metric.unit().shown(value);
    }

    /** A text on one line, without what a header or a terminal would obey. */
    static String line(String text) {
        String clean =
                text.codePoints()
                        .map(c -> isBreaking(c) ? ' ' : c)
                        .limit(LONGEST_LINE)
                        .collect(
                                StringBuilder::new,
                                StringBuilder::appendCodePoint,
                                StringBuilder::append)
                        .toString();
        return clean.strip();
    }

    private static boolean isBreaking(int c) {
        int type = Character.getType(c);
        return type == Character.CONTROL
                || type == Character.FORMAT
                || type == Character.SURROGATE
                || type == Character.LINE_SEPARATOR
                || type == Character.PARAGRAPH_SEPARATOR;
    }

    /** The worst state of what is told; warning for what is resolved. */
    AlertState worst() {
        return events.stream().anyMatch(one -> one.event().state() == AlertState.CRITICAL)
                ? AlertState.CRITICAL
                : AlertState.WARNING;
    }
}
