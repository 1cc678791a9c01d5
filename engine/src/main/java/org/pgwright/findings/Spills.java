package org.pgwright.findings;

import org.jspecify.annotations.Nullable;
import org.pgwright.planner.ExecutedPlan;
import org.pgwright.planner.ExecutedPlan.Actual;
import org.pgwright.planner.ExecutedPlan.Memory;

import java.util.ArrayList;
import java.util.List;

/** Sorts and hashes that did not fit into work_mem and went to temporary files. */
final class Spills {
    /** Less stays in the file system's cache. */
    private static final double FEWEST_KILOBYTES = 1_024;

    private static final double SMALLEST_SHARE = 0.05;

    /** A row's place in the array that is sorted, which doubles when it is full, and its header. */
    private static final double BYTES_A_SORTED_ROW = 64;

    /** Memory is given out in powers of two up to 14, in chunks with a header since. */
    private static final double MEMORY_OF_DISK = 2;

    private static final double BLOCK_KILOBYTES = 8;
    private static final double BYTES = 1_024;
    private static final double MEGABYTE = 1_024;

    private final PlanTree tree;

    Spills(PlanTree tree) {
        this.tree = tree;
    }

    List<PlanFinding> find() {
        List<PlanFinding> found = new ArrayList<>();
        for (PlanStep step : tree.executed()) {
            PlanFinding finding = step.share() < smallestShare() ? null : finding(step);
            if (finding != null) {
                found.add(finding);
            }
        }
        return found;
    }

    /** Where times were not taken, rows say little of what a spill takes. */
    private double smallestShare() {
        return tree.isTimed() ? SMALLEST_SHARE : 0;
    }

    private @Nullable PlanFinding finding(PlanStep step) {
        Memory memory = step.plan().memory();
        if (memory.sortOnDisk() && memory.sortKilobytes() >= FEWEST_KILOBYTES) {
            return sort(step, memory);
        }
        double kilobytes = (double) memory.hashKilobytes() * memory.hashBatches();
        return memory.hashBatches() > 1 && kilobytes >= FEWEST_KILOBYTES
                ? hash(step, memory)
                : null;
    }

    private PlanFinding sort(PlanStep step, Memory memory) {
        double needed =
                MEMORY_OF_DISK * memory.sortKilobytes()
                        + rowsOfALoop(step) * BYTES_A_SORTED_ROW / BYTES;
        return new PlanFinding(
                PlanFinding.Kind.SORT_SPILL,
                step.node(),
                "sorted on disk (%s), with %s in temporary files; %s"
                        .formatted(
                                memory.sortMethod(),
                                PlanWords.kilobytes(memory.sortKilobytes()),
                                PlanWords.share(tree, step.share())),
                "with work_mem = '%s' it would have sorted in memory; an index in the order of %s would spare the sort"
                        .formatted(megabytes(needed), PlanWords.condition(step.detail("Sort Key"))),
                false);
    }

    private static double rowsOfALoop(PlanStep step) {
        Actual actual = step.plan().actual();
        return actual == null ? 0 : actual.rows();
    }

    private PlanFinding hash(PlanStep step, Memory memory) {
        double onDisk = ownTemporaryBlocks(step) * BLOCK_KILOBYTES;
        boolean isAggregate = step.is("Aggregate");
        double needed =
                isAggregate && onDisk > 0
                        ? memory.hashKilobytes() + MEMORY_OF_DISK * onDisk
                        : (double) memory.hashKilobytes() * memory.hashBatches();
        return new PlanFinding(
                PlanFinding.Kind.HASH_SPILL,
                step.node(),
                "did its work in %s batches of up to %s, all but one through temporary files"
                        .formatted(
                                PlanWords.count(memory.hashBatches()),
                                PlanWords.kilobytes(memory.hashKilobytes())),
                "with work_mem times hash_mem_multiplier (1 by default up to PostgreSQL 14, then 2) of %s it would have stayed in memory%s"
                        .formatted(
                                megabytes(needed),
                                isAggregate
                                        ? ""
                                        : "; so it would if conditions left fewer rows to hash, or"
                                                + " fewer columns were read"),
                false);
    }

    private static double ownTemporaryBlocks(PlanStep step) {
        double below =
                step.children().stream()
                        .map(PlanStep::plan)
                        .map(ExecutedPlan::buffers)
                        .mapToLong(ExecutedPlan.Buffers::tempWritten)
                        .sum();
        return Math.max(0, step.plan().buffers().tempWritten() - below);
    }

    /** As a setting takes it, rounded up. */
    private static String megabytes(double kilobytes) {
        return PlanWords.count(Math.ceil(kilobytes / MEGABYTE)).replace(",", "") + "MB";
    }
}
