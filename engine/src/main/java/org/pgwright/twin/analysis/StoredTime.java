package org.pgwright.twin.analysis;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.LongFunction;

/**
 * Writes dates and times as text from what the server keeps of them: days or microseconds since
 * 2000-01-01, moments in UTC. The texts mean the same whatever the session's date style and zone.
 */
final class StoredTime {
    private static final LocalDate EPOCH = LocalDate.of(2000, 1, 1);
    private static final int LAST_YEAR = 9999;
    private static final long MICROSECONDS = 1_000_000;

    private StoredTime() {}

    static @Nullable String date(int days) {
        if (days == Integer.MAX_VALUE || days == Integer.MIN_VALUE) {
            return days > 0 ? "infinity" : "-infinity";
        }
        LocalDate date = EPOCH.plusDays(days);
        return isPlain(date) ? date.toString() : null;
    }

    static String time(long microseconds) {
        return microseconds == Duration.ofDays(1).toSeconds() * MICROSECONDS
                ? "24:00:00"
                : clock(LocalTime.ofNanoOfDay(microseconds * 1_000));
    }

    static @Nullable String timestamp(long microseconds) {
        return point(microseconds, at -> "");
    }

    static @Nullable String moment(long microseconds) {
        return point(microseconds, at -> "+00");
    }

    private static @Nullable String point(long microseconds, LongFunction<String> zone) {
        if (microseconds == Long.MAX_VALUE || microseconds == Long.MIN_VALUE) {
            return microseconds > 0 ? "infinity" : "-infinity";
        }
        LocalDateTime at =
                EPOCH.atStartOfDay()
                        .plusSeconds(Math.floorDiv(microseconds, MICROSECONDS))
                        .plusNanos(Math.floorMod(microseconds, MICROSECONDS) * 1_000);
        return isPlain(at.toLocalDate())
                ? at.toLocalDate() + " " + clock(at.toLocalTime()) + zone.apply(microseconds)
                : null;
    }

    /** Other years are written in more than one way. */
    private static boolean isPlain(LocalDate date) {
        return date.getYear() >= 1 && date.getYear() <= LAST_YEAR;
    }

    private static String clock(LocalTime time) {
        String seconds =
                String.format(
                        Locale.ROOT,
                        "%02d:%02d:%02d",
                        time.getHour(),
                        time.getMinute(),
                        time.getSecond());
        return seconds + fraction(time.getNano() / 1_000);
    }

    private static String fraction(long microseconds) {
        return microseconds == 0
                ? ""
                : String.format(Locale.ROOT, ".%06d", microseconds).replaceAll("0+$", "");
    }

    /** None where parts have different signs: what a sign applies to is for the session to say. */
    static @Nullable String interval(long microseconds, int days, int months) {
        long negative =
                List.of(microseconds, (long) days, (long) months).stream()
                        .filter(n -> n < 0)
                        .count();
        long zero =
                List.of(microseconds, (long) days, (long) months).stream()
                        .filter(n -> n == 0)
                        .count();
        if (negative > 0 && zero < 2) {
            return null;
        }
        List<String> parts = new ArrayList<>();
        if (months != 0) {
            parts.add(months + " mons");
        }
        if (days != 0) {
            parts.add(days + " days");
        }
        if (microseconds != 0 || parts.isEmpty()) {
            parts.add(span(microseconds));
        }
        return String.join(" ", parts);
    }

    private static String span(long microseconds) {
        long rest = Math.abs(microseconds);
        long seconds = rest / MICROSECONDS;
        return String.format(
                        Locale.ROOT,
                        "%s%02d:%02d:%02d",
                        microseconds < 0 ? "-" : "",
                        seconds / 3_600,
                        seconds / 60 % 60,
                        seconds % 60)
                + fraction(rest % MICROSECONDS);
    }
}
