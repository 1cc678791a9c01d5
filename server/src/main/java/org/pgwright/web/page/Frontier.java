package org.pgwright.web.page;

import org.pgwright.catalog.Bytes;
import org.pgwright.report.Words;
import org.pgwright.repository.task.Task;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What could be had for fewer bytes, by the newest advice.
 *
 * @param line of the plot, as points of an SVG that is 600 wide and 200 high
 */
public record Frontier(List<Point> points, String line) {
    private static final JsonMapper JSON = new JsonMapper();
    private static final double WIDTH = 600;
    private static final double HEIGHT = 200;

    public Frontier {
        points = List.copyOf(points);
    }

    /**
     * A choice of indexes.
     *
     * @param size what they take together
     * @param cost of the workload with them, as a share of that without, for people
     */
    public record Point(String size, String cost, List<String> indexes) {
        public Point {
            indexes = List.copyOf(indexes);
        }
    }

    /** That of the newest advice which came to an end; without points if there is none. */
    static Frontier ofLast(List<Task> advice) {
        return advice.stream()
                .map(Task::end)
                .filter(end -> end != null && end.result() != null)
                .findFirst()
                .map(end -> of(JSON.readTree(end.result())))
                .orElse(new Frontier(List.of(), ""));
    }

    private static Frontier of(JsonNode advice) {
        double before = advice.at("/cost/before").asDouble();
        double widest = 0;
        for (JsonNode point : advice.path("frontier")) {
            widest = Math.max(widest, point.path("bytes").asDouble());
        }
        List<Point> points = new ArrayList<>();
        StringBuilder line = new StringBuilder();
        for (JsonNode point : advice.path("frontier")) {
            double share = before > 0 ? point.path("cost").asDouble() / before : 1;
            line.append(
                    String.format(
                            Locale.ROOT,
                            "%.1f,%.1f ",
                            widest > 0 ? WIDTH * point.path("bytes").asDouble() / widest : 0,
                            HEIGHT * (1 - Math.clamp(share, 0, 1))));
            List<String> indexes = new ArrayList<>();
            point.path("indexes").forEach(index -> indexes.add(index.asString()));
            points.add(
                    new Point(
                            new Bytes(point.path("bytes").asLong()).toString(),
                            Words.percent(share, 1),
                            indexes));
        }
        return new Frontier(points, line.toString().strip());
    }
}
