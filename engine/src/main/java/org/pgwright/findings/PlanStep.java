package org.pgwright.findings;

import org.jspecify.annotations.Nullable;
import org.pgwright.planner.ExecutedPlan;
import org.pgwright.planner.ExecutedPlan.Actual;

import java.util.ArrayList;
import java.util.List;

/**
 * A node in its place in a plan.
 *
 * <p>EXPLAIN's figures are means of a loop, and each parallel process counts as a loop (manual,
 * section 14.1.2): rows of all loops are rows times loops, but the time that passed is the time of
 * a loop times the loops of one process.
 */
final class PlanStep {
    private final PlanTree tree;
    private final ExecutedPlan plan;
    private final int number;
    private final @Nullable PlanStep parent;
    private final List<PlanStep> children = new ArrayList<>();
    private @Nullable Double effort;
    private @Nullable Boolean isShared;

    PlanStep(PlanTree tree, ExecutedPlan plan, int number, @Nullable PlanStep parent) {
        this.tree = tree;
        this.plan = plan;
        this.number = number;
        this.parent = parent;
    }

    void adopt(PlanStep child) {
        children.add(child);
    }

    ExecutedPlan plan() {
        return plan;
    }

    @Nullable PlanStep parent() {
        return parent;
    }

    List<PlanStep> children() {
        return children;
    }

    PlanFinding.Node node() {
        return new PlanFinding.Node(number, plan.type(), plan.relation(), plan.index());
    }

    boolean is(String... types) {
        return List.of(types).contains(plan.type());
    }

    String detail(String name) {
        return plan.details().getOrDefault(name, "");
    }

    boolean isAnalyzed() {
        return tree.root().plan.isAnalyzed();
    }

    /** False for what was never executed though the plan was. */
    boolean isExecuted() {
        Actual actual = plan.actual();
        return actual == null ? !isAnalyzed() : actual.loops() > 0;
    }

    /** Whether it is an InitPlan, a SubPlan or a common table expression of its parent. */
    boolean isSubplan() {
        return plan.details().containsKey("Subplan Name");
    }

    /** Whether it is executed once, when its result is first asked for. */
    private boolean isInitial() {
        String name = detail("Subplan Name");
        return name.startsWith("InitPlan") || name.startsWith("CTE ");
    }

    /** The children that the node itself reads: at most two, the outer one first. */
    List<PlanStep> inputs() {
        return children.stream().filter(child -> !child.isSubplan()).toList();
    }

    /** Whether this is the second of its parent's inputs. */
    boolean isInner() {
        return parent != null && parent.inputs().indexOf(this) == 1;
    }

    /** All loops of all processes; where the plan was not executed, what the planner counts on. */
    double loops() {
        Actual actual = plan.actual();
        if (actual != null) {
            return actual.loops();
        }
        if (parent == null) {
            return 1;
        }
        if (parent.is("Materialize", "Memoize") || isSubplan()) {
            return 1;
        }
        boolean isRepeated = parent.is("Nested Loop") && isInner();
        double outerRows = isRepeated ? parent.inputs().getFirst().plan.estimate().rows() : 1;
        return parent.loops() * Math.max(1, outerRows);
    }

    /** The loops of one process. */
    double loopsOfProcess() {
        return Math.max(1, loops() / processes());
    }

    /** How many processes run the node side by side. */
    double processes() {
        if (parent == null || isInitial()) {
            return 1;
        }
        Actual actual = plan.actual();
        Actual above = parent.plan.actual();
        if (!parent.is("Gather", "Gather Merge") || actual == null || above == null) {
            return parent.processes();
        }
        return Math.max(1, actual.loops() / Math.max(1, above.loops()));
    }

    /** The rows that all loops together gave. */
    double rows() {
        Actual actual = plan.actual();
        return actual == null
                ? plan.estimate().rows() * loops() * estimatedProcesses()
                : actual.rows() * actual.loops();
    }

    /** The rows that conditions took away in all loops together; never estimated. */
    double removed() {
        return (plan.removed().byFilter() + plan.removed().byRecheck()) * loops();
    }

    /**
     * The rows of a loop that the planner counted on. What parallel processes share is given per
     * process that there was, not per process that was planned.
     */
    double estimatedRows() {
        double rows = plan.estimate().rows();
        return isShared() && isAnalyzed() ? rows * estimatedProcesses() / processes() : rows;
    }

