package org.pgwright.twin.analysis;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the planner expects of a text.
 *
 * @param rows that it returns or changes
 * @param nodes of its plan and the indexes that they use, parents first
 * @param nodeRows the rows that each node is expected to give
 */
record Estimate(double rows, List<String> nodes, List<Double> nodeRows) {
    /** Rows that differ by less lead to the same choice of plan, as far as anybody can tell. */
    private static final double LIKE = 1.25;

    private static final double FEW = 2;

    /** Inside of a text, quotes have backslashes before them. */
    private static final Pattern PROPERTY =
            Pattern.compile(
                    "\"(Node Type|Index Name|Plan Rows)\": (\"(?:[^\"\\\\]|\\\\.)*\"|[^,\\s}]+)");

    Estimate {
        nodes = List.copyOf(nodes);
        nodeRows = List.copyOf(nodeRows);
    }

    /**
     * @param planned the rows, a blank, and the plan as EXPLAIN (FORMAT JSON) writes it
     */
    static Estimate of(String planned) {
        int blank = planned.indexOf(' ');
        List<String> nodes = new ArrayList<>();
        List<Double> rows = new ArrayList<>();
        Matcher property = PROPERTY.matcher(planned).region(blank, planned.length());
        while (property.find()) {
            if (property.group(1).equals("Plan Rows")) {
                rows.add(Double.parseDouble(property.group(2)));
            } else {
                nodes.add(property.group(2));
            }
        }
        return new Estimate(Double.parseDouble(planned.substring(0, blank)), nodes, rows);
    }

    /** Whether the plans are the same, and find about as many rows everywhere. */
    boolean isLike(Estimate other) {
        if (!nodes.equals(other.nodes) || nodeRows.size() != other.nodeRows.size()) {
            return false;
        }
        for (int i = 0; i < nodeRows.size(); i++) {
            double fewer = Math.min(nodeRows.get(i), other.nodeRows.get(i));
            double more = Math.max(nodeRows.get(i), other.nodeRows.get(i));
            if (more > fewer * LIKE && more - fewer > FEW) {
                return false;
            }
        }
        return true;
    }
}
