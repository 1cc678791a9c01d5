package org.pgwright.rehearsal;

import org.pgwright.planner.ExecutedPlan;
import org.pgwright.rehearsal.Span.Weighed;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * A statement that ran before and after.
 *
 * @param hash of its normalised text
 * @param calls that were seen, or its weight
 * @param changed the names of the indexes that were changed
 */
public record RehearsedStatement(
        String hash,
        String text,
        double calls,
        List<Draw> draws,
        Set<String> changed,
        Promise promise) {
    /** A smaller difference is not beyond doubt, even if no two times overlap. */
    private static final double LEAST_FACTOR = 1.2;

    /** A smaller difference of a call is a matter of the moment. */
    private static final double LEAST_MILLIS = 0.1;

    /** By how much writes may pay more than was promised, as for changes in production. */
    private static final double SLACK_PERCENT = 10;

    public RehearsedStatement {
        draws = List.copyOf(draws);
        changed = Set.copyOf(changed);
        if (draws.isEmpty()) {
            throw new IllegalArgumentException("a statement that ran has texts");
        }
    }

    /** What a call took before. */
    public Span before() {
        return Span.of(draws.stream().map(d -> new Weighed(d.share(), d.before())).toList());
    }

    /** What a call takes with the indexes as they are wanted. */
    public Span after() {
        return Span.of(draws.stream().map(d -> new Weighed(d.share(), d.after())).toList());
    }

    /** After over before; at the most, where it took longer than it was given. */
    public double ratio() {
        double millis = before().millis();
        return millis > 0 ? after().millis() / millis : 1;
    }

    /** By how much a call is dearer, in percent; below zero where it is cheaper. */
    public double percentMore() {
        return 100 * (ratio() - 1);
    }

    /** Whether it changes rows. */
    public boolean isWrite() {
        return anyPlan(Draw::before, RehearsedStatement::changesRows)
                || anyPlan(Draw::after, RehearsedStatement::changesRows);
    }

    /** Whether a text has another plan. */
    public boolean isPlanChanged() {
        return draws.stream().anyMatch(RehearsedStatement::isPlanChanged);
    }

    /** The changed indexes that its plans read afterwards, or before for those that are gone. */
    public Set<String> uses() {
        Set<String> used = new TreeSet<>();
        for (Draw draw : draws) {
            for (Runs runs : List.of(draw.before(), draw.after())) {
                if (runs instanceof Runs.Measured measured) {
                    used.addAll(measured.plan().indexes());
                }
            }
        }
        used.retainAll(changed);
        return used;
    }

    /**
     * What is beyond doubt: no run of one side takes as long as one of the other, by a fifth and a
     * tenth of a millisecond. A read whose plans are the same and use no changed index is the same:
     * whatever its times say is none of the indexes' doing.
     */
    public Finding finding() {
        if (draws.stream().anyMatch(draw -> draw.after() instanceof Runs.Failed)) {
            return Finding.FAILS;
        }
        if (!isWrite() && !isPlanChanged() && uses().isEmpty()) {
            return Finding.SAME;
        }
        Span before = before();
        Span after = after();
        if (isClearlyLess(before, after)) {
            return isAsPromised() ? Finding.DEARER_AS_PROMISED : Finding.SLOWER;
        }
        return isClearlyLess(after, before) ? Finding.FASTER : Finding.SAME;
    }

    private static boolean isClearlyLess(Span less, Span more) {
        return less.slowest() < more.fastest()
                && more.millis() >= LEAST_FACTOR * less.millis()
                && more.millis() - less.millis() >= LEAST_MILLIS;
    }

    /** Only writes pay for indexes. */
    private boolean isAsPromised() {
        return isWrite()
                && promise.writePercent() > 0
                && percentMore() <= promise.writePercent() + SLACK_PERCENT;
    }

    private static boolean isPlanChanged(Draw draw) {
        if (draw.before() instanceof Runs.Measured before
                && draw.after() instanceof Runs.Measured after) {
            return !before.plan().structure().equals(after.plan().structure());
        }
        return !draw.before().equals(draw.after());
    }

    private boolean anyPlan(Function<Draw, Runs> side, Function<ExecutedPlan, Boolean> test) {
        return draws.stream()
                .map(side)
                .anyMatch(
                        runs ->
                                runs instanceof Runs.Measured measured
                                        && test.apply(measured.plan()));
    }

    /** Also below a WITH. */
    private static boolean changesRows(ExecutedPlan plan) {
        Set<String> types = new HashSet<>();
        plan.visit(node -> types.add(node.type()));
        return types.contains("ModifyTable");
    }
}
