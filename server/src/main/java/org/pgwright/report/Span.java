package org.pgwright.report;

import java.time.Instant;

/**
 * Of which instance and of which time a report is.
 *
 * @param instance for people
 * @param from may be up to an hour earlier than asked for
 */
public record Span(String instance, Instant from, Instant to) {
    /** The first line of a report for people. */
    String heading(String what, Layout layout) {
        return layout.heading(
                "%s, %s to %s: %s".formatted(Words.oneLine(instance), from, to, what));
    }
}
