package org.pgwright.strategy;

import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A time of the week in which indexes may be changed: {@code 02:00-05:00}, {@code Sat,Sun
 * 22:00-06:00 Europe/Berlin}.
 *
 * @param days on which it begins
 * @param from when it begins, by the clocks of the zone
 * @param to when it ends; on the next day if it is not after the beginning
 */
public record MaintenanceWindow(Set<DayOfWeek> days, LocalTime from, LocalTime to, ZoneId zone) {
    private static final Pattern FORM =
            Pattern.compile(
                    "(?:(?<days>[A-Za-z]{3}(?:[,-][A-Za-z]{3})*)\\s+)?"
                            + "(?<from>\\d\\d:\\d\\d)-(?<to>\\d\\d:\\d\\d)(?:\\s+(?<zone>\\S+))?");
    private static final int LETTERS = 3;

    public MaintenanceWindow {
        days = Set.copyOf(days);
        if (days.isEmpty()) {
            throw new IllegalArgumentException("a window has a day");
        }
    }

    /**
     * Reads one; without days it is daily, without a zone in UTC.
     *
     * @throws IllegalArgumentException with a sentence for people
     */
    public static MaintenanceWindow parse(String text) {
        Matcher matcher = FORM.matcher(text.strip());
        if (!matcher.matches()) {
            throw unreadable(text);
        }
        String days = matcher.group("days");
        String zone = matcher.group("zone");
        try {
            return new MaintenanceWindow(
                    days == null ? EnumSet.allOf(DayOfWeek.class) : days(days),
                    LocalTime.parse(matcher.group("from")),
                    LocalTime.parse(matcher.group("to")),
                    zone == null ? ZoneOffset.UTC : ZoneId.of(zone));
        } catch (DateTimeParseException failure) {
            throw unreadable(text);
        } catch (DateTimeException failure) {
            throw new IllegalArgumentException("there is no time zone '" + zone + "'", failure);
        }
    }

    private static IllegalArgumentException unreadable(String text) {
        return new IllegalArgumentException(
                "'%s' is no window such as 02:00-05:00 or 'Sat,Sun 22:00-06:00 Europe/Berlin'"
                        .formatted(text));
    }

    private static Set<DayOfWeek> days(String text) {
        Set<DayOfWeek> days = EnumSet.noneOf(DayOfWeek.class);
        for (String part : text.split(",", -1)) {
            String[] ends = part.split("-", -1);
            DayOfWeek first = day(ends[0]);
            DayOfWeek last = day(ends[ends.length - 1]);
            if (ends.length > 2) {
                throw new IllegalArgumentException("'" + part + "' is no range of days");
            }
            days.add(first);
            for (DayOfWeek day = first; day != last; ) {
                day = day.plus(1);
                days.add(day);
            }
        }
        return days;
    }

    private static DayOfWeek day(String name) {
        String upper = name.toUpperCase(Locale.ROOT);
        for (DayOfWeek day : DayOfWeek.values()) {
            if (day.name().startsWith(upper) && upper.length() == LETTERS) {
                return day;
            }
        }
        throw new IllegalArgumentException("'" + name + "' is no day such as Mon");
    }

    /** When the window that is open at a time ends; empty if none is. */
    public Optional<Instant> endAt(Instant now) {
        LocalDate today = now.atZone(zone).toLocalDate();
        List<LocalDate> beginnings = new ArrayList<>();
        beginnings.add(today.minusDays(1));
        beginnings.add(today);
        return beginnings.stream()
                .filter(date -> days.contains(date.getDayOfWeek()))
                .filter(date -> !begin(date).isAfter(now) && end(date).isAfter(now))
                .map(this::end)
                .findFirst();
    }

    /** When the next one begins after a time. */
    public Instant nextAfter(Instant now) {
        LocalDate date = now.atZone(zone).toLocalDate();
        while (!days.contains(date.getDayOfWeek()) || !begin(date).isAfter(now)) {
            date = date.plusDays(1);
        }
        return begin(date);
    }

    private Instant begin(LocalDate date) {
        return ZonedDateTime.of(date, from, zone).toInstant();
    }

    private Instant end(LocalDate date) {
        LocalDate last = to.isAfter(from) ? date : date.plusDays(1);
        return ZonedDateTime.of(last, to, zone).toInstant();
    }

    /** As {@link #parse} reads it. */
    public String shown() {
        String which =
                days.size() == DayOfWeek.values().length
                        ? ""
                        : days.stream()
                                        .sorted()
                                        .map(MaintenanceWindow::shortName)
                                        .collect(Collectors.joining(","))
                                + " ";
        return which + from + "-" + to + (zone.equals(ZoneOffset.UTC) ? "" : " " + zone);
    }

    private static String shortName(DayOfWeek day) {
        return day.name().charAt(0) + day.name().substring(1, LETTERS).toLowerCase(Locale.ROOT);
    }
}
