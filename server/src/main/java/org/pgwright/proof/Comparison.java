package org.pgwright.proof;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** Compares statements one by one with what they did before. */
final class Comparison {
    /** Fewer statements that have nothing to do with a change say nothing of the server. */
    private static final int FEWEST_OTHERS = 5;

    private static final double HALF = 0.5;

    private final Demands demands;

    Comparison(Demands demands) {
        this.demands = demands;
    }

    /**
     * A statement before its finding is known.
     *
     * @param test null where it cannot be compared
     */
    private record Tested(
            StatementFigures figures,
            Side before,
            Side after,
            Comparability comparability,
            @Nullable RankSum test) {
        private double ratio() {
            return before.meanMillis() > 0 ? after.meanMillis() / before.meanMillis() : 1;
        }

        private double effect() {
            return test == null ? 0 : before.calls() * (after.meanMillis() - before.meanMillis());
        }
    }

    /**
     * What came of it.
     *
     * @param touched those that the change may matter to
     * @param others how the time of a call of other statements changed in the middle, as a share;
     *     null if there are too few
     */
    record Compared(List<StatementProof> touched, @Nullable Double others) {}

    /**
     * Compares.
     *
     * @param share of the time after that is compared, 1 for windows of equal length
     */
    Compared compare(List<StatementFigures> statements, double share) {
        List<Tested> touched = tested(statements, StatementFigures::isTouched);
        List<Tested> untouched = tested(statements, one -> !one.isTouched());
        Double others = middle(untouched);
        double total = touched.stream().mapToDouble(one -> one.before().totalMillis()).sum();
        List<@Nullable Double> likelihoods = likelihoods(touched);
        List<StatementProof> proofs = new ArrayList<>();
        for (int i = 0; i < touched.size(); i++) {
            Tested one = touched.get(i);
            Double likelihood = likelihoods.get(i);
            proofs.add(
                    new StatementProof(
                            one.figures().hash(),
                            one.figures().bearing(),
                            one.figures().isPredicted(),
                            one.before(),
                            one.after(),
                            one.comparability(),
                            finding(one, likelihood, total, others),
                            likelihood,
                            isVolumeChanged(one, share),
                            one.effect()));
        }
        return new Compared(proofs, others);
    }

    /** Adjusted for the number of those that can be compared; null for the others. */
    private static List<@Nullable Double> likelihoods(List<Tested> touched) {
        double[] adjusted =
                FalseDiscoveries.adjusted(
                        touched.stream()
                                .flatMap(one -> Optional.ofNullable(one.test()).stream())
                                .mapToDouble(RankSum::likelihood)
                                .toArray());
        List<@Nullable Double> likelihoods = new ArrayList<>();
        int next = 0;
        for (Tested one : touched) {
            likelihoods.add(one.test() == null ? null : (Double) adjusted[next++]);
        }
        return likelihoods;
    }

    private List<Tested> tested(
            List<StatementFigures> statements, Predicate<StatementFigures> wanted) {
        return statements.stream().filter(wanted).map(this::tested).toList();
    }

    private Tested tested(StatementFigures figures) {
        Side before = Side.of(figures.before());
        Side after = Side.of(figures.after());
        Comparability comparability = comparability(before, after);
        RankSum test =
                comparability == Comparability.COMPARABLE
                        ? RankSum.of(means(figures.before()), means(figures.after()))
                        : null;
        return new Tested(figures, before, after, comparability, test);
    }

    private Comparability comparability(Side before, Side after) {
        if (before.calls() == 0) {
            return Comparability.NEW;
        }
        if (after.calls() == 0) {
            return Comparability.GONE;
        }
        boolean isEnough =
                Math.min(before.intervals(), after.intervals()) >= demands.intervals()
                        && Math.min(before.calls(), after.calls()) >= demands.calls();
        if (!isEnough) {
            return Comparability.TOO_FEW_CALLS;
        }
        // Half a row more on both sides: from a tenth of a row to three tenths is no other kind.
        return isBeyond(
                        (after.rowsPerCall() + HALF) / (before.rowsPerCall() + HALF),
                        demands.rowsFactor())
                ? Comparability.OTHER_ROWS
                : Comparability.COMPARABLE;
    }

    private static double[] means(List<IntervalFigures> intervals) {
        return intervals.stream().mapToDouble(IntervalFigures::meanMillis).toArray();
    }

    private boolean isVolumeChanged(Tested one, double share) {
        return one.before().calls() > 0
                && one.after().calls() > 0
                && isBeyond(
                        one.after().calls() / share / one.before().calls(), demands.callsFactor());
    }

    private static boolean isBeyond(double ratio, double factor) {
        return ratio > factor || ratio < 1 / factor;
    }

    /** The middle one, as a few that changed for reasons of their own do not move it. */
    private static @Nullable Double middle(List<Tested> untouched) {
        double[] ratios =
                untouched.stream()
                        .filter(one -> one.test() != null && one.before().meanMillis() > 0)
                        .mapToDouble(Tested::ratio)
                        .sorted()
                        .toArray();
        if (ratios.length < FEWEST_OTHERS) {
            return null;
        }
        int half = ratios.length / 2;
        return ratios.length % 2 == 1 ? ratios[half] : (ratios[half - 1] + ratios[half]) / 2;
    }

    private Finding finding(
            Tested one, @Nullable Double likelihood, double total, @Nullable Double others) {
        RankSum test = one.test();
        if (test == null || likelihood == null) {
            return Finding.NOT_COMPARABLE;
        }
        double besideOthers = others == null || others <= 0 ? one.ratio() : one.ratio() / others;
        boolean isSlower = one.ratio() > 1;
        boolean counts =
                likelihood <= demands.likelihood()
                        && differs(one.ratio(), isSlower)
                        && differs(besideOthers, isSlower)
                        && test.second() > HALF == isSlower
                        && Math.abs(one.effect()) >= demands.weight() * total;
        if (!counts) {
            return Finding.SAME;
        }
        return isSlower ? Finding.SLOWER : Finding.FASTER;
    }

    private boolean differs(double ratio, boolean isSlower) {
        return isSlower ? ratio >= 1 + demands.difference() : ratio <= 1 - demands.difference();
    }
}
