package org.pgwright.report;

import org.jspecify.annotations.Nullable;
import org.pgwright.findings.PlanFinding;

import java.util.ArrayList;
import java.util.List;

/**
 * A finding in a plan as programs read it.
 *
 * @param kind such as {@code sequential-scan}
 * @param number of the node in the plan, from 1 on, parents first
 * @param finding the node and what it does, in a sentence
 * @param estimated whether the plan was not executed, so that all figures are estimates
 */
record PlanFindingPart(
        String kind,
        int number,
        String node,
        @Nullable String table,
        @Nullable String index,
        String finding,
        String remedy,
        boolean estimated) {
    static List<PlanFindingPart> of(List<PlanFinding> findings) {
        return findings.stream().map(PlanFindingPart::of).toList();
    }

    private static PlanFindingPart of(PlanFinding finding) {
        PlanFinding.Node node = finding.node();
        return new PlanFindingPart(
                finding.kind().label(),
                node.number(),
                node.type(),
                node.relation() == null ? null : node.relation().name(),
                node.index(),
                finding.sentence(),
                finding.remedy(),
                finding.isEstimated());
    }

    /** The findings for people: each what it is, and what to do about it. */
    static List<String> lines(List<PlanFinding> findings, Layout layout) {
        List<String> lines = new ArrayList<>();
        for (PlanFinding finding : findings) {
            List<String> sentence =
                    Words.wrapped(finding.sentence() + ".", "    ", layout.columns());
            lines.add("  * " + sentence.getFirst().strip());
            lines.addAll(sentence.subList(1, sentence.size()));
            lines.addAll(
                    Words.wrapped("To do: " + finding.remedy() + ".", "    ", layout.columns()));
        }
        return lines;
    }
}
