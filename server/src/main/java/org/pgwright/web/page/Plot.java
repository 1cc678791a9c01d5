package org.pgwright.web.page;

import org.jspecify.annotations.Nullable;

import tools.jackson.databind.json.JsonMapper;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.DoubleFunction;

/**
 * Values over a time, to be looked at as a line and to be read as a table.
 *
 * @param unit of the values, such as {@code ms}
 * @param points the oldest first
 * @param mark a moment after which things may be different; null for none
 */
public record Plot(String title, String unit, List<Point> points, @Nullable Instant mark) {
    private static final JsonMapper MAPPER = JsonMapper.shared();

    public Plot {
        points = List.copyOf(points);
    }

    /** One without a mark. */
    public Plot(String title, String unit, List<Point> points) {
        this(title, unit, points, null);
    }

    /**
     * One value.
     *
     * @param at where its time begins
     * @param value null where nobody looked, or there was nothing
     * @param words the same for people
     */
    public record Point(Instant at, @Nullable Double value, String words) {
        static Point of(Instant at, @Nullable Double value, DoubleFunction<String> words) {
            return new Point(at, value, value == null ? "" : words.apply(value));
        }
    }

    /** Whether there is anything to look at. */
    public boolean isEmpty() {
        return points.stream().map(Point::value).allMatch(Objects::isNull);
    }

    /** As the program of the page reads it. */
    public String json() {
        List<Long> times = points.stream().map(point -> point.at().getEpochSecond()).toList();
        List<@Nullable Double> values = new ArrayList<>();
        points.forEach(point -> values.add(point.value()));
        Map<String, Object> plot = new LinkedHashMap<>();
        plot.put("title", title);
        plot.put("unit", unit);
        plot.put("times", times);
        plot.put("values", values);
        if (mark != null) {
            plot.put("mark", mark.getEpochSecond());
        }
        return MAPPER.writeValueAsString(plot);
    }
}
