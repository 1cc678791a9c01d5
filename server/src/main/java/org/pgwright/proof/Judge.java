package org.pgwright.proof;

import org.jspecify.annotations.Nullable;
import org.pgwright.strategy.Prediction;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/**
 * Judges a change by what statements did before and after it.
 *
 * <p>Volume does not count: the calls of before are priced with the means of before and of after
 * (an index of Laspeyres). Only differences that {@link Finding} believes take part in the verdict;
 * the sums that are told have all in them.
 */
public final class Judge {
    /** How much of the time has to be comparable for a verdict. */
    private static final double KNOWN = 0.5;

    /** By how much of the time a change is worse for nobody to wait. */
    private static final double CLEAR = 0.2;

    /** Judged again and again while it is watched, chance gets many chances. */
    private static final double CERTAIN = 0.001;

    private final Demands demands;
    private final Comparison comparison;

    public Judge(Demands demands) {
        this.demands = demands;
        this.comparison = new Comparison(demands);
    }

    /**
     * Judges.
     *
     * @param statements all of the database
     * @param promised what was promised of the change
     */
    public Judgement judge(
            List<StatementFigures> statements, Windows windows, Prediction promised) {
        Comparison.Compared compared = comparison.compare(statements, windows.share());
        List<StatementProof> touched =
                compared.touched().stream()
                        .sorted(
                                Comparator.comparingDouble(
                                                (StatementProof one) ->
                                                        -Math.abs(one.effectMillis()))
                                        .thenComparing(one -> -one.before().totalMillis())
                                        .thenComparing(StatementProof::hash))
                        .toList();
        List<StatementProof> comparable =
                touched.stream().filter(StatementProof::isComparable).toList();
        double before = comparable.stream().mapToDouble(one -> one.before().totalMillis()).sum();
        double after = comparable.stream().mapToDouble(StatementProof::afterMillis).sum();
        Verdict verdict = verdict(touched, comparable);
        return new Judgement(
                verdict,
                reason(verdict, touched, comparable, compared.others()),
                verdict == Verdict.WORSE && isClear(comparable, before),
                before,
                after,
                compared.others(),
                writes(comparable, promised, compared.others()),
                touched);
    }

    private Verdict verdict(List<StatementProof> touched, List<StatementProof> comparable) {
        if (!isKnown(touched, comparable)) {
            return Verdict.NOT_ENOUGH_DATA;
        }
        double net = comparable.stream().mapToDouble(Judge::counted).sum();
        if (net == 0) {
            return isKnownOfPredicted(touched) ? Verdict.NEUTRAL : Verdict.NOT_ENOUGH_DATA;
        }
        return net < 0 ? Verdict.IMPROVED : Verdict.WORSE;
    }

    private static boolean isKnown(List<StatementProof> touched, List<StatementProof> comparable) {
        double all = touched.stream().mapToDouble(one -> one.before().totalMillis()).sum();
        double known = comparable.stream().mapToDouble(one -> one.before().totalMillis()).sum();
        return !comparable.isEmpty() && known >= KNOWN * all;
    }

    /** Nothing is neutral of which what it is for was not seen. */
    private static boolean isKnownOfPredicted(List<StatementProof> touched) {
        List<StatementProof> predicted =
                touched.stream().filter(StatementProof::isPredicted).toList();
        return predicted.isEmpty() || predicted.stream().anyMatch(StatementProof::isComparable);
    }

    private static double counted(StatementProof one) {
        return switch (one.finding()) {
            case FASTER, SLOWER -> one.effectMillis();
            case SAME, NOT_COMPARABLE -> 0;
        };
    }

    private static boolean isClear(List<StatementProof> comparable, double before) {
        double net =
                comparable.stream()
                        .filter(one -> one.finding() != Finding.SLOWER || certain(one.likelihood()))
                        .mapToDouble(Judge::counted)
                        .sum();
        return net >= CLEAR * before;
    }

    private static boolean certain(@Nullable Double likelihood) {
        return likelihood != null && likelihood <= CERTAIN;
    }

