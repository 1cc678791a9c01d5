package org.pgwright.twin.analysis;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoField;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Finds the value below which a share of a column's rows lies, by its histogram.
 *
 * <p>Numbers and times are interpolated as the planner does ({@code convert_to_scalar}); of other
 * types the nearest bound is taken.
 */
final class Quantiles {
    /** {@code pg_type} oids. */
    private static final long TIMESTAMP = 1114;

    private static final long TIMESTAMP_WITH_ZONE = 1184;
    private static final long DATE = 1082;

    private static final DateTimeFormatter TIME =
            new DateTimeFormatterBuilder()
                    .appendPattern("uuuu-MM-dd[ HH:mm:ss]")
                    .optionalStart()
                    .appendFraction(ChronoField.MICRO_OF_SECOND, 0, 6, true)
                    .optionalEnd()
                    .parseDefaulting(ChronoField.HOUR_OF_DAY, 0)
                    .parseDefaulting(ChronoField.MINUTE_OF_HOUR, 0)
                    .parseDefaulting(ChronoField.SECOND_OF_MINUTE, 0)
                    .toFormatter();

    private Quantiles() {}

    /**
     * @param share 0 to 1
     * @return null where the column has no histogram and no values that can be put in order
     */
    static @Nullable String at(ColumnValues values, double share, DataType type) {
        List<String> bounds = bounds(values, type);
        if (bounds.isEmpty()) {
            return null;
        }
        double place = Math.clamp(share, 0, 1) * (bounds.size() - 1);
        int below = (int) Math.floor(place);
        int above = Math.min(below + 1, bounds.size() - 1);
        return between(bounds.get(below), bounds.get(above), place - below, type);
    }

    /** A column with few values has no histogram; its values then stand for one. */
    private static List<String> bounds(ColumnValues values, DataType type) {
        if (!values.histogram().isEmpty()) {
            return values.histogram();
        }
        List<String> bounds = new ArrayList<>(values.common());
        try {
            bounds.sort(order(type));
        } catch (NumberFormatException | DateTimeException unordered) {
            return List.of();
        }
        return bounds;
    }

    private static Comparator<String> order(DataType type) {
        if (type.category() == 'N') {
            return Comparator.comparing(BigDecimal::new);
        }
        return isTime(type)
                ? Comparator.comparing((String text) -> time(text))
                : Comparator.naturalOrder();
    }

    private static String between(String low, String high, double share, DataType type) {
        if (share > 0) {
            try {
                if (type.category() == 'N') {
                    return betweenNumbers(new BigDecimal(low), new BigDecimal(high), share);
                }
                if (isTime(type)) {
                    return betweenTimes(low, high, share, type);
                }
            } catch (NumberFormatException | DateTimeException | ArithmeticException special) {
                // Such as infinity or a year before Christ: the bound itself will do.
                return share < 0.5 ? low : high;
            }
        }
        return share < 0.5 ? low : high;
    }

    private static String betweenNumbers(BigDecimal low, BigDecimal high, double share) {
        int scale = Math.max(low.scale(), high.scale());
        return high.subtract(low)
                .multiply(BigDecimal.valueOf(share))
                .add(low)
                .setScale(Math.max(scale, 0), RoundingMode.HALF_EVEN)
                .toPlainString();
    }

    private static String betweenTimes(String low, String high, double share, DataType type) {
        LocalDateTime from = time(low);
        long micros = Duration.between(from, time(high)).toNanos() / 1000;
        LocalDateTime at = from.plusNanos(Math.round(micros * share) * 1000);
        String text = at.format(DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss.SSSSSS"));
        if (type.oid() == DATE) {
            return text.substring(0, 10);
        }
        return type.oid() == TIMESTAMP_WITH_ZONE ? text + zone(low) : text;
    }

    private static boolean isTime(DataType type) {
        return type.oid() == DATE || type.oid() == TIMESTAMP || type.oid() == TIMESTAMP_WITH_ZONE;
    }

    /** The time as it is written; of two times of one server the zone does not matter here. */
    static LocalDateTime time(String text) {
        String zone = zone(text);
        return LocalDateTime.parse(text.substring(0, text.length() - zone.length()), TIME);
    }

    private static String zone(String text) {
        int time = text.indexOf(':');
        int sign = Math.max(text.lastIndexOf('+'), text.lastIndexOf('-'));
        return time > 0 && sign > time ? text.substring(sign) : "";
    }
}
