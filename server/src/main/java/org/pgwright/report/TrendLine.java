package org.pgwright.report;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Objects;
import java.util.function.DoubleFunction;
import java.util.stream.Collectors;

/**
 * Values one after another as a line of blocks from nothing to the largest, with that as the scale.
 */
final class TrendLine {
    private static final String BLOCKS = "▁▂▃▄▅▆▇█";

    private TrendLine() {}

    /**
     * The line.
     *
     * @param values null where there is none, which stays blank
     * @param words a value for people
     */
    static String of(List<@Nullable Double> values, DoubleFunction<String> words) {
        double largest =
                values.stream()
                        .filter(Objects::nonNull)
                        .mapToDouble(Double::doubleValue)
                        .max()
                        .orElse(0);
        return values.stream()
                        .map(value -> value == null ? " " : block(value / largest))
                        .collect(Collectors.joining())
                + "  0 to "
                + words.apply(largest);
    }

    private static String block(double share) {
        int height = Double.isFinite(share) ? (int) Math.ceil(share * BLOCKS.length()) - 1 : 0;
        return String.valueOf(BLOCKS.charAt(Math.clamp(height, 0, BLOCKS.length() - 1)));
    }
}
