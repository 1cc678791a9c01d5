package org.pgwright.report;

import org.jspecify.annotations.Nullable;
import org.pgwright.findings.PlanFinding;
import org.pgwright.findings.PlanFindings;
import org.pgwright.planner.PlanLines;
import org.pgwright.repository.figures.KnownPlan;
import org.pgwright.repository.figures.KnownPlans;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import java.util.ArrayList;
import java.util.List;

/** The plans of a query, and what is wrong with them. */
record QueryPlansSection(KnownPlans known) {
    /** More trees than these are read one by one, with JSON. */
    private static final int TREES = 3;

    private static final int HASH_SHOWN = 8;
    private static final int FURTHER = 8;
    private static final JsonMapper MAPPER = JsonMapper.shared();

    void add(List<String> lines, Layout layout) {
        if (known.plans().isEmpty()) {
            return;
        }
        lines.add("");
        lines.add(layout.heading("Plans"));
        TextTable table =
                new TextTable()
                        .column("executions", TextTable.Align.RIGHT)
                        .column("mean", TextTable.Align.RIGHT)
                        .column("longest", TextTable.Align.RIGHT)
                        .column("first seen", TextTable.Align.LEFT)
                        .column("last seen", TextTable.Align.LEFT)
                        .column("plan", TextTable.Align.LEFT)
                        .column("figures", TextTable.Align.LEFT);
        known.plans().forEach(plan -> table.row(cells(plan)));
        lines.addAll(table.lines("", layout.columns()));
        known.plans().stream().limit(TREES).forEach(plan -> tree(plan, lines, layout));
        if (known.plans().size() > TREES) {
            lines.add("");
            lines.add("--format json shows the other plans, too.");
        }
    }

    private static String[] cells(KnownPlan plan) {
        return new String[] {
            Words.whole(plan.executions()),
            Words.timeOrNone(plan.meanMillis()),
            Words.timeOrNone(plan.longestMillis()),
            Words.second(plan.firstSeen()),
            Words.second(plan.lastSeen()),
            plan.hash().substring(0, HASH_SHOWN),
            plan.plan().isAnalyzed() ? "measured" : "estimated"
        };
    }

    private void tree(KnownPlan plan, List<String> lines, Layout layout) {
        lines.add("");
        lines.add(
                layout.heading(
                        "Plan %s, %s"
                                .formatted(
                                        plan.hash().substring(0, HASH_SHOWN),
                                        plan.plan().isAnalyzed()
                                                ? "with what its first execution did"
                                                : "with estimates only")));
        lines(plan).forEach(line -> lines.addAll(wrapped(line, layout)));
        if (plan.nodesLeftOut() > 0) {
            lines.add(
                    "  %s left out, since the plan is too long; the findings are of the others."
                            .formatted(Words.count(plan.nodesLeftOut(), "node is", "nodes are")));
        }
        lines.addAll(PlanFindingPart.lines(findings(plan), layout));
    }

    private static List<String> lines(KnownPlan plan) {
        return PlanLines.of(plan.plan()).stream()
                .map(line -> line.replaceAll("\\p{Cntrl}", "\uFFFD"))
                .toList();
    }

    /** What is too long goes on below, further in than what belongs to the node. */
    private static List<String> wrapped(String line, Layout layout) {
        List<String> lines = new ArrayList<>();
        String rest = "  " + line;
        int indent = Math.min(rest.length() - rest.stripLeading().length(), layout.columns() / 2);
        String further = " ".repeat(indent + FURTHER);
        int end = rest.lastIndexOf(' ', layout.columns());
        while (rest.length() > layout.columns() && end > further.length()) {
            lines.add(rest.substring(0, end).stripTrailing());
            rest = further + rest.substring(end).strip();
            end = rest.lastIndexOf(' ', layout.columns());
        }
        lines.add(rest);
        return lines;
    }

    private List<PlanFinding> findings(KnownPlan plan) {
        return PlanFindings.of(plan.plan(), known.tables());
    }

    List<Part> parts() {
        return known.plans().stream().map(this::part).toList();
    }

    private Part part(KnownPlan plan) {
        return new Part(
                plan.hash(),
                plan.firstSeen().toString(),
                plan.lastSeen().toString(),
                plan.executions(),
                plan.meanMillis(),
                plan.longestMillis(),
                plan.plan().isAnalyzed(),
                plan.nodesLeftOut(),
                plan.indexes(),
                PlanFindingPart.of(findings(plan)),
                lines(plan),
                MAPPER.readTree(plan.json()));
    }

    /**
     * As programs read it.
     *
     * @param executions in that time, of which the plan was logged
     * @param measured whether the figures in it are those of an execution
     * @param explain as EXPLAIN prints it
     * @param plan as EXPLAIN (FORMAT JSON) shows it
     */
    record Part(
            String hash,
            String firstSeen,
            String lastSeen,
            long executions,
            @Nullable Double meanMillis,
            @Nullable Double longestMillis,
            boolean measured,
            int nodesLeftOut,
            List<String> indexes,
            List<PlanFindingPart> findings,
            List<String> explain,
            JsonNode plan) {}
}