    private WriteProof writes(
            List<StatementProof> comparable, Prediction promised, @Nullable Double others) {
        List<StatementProof> writes =
                comparable.stream().filter(one -> one.bearing() == Bearing.WRITES).toList();
        double before = writes.stream().mapToDouble(one -> one.before().totalMillis()).sum();
        if (before <= 0) {
            return new WriteProof(promised.writeOverheadPercent(), null, null, null, false);
        }
        double after = writes.stream().mapToDouble(StatementProof::afterMillis).sum();
        double calls = writes.stream().mapToDouble(one -> one.before().calls()).sum();
        double measured = 100 * (after / before - 1);
        double besideOthers =
                others == null || others <= 1 ? measured : 100 * (after / before / others - 1);
        boolean isOver =
                !promised.equals(Prediction.NONE)
                        && besideOthers > promised.writeOverheadPercent() + demands.writePercent()
                        && writes.stream().anyMatch(one -> one.finding() == Finding.SLOWER);
        return new WriteProof(
                promised.writeOverheadPercent(),
                measured,
                writes.stream()
                                .mapToDouble(
                                        one ->
                                                one.before().calls()
                                                        * one.before().walBytesPerCall())
                                .sum()
                        / calls,
                writes.stream()
                                .mapToDouble(
                                        one -> one.before().calls() * one.after().walBytesPerCall())
                                .sum()
                        / calls,
                isOver);
    }

    private String reason(
            Verdict verdict,
            List<StatementProof> touched,
            List<StatementProof> comparable,
            @Nullable Double others) {
        return switch (verdict) {
            case IMPROVED, WORSE -> changed(comparable);
            case NEUTRAL ->
                    String.format(
                            Locale.ROOT,
                            "no statement of the table differs by more than chance and %.0f %%%s",
                            100 * demands.difference(),
                            ofOthers(others));
            case NOT_ENOUGH_DATA -> unknown(touched, comparable);
        };
    }

    private String ofOthers(@Nullable Double others) {
        if (others == null || Math.abs(others - 1) < demands.difference()) {
            return "";
        }
        return String.format(
                Locale.ROOT,
                "; statements of other tables take %.0f %% %s time",
                Math.abs(100 * (others - 1)),
                others < 1 ? "less" : "more");
    }

    private static String changed(List<StatementProof> comparable) {
        double net = comparable.stream().mapToDouble(Judge::counted).sum();
        double before = comparable.stream().mapToDouble(one -> one.before().totalMillis()).sum();
        long faster = count(comparable, Finding.FASTER);
        long slower = count(comparable, Finding.SLOWER);
        return String.format(
                Locale.ROOT,
                "of %d comparable statements of the table %d got faster and %d slower: the same"
                        + " calls take %.1f %% %s time",
                comparable.size(),
                faster,
                slower,
                Math.abs(100 * net / before),
                net < 0 ? "less" : "more");
    }

    private static long count(List<StatementProof> statements, Finding finding) {
        return statements.stream().filter(one -> one.finding() == finding).count();
    }

    private static String unknown(List<StatementProof> touched, List<StatementProof> comparable) {
        if (touched.isEmpty()) {
            return "no statement that uses the table was called";
        }
        if (isKnown(touched, comparable)) {
            return "none of the statements that it is for was called often enough on both sides";
        }
        return "most of the time of statements that use the table cannot be compared: "
                + String.join(", ", kinds(touched));
    }

    private static List<String> kinds(List<StatementProof> touched) {
        return List.of(Comparability.values()).stream()
                .filter(kind -> kind != Comparability.COMPARABLE)
                .filter(kind -> touched.stream().anyMatch(one -> one.comparability() == kind))
                .map(
                        kind ->
                                touched.stream().filter(one -> one.comparability() == kind).count()
                                        + " "
                                        + words(kind))
                .toList();
    }

    private static String words(Comparability kind) {
        return switch (kind) {
            case COMPARABLE -> "comparable";
            case NEW -> "called only after it";
            case GONE -> "called only before it";
            case TOO_FEW_CALLS -> "called too seldom";
            case OTHER_ROWS -> "called for other numbers of rows";
        };
    }
}
