package org.pgwright.benchmarks.staged;

import org.jspecify.annotations.Nullable;

import tools.jackson.databind.JsonNode;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * What pgwright says of one of the changes.
 *
 * @param index its name
 * @param status of its strategy at the end
 * @param verdict empty if none was found
 * @param percent by how much more time the same calls take after it
 * @param judged how long after it was complete it was judged; null as long as it is watched
 * @param rolledBack how long after it was complete it was taken back; null if it was not
 * @param decidedBy who did the last step
 * @param bytes of the index
 * @param scans of it since
 */
record Outcome(
        String index,
        String status,
        String verdict,
        String reason,
        Times times,
        double percent,
        @Nullable Double othersRatio,
        @Nullable Duration judged,
        @Nullable Duration rolledBack,
        String decidedBy,
        long bytes,
        long scans) {
    private static final double PERCENT = 100;

    /** What was compared; the change itself was complete when the time after began. */
    record Times(Instant beforeFrom, Instant beforeUntil, Instant afterFrom, Instant afterUntil) {
        private static Times of(JsonNode proof) {
            return new Times(
                    time(proof, "beforeFrom"),
                    time(proof, "beforeUntil"),
                    time(proof, "afterFrom"),
                    time(proof, "afterUntil"));
        }

        /** Since when something is known of the time before. */
        Instant knownFrom(Instant firstLook) {
            return firstLook.isAfter(beforeFrom) ? firstLook : beforeFrom;
        }
    }

    /**
     * Reads it.
     *
     * @param shown what {@code pgwright strategy show} printed
     * @param bytes of the index when it was complete
     * @throws IllegalStateException if there is no proof
     */
    static Outcome of(JsonNode shown, long bytes) {
        JsonNode proof = shown.path("proof");
        if (!proof.isObject()) {
            throw new IllegalStateException("not judged: " + shown);
        }
        JsonNode figures = proof.path("figures");
        Times times = Times.of(proof);
        Instant settled = times.afterFrom();
        boolean isFinal = proof.path("finished").asBoolean();
        return new Outcome(
                shown.path("strategy").path("index").asString(),
                shown.path("strategy").path("status").asString(),
                proof.path("verdict").asString(),
                proof.path("reason").asString(),
                times,
                PERCENT
                        * (figures.path("afterMillis").asDouble()
                                        / figures.path("beforeMillis").asDouble()
                                - 1),
                number(figures, "othersRatio"),
                isFinal ? Duration.between(settled, time(proof, "judgedAt")) : null,
                rolledBack(shown).map(at -> Duration.between(settled, at)).orElse(null),
                lastEvent(shown).path("who").asString(),
                bytes,
                figures.path("index").path("scans").asLong());
    }

    private static @Nullable Double number(JsonNode node, String field) {
        return node.path(field).isNumber() ? Double.valueOf(node.path(field).asDouble()) : null;
    }

    private static Instant time(JsonNode node, String field) {
        return Instant.parse(node.path(field).asString());
    }

    private static Optional<Instant> rolledBack(JsonNode shown) {
        return shown.path("events")
                .valueStream()
                .filter(event -> event.path("to").asString().equals("rolled_back"))
                .map(event -> time(event, "at"))
                .max(Instant::compareTo);
    }

    private static JsonNode lastEvent(JsonNode shown) {
        JsonNode events = shown.path("events");
        return events.valueStream()
                .max((one, other) -> time(one, "at").compareTo(time(other, "at")))
                .orElse(events);
    }
}
