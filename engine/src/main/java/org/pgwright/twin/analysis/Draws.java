package org.pgwright.twin.analysis;

import org.pgwright.planner.PlannableStatement;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.BiPredicate;

/** Lets few texts stand for many: each one more has to be planned under every set of indexes. */
final class Draws {
    /** More than that tell little more, and cost as much again. */
    static final int MOST = 5;

    private Draws() {}

    /**
     * One for those of which the planner expects the same; the heaviest, with the weight of all.
     *
     * @param comparable whether two are the same once as much is expected of them
     */
    static List<Draw> distinct(List<Draw> draws, BiPredicate<Draw, Draw> comparable) {
        List<Draw> kept = new ArrayList<>();
        List<Draw> heaviestFirst =
                draws.stream().sorted(Comparator.comparingDouble(draw -> -draw.weight())).toList();
        for (Draw draw : heaviestFirst) {
            int like = 0;
            while (like < kept.size() && !isLike(kept.get(like), draw, comparable)) {
                like++;
            }
            if (like < kept.size()) {
                Draw heavier = kept.get(like);
                kept.set(like, heavier.weighing(heavier.weight() + draw.weight()));
            } else {
                kept.add(draw);
            }
        }
        return kept;
    }

    private static boolean isLike(Draw one, Draw other, BiPredicate<Draw, Draw> comparable) {
        return one.text().equals(other.text())
                || (one.parameters() == other.parameters()
                        && one.estimate().isLike(other.estimate())
                        && comparable.test(one, other));
    }

    /** At most {@link #MOST}: the lightest is left to the one that finds about as many rows. */
    static List<Draw> few(List<Draw> draws) {
        List<Draw> byRows =
                new ArrayList<>(
                        draws.stream().sorted(Comparator.comparingDouble(Draw::rows)).toList());
        while (byRows.size() > MOST) {
            Draw lightest =
                    byRows.stream().min(Comparator.comparingDouble(Draw::weight)).orElseThrow();
            int place = byRows.indexOf(lightest);
            byRows.remove(place);
            int heir = nearest(byRows, place, lightest.rows());
            Draw heavier = byRows.get(heir);
            byRows.set(heir, heavier.weighing(heavier.weight() + lightest.weight()));
        }
        return byRows;
    }

    /** Of the neighbours of a place, the one whose rows are nearer. */
    private static int nearest(List<Draw> byRows, int place, double rows) {
        if (place == 0 || place == byRows.size()) {
            return Math.max(0, place - 1);
        }
        double below = rows - byRows.get(place - 1).rows();
        double above = byRows.get(place).rows() - rows;
        return below <= above ? place - 1 : place;
    }

    static List<PlannableStatement> plannable(List<Draw> draws) {
        double total = draws.stream().mapToDouble(Draw::weight).sum();
        return draws.stream().map(draw -> draw.plannable(total)).toList();
    }
}
