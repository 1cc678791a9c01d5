package org.pgwright.postgres;

import org.jspecify.annotations.Nullable;
import org.pgwright.planner.ExecutedPlan;
import org.pgwright.planner.ExecutedPlan.Actual;
import org.pgwright.planner.ExecutedPlan.Buffers;
import org.pgwright.planner.ExecutedPlan.Estimate;
import org.pgwright.planner.ExecutedPlan.Memory;
import org.pgwright.planner.ExecutedPlan.Removed;
import org.pgwright.planner.ExecutedPlan.Workers;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A node of a plan in EXPLAIN's TEXT, while its lines are read. */
final class PlanNodeText {
    private static final Pattern TIMES =
            Pattern.compile("time=(\\d{1,18}(?:\\.\\d{1,9})?)\\.\\.(\\d{1,18}(?:\\.\\d{1,9})?)");
    private static final Pattern ROWS = Pattern.compile("rows=([\\d.]+) loops=([\\d.]+)");
    private static final Pattern BUFFERS =
            Pattern.compile("(shared|local|temp)((?: \\w{1,20}=\\d{1,18}){1,9})");
    private static final Pattern BLOCKS = Pattern.compile("(\\w+)=(\\d+)");
    private static final Pattern SORT = Pattern.compile("(.*?)  (Memory|Disk): (\\d+)kB");
    private static final Pattern HASH = Pattern.compile("Batches: (\\d+).*?Memory Usage: (\\d+)kB");

    private final int column;
    private final PlanHeading heading;
    private final Map<String, String> details;
    private final List<PlanNodeText> children = new ArrayList<>();
    private final Map<String, Long> blocks = new LinkedHashMap<>();
    private final Map<String, String> numbers = new LinkedHashMap<>();
    private Estimate estimate = Estimate.NONE;
    private @Nullable Actual actual;
    private Memory memory = Memory.NONE;

    /**
     * @param column where its words begin
     */
    PlanNodeText(int column, PlanHeading heading) {
        this.column = column;
        this.heading = heading;
        this.details = new LinkedHashMap<>(heading.details());
    }

    int column() {
        return column;
    }

    void child(PlanNodeText node) {
        children.add(node);
    }

    void estimate(
            @Nullable String startup,
            @Nullable String total,
            @Nullable String rows,
            @Nullable String width) {
        if (startup != null && total != null && rows != null && width != null) {
            estimate =
                    new Estimate(number(startup), number(total), number(rows), (int) number(width));
        }
    }

    /**
     * @param figures such as {@code actual time=0.1..0.2 rows=3 loops=1}
     */
    void actual(@Nullable String figures) {
        if (figures == null) {
            return;
        }
        Matcher times = TIMES.matcher(figures);
        Matcher rows = ROWS.matcher(figures);
        if (rows.find()) {
            boolean timed = times.find();
            actual =
                    new Actual(
                            timed ? number(times.group(1)) : null,
                            timed ? number(times.group(2)) : null,
                            number(rows.group(1)),
                            number(rows.group(2)));
        } else {
            actual = new Actual(null, null, 0, 0);
        }
    }

    void property(String name, String value) {
        if (name.equals(PlanProperties.SUBPLAN) || PlanProperties.EXPRESSIONS.contains(name)) {
            details.putIfAbsent(name, value);
            return;
        }
        switch (name) {
            case "Buffers" -> buffers(value);
            case "Sort Method" -> sort(value);
            case "Buckets", "Batches" -> hash(name + ": " + value);
            default -> numbers.putIfAbsent(name, value);
        }
    }

    private void buffers(String value) {
        Matcher kinds = BUFFERS.matcher(value);
        while (kinds.find()) {
            Matcher counts = BLOCKS.matcher(kinds.group(2));
            while (counts.find()) {
                long count = (long) number(counts.group(2));
                blocks.putIfAbsent(kinds.group(1) + " " + counts.group(1), count);
            }
        }
    }

    private void sort(String value) {
        Matcher matcher = SORT.matcher(value);
        if (matcher.matches()) {
            memory =
                    new Memory(
                            matcher.group(1),
                            (long) number(matcher.group(3)),
                            matcher.group(2).equals("Disk"),
                            memory.hashBatches(),
                            memory.hashKilobytes());
        }
    }

    private void hash(String value) {
        Matcher matcher = HASH.matcher(value);
        if (matcher.find()) {
            memory =
                    new Memory(
                            memory.sortMethod(),
                            memory.sortKilobytes(),
                            memory.sortOnDisk(),
                            (long) number(matcher.group(1)),
                            (long) number(matcher.group(2)));
        }
    }

    /** The node and all below it; their number of levels is bounded by the reader. */
    ExecutedPlan plan() {
        return new ExecutedPlan(
                heading.type(),
                heading.relation(),
                heading.index(),
                details,
                estimate,
                actual,
                new Removed(
                        named("Rows Removed by Filter"),
                        named("Rows Removed by Index Recheck"),
                        named("Rows Removed by Join Filter")),
                new Buffers(
                        count("shared hit"),
                        count("shared read"),
                        count("shared dirtied"),
                        count("shared written"),
                        count("temp read"),
                        count("temp written")),
                memory,
                new Workers((int) named("Workers Planned"), (int) named("Workers Launched")),
                children.stream().map(PlanNodeText::plan).toList());
    }

    private long count(String kind) {
        return blocks.getOrDefault(kind, 0L);
    }

    private double named(String property) {
        return number(numbers.getOrDefault(property, "0"));
    }

    /** 0 for what is no number: a line may have been cut or may come from elsewhere. */
    private static double number(String text) {
        try {
            return Double.parseDouble(text);
        } catch (NumberFormatException damaged) {
            return 0;
        }
    }
}
