package org.pgwright.findings;

import org.pgwright.planner.ExecutedPlan.Buffers;

import java.util.List;
import java.util.function.ToLongFunction;

/** Nodes that had to ask the operating system for most of their blocks. */
final class CacheMisses {
    /** 8 MB: fewer blocks come from any disk within some ten milliseconds. */
    private static final double FEWEST_BLOCKS = 1_000;

    /** What is in use should be found in shared buffers nine times of ten. */
    private static final double HIT = 0.9;

    /** Of all blocks that the plan read: smaller parts are not what it is slow by. */
    private static final double SMALLEST_PART = 0.25;

    private final PlanTree tree;

    CacheMisses(PlanTree tree) {
        this.tree = tree;
    }

    List<PlanFinding> find() {
        double all = tree.root().plan().buffers().sharedRead();
        return tree.executed().stream()
                .filter(step -> reads(step) >= Math.max(FEWEST_BLOCKS, SMALLEST_PART * all))
                .filter(step -> hitShare(step) < HIT)
                .map(this::finding)
                .toList();
    }

    private static double reads(PlanStep step) {
        return own(step.plan().buffers().sharedRead(), step, Buffers::sharedRead);
    }

    private static double hits(PlanStep step) {
        return own(step.plan().buffers().sharedHit(), step, Buffers::sharedHit);
    }

    private static double own(long all, PlanStep step, ToLongFunction<Buffers> blocks) {
        long below =
                step.children().stream()
                        .map(child -> child.plan().buffers())
                        .mapToLong(blocks)
                        .sum();
        return Math.max(0, all - below);
    }

    private static double hitShare(PlanStep step) {
        return hits(step) / Math.max(1, hits(step) + reads(step));
    }

    private PlanFinding finding(PlanStep step) {
        return new PlanFinding(
                PlanFinding.Kind.LOW_CACHE_HITS,
                step.node(),
                "found %s of its %s blocks in shared buffers and read %s from outside"
                        .formatted(
                                PlanWords.percent(hitShare(step)),
                                PlanWords.count(hits(step) + reads(step)),
                                PlanWords.blocks(reads(step))),
                "if it is so each time and not the first time only, read fewer blocks (an index,"
                        + " fewer rows) or give shared_buffers more; pgwright tables shows the hits of"
                        + " each table",
                false);
    }
}
