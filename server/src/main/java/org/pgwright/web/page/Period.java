package org.pgwright.web.page;

import org.pgwright.report.Span;
import org.pgwright.web.figures.FiguresParameters;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;

/**
 * The time that a page is about, and how to choose another.
 *
 * @param here the address of the page
 * @param chosen how far back; empty where beginning and end were chosen
 */
public record Period(Address here, String chosen, Instant from, Instant to) {
    /** What can be chosen in one step. */
    public static final List<String> CHOICES = List.of("1h", "24h", "7d", "30d");

    private static final String USUAL = "24h";
    private static final DateTimeFormatter FIELD =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm", Locale.ROOT).withZone(ZoneOffset.UTC);

    /** Of a page. */
    public static Period of(Address here, FiguresParameters parameters, Span span) {
        return of(here, parameters, span.from(), span.to());
    }

    /** Of a page whose figures are of that time. */
    public static Period of(Address here, FiguresParameters parameters, Instant from, Instant to) {
        String since = parameters.since();
        boolean isBetween = parameters.from() != null && !parameters.from().isBlank();
        String chosen = since == null || since.isBlank() ? USUAL : since;
        return new Period(here, isBetween ? "" : chosen, from, to);
    }

    /** The beginning as a field of a form has it, in UTC. */
    public String fromField() {
        return FIELD.format(from);
    }

    /** The end likewise. */
    public String toField() {
        return FIELD.format(to);
    }
}
