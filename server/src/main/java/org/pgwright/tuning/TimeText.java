package org.pgwright.tuning;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads times such as {@code 30s}, with the units of PostgreSQL's settings (manual, section
 * 20.1.1); a number alone is minutes.
 */
public final class TimeText {
    private static final Pattern TIME =
            Pattern.compile("(\\d{1,9}(?:\\.\\d{1,6})?)\\s*(us|ms|s|min|h|d)?");

    private static final Map<String, Duration> UNITS =
            Map.of(
                    "us", Duration.ofNanos(1_000),
                    "ms", Duration.ofMillis(1),
                    "s", Duration.ofSeconds(1),
                    "min", Duration.ofMinutes(1),
                    "h", Duration.ofHours(1),
                    "d", Duration.ofDays(1));

    private static final BigDecimal NANOS = BigDecimal.valueOf(1_000_000_000);

    private TimeText() {}

    /** The time; empty for a text that is none. */
    public static Optional<Duration> read(String text) {
        Matcher matcher = TIME.matcher(text.strip());
        Duration unit =
                matcher.matches()
                        ? UNITS.get(matcher.group(2) == null ? "min" : matcher.group(2))
                        : null;
        if (unit == null) {
            return Optional.empty();
        }
        BigDecimal[] parts =
                new BigDecimal(matcher.group(1))
                        .multiply(BigDecimal.valueOf(unit.toNanos()))
                        .divideAndRemainder(NANOS);
        return Optional.of(Duration.ofSeconds(parts[0].longValueExact(), parts[1].longValue()));
    }
}