    /**
     * By what the planner divided the rows of a shared node ({@code get_parallel_divisor} in
     * PostgreSQL's {@code costsize.c}); 1 for others.
     */
    private double estimatedProcesses() {
        PlanStep gather = parent;
        while (gather != null && !gather.is("Gather", "Gather Merge")) {
            gather = gather.parent;
        }
        if (gather == null || !isShared()) {
            return 1;
        }
        int workers = gather.plan.workers().planned();
        return workers + Math.max(0, 1 - 0.3 * workers);
    }

    /** Whether parallel processes divide its rows among themselves. */
    private boolean isShared() {
        Boolean known = isShared;
        if (known == null) {
            known =
                    plan.details().containsKey("Parallel Aware")
                            || inputs().stream().anyMatch(PlanStep::isShared);
            isShared = known;
        }
        return known;
    }

    /**
     * What it and the nodes below took: milliseconds that passed, else the rows that were looked
     * at, else the planner's cost. For comparing nodes of one plan.
     */
    private double effort() {
        Double known = effort;
        if (known == null) {
            known = computedEffort();
            effort = known;
        }
        return known;
    }

    private double computedEffort() {
        Actual actual = plan.actual();
        if (actual == null) {
            return isAnalyzed() ? 0 : plan.estimate().totalCost() * loops();
        }
        Double millis = actual.totalMillis();
        if (millis != null) {
            return millis * loopsOfProcess();
        }
        return ownEffort() + children.stream().mapToDouble(PlanStep::effort).sum();
    }

    private double ownEffort() {
        if (isAnalyzed() && !tree.isTimed()) {
            return rows() + removed() + plan.removed().byJoinFilter() * loops();
        }
        return Math.max(0, effort() - effortBelow());
    }

    /** What is executed once is planned for its parent, but executed for whoever asks for it. */
    private double effortBelow() {
        double below = 0;
        for (PlanStep child : children) {
            boolean isExecutedElsewhere = isAnalyzed() && child.isInitial();
            below += isExecutedElsewhere ? 0 : child.effort();
        }
        PlanStep table = isAnalyzed() ? scannedCommonTable() : null;
        return table == null ? below : below + table.effort();
    }

    private @Nullable PlanStep scannedCommonTable() {
        ExecutedPlan.Relation relation = plan.relation();
        return is("CTE Scan") && relation != null ? tree.commonTable(relation.name()) : null;
    }

    /** Which share of the plan's time the node itself took, 0 to 1. */
    double share() {
        return share(ownEffort());
    }

    /** Which share of the plan's time a join took without its outer side, 0 to 1. */
    double shareWithoutOuter() {
        return share(effort() - inputs().getFirst().effort());
    }

    private double share(double effort) {
        double all = tree.root().effort();
        return all == 0 ? 0 : Math.clamp(effort / all, 0, 1);
    }

    /**
     * Whether it may have been stopped before it had given all its rows, so that it gave fewer than
     * it has.
     */
    boolean mayBeCut() {
        if (parent == null) {
            return false;
        }
        if (isSubplan()) {
            return true;
        }
        return switch (parent.plan.type()) {
            case "Limit", "Merge Join", "Recursive Union" -> true;
            case "Sort", "Hash", "Bitmap Heap Scan", "BitmapAnd", "BitmapOr", "ModifyTable" ->
                    false;
            case "Aggregate", "SetOp" ->
                    parent.detail("Strategy").equals("Sorted") && parent.mayBeCut();
            case "Hash Join" -> !isInner() && (parent.mayBeCut() || parent.isInnerEmpty());
            case "Nested Loop" -> isInner() ? parent.mayCutInner(this) : parent.mayBeCut();
            default -> parent.mayBeCut();
        };
    }

    private boolean isInnerEmpty() {
        return inputs().size() > 1 && inputs().get(1).rows() == 0;
    }

    /** One row is enough for it, also where the planner knows that there is no other. */
    private boolean mayCutInner(PlanStep inner) {
        return mayBeCut()
                || detail("Join Type").contains("Semi")
                || detail("Join Type").contains("Anti")
                || !inner.is("Index Scan", "Index Only Scan", "Bitmap Heap Scan");
    }

    /** Whether rows of it may have been given more than once in a loop. */
    boolean mayBeReread() {
        return parent != null && parent.is("Merge Join") && isInner();
    }
}
