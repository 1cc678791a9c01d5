package org.pgwright.web.figures;

import org.jspecify.annotations.Nullable;
import org.pgwright.error.ErrorCode;
import org.pgwright.error.PgwrightException;
import org.pgwright.tuning.FiguresOptions;
import org.pgwright.tuning.TimeText;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.TemporalAccessor;

/**
 * Over which time figures are wanted, as addresses say it.
 *
 * @param since how far back, such as {@code 1h} or {@code 7d}; a day if neither it nor {@code from}
 *     is given
 * @param from the beginning, in ISO 8601, in UTC if it has no offset; instead of {@code since}
 * @param to the end, likewise; the last look at the server if it is not given
 * @param limit how many at the most
 */
public record FiguresParameters(
        @Nullable String since,
        @Nullable String from,
        @Nullable String to,
        @Nullable Integer limit) {
    /** As far back as statistics are kept. */
    private static final Duration LONGEST = Duration.ofDays(400);

    private static final Duration USUAL = Duration.ofDays(1);
    private static final int MOST = 1_000;

    /**
     * As figures are asked for.
     *
     * @param database the name or id of an instance
     * @throws PgwrightException USAGE for times or numbers that cannot be meant
     */
    public FiguresOptions of(String database) {
        if (limit != null && (limit < 1 || limit > MOST)) {
            throw new PgwrightException(ErrorCode.USAGE, "limit is " + limit, "give 1 to " + MOST);
        }
        Instant end = to == null || to.isBlank() ? null : instant(to);
        return new FiguresOptions(database, back(end), end, limit);
    }

    /**
     * How far back to look; null for all that is remembered.
     *
     * @throws PgwrightException USAGE for what is no time
     */
    public static @Nullable Duration back(@Nullable String since) {
        return since == null || since.isBlank() ? null : checked(time(since));
    }

    private Duration back(@Nullable Instant end) {
        if (from == null || from.isBlank()) {
            return since == null || since.isBlank() ? USUAL : checked(time(since));
        }
        if (end == null) {
            throw new PgwrightException(
                    ErrorCode.USAGE, "from is given without to", "give both, or since instead");
        }
        return checked(Duration.between(instant(from), end));
    }

    private static Duration time(String text) {
        return TimeText.read(text)
                .orElseThrow(
                        () ->
                                new PgwrightException(
                                        ErrorCode.USAGE,
                                        "since is no time",
                                        "give one such as 1h or 7d"));
    }

    private static Duration checked(Duration back) {
        if (back.isZero() || back.isNegative() || back.compareTo(LONGEST) > 0) {
            throw new PgwrightException(
                    ErrorCode.USAGE,
                    "the time asked for is none, or too long",
                    "ask for more than nothing, and 400 days at the most");
        }
        return back;
    }

    private static Instant instant(String text) {
        try {
            // As browsers send what is chosen, and as it may be written.
            TemporalAccessor read =
                    Forms.MOMENT.parseBest(text, OffsetDateTime::from, LocalDateTime::from);
            return read instanceof OffsetDateTime known
                    ? known.toInstant()
                    : LocalDateTime.from(read).toInstant(ZoneOffset.UTC);
        } catch (DateTimeException wrong) {
            throw new PgwrightException(
                    ErrorCode.USAGE,
                    "a time is not in ISO 8601",
                    "give one such as 2026-01-31T12:00:00Z",
                    wrong);
        }
    }

    /** Not a field of the record, which would be taken for a parameter. */
    private static final class Forms {
        static final DateTimeFormatter MOMENT = DateTimeFormatter.ISO_DATE_TIME;
    }
}
