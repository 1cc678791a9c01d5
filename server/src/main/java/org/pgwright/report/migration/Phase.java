package org.pgwright.report.migration;

import org.pgwright.strategy.Action;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * What is done in one migration.
 *
 * @param number from 1
 * @param name in words that a file can be called by
 * @param title for people
 */
record Phase(int number, String name, String title, List<IndexWork> works) {
    /** The share of the whole gain at which the first phase ends, and the second. */
    private static final List<Double> SHARES = List.of(0.8, 0.95);

    Phase {
        works = List.copyOf(works);
    }

    /**
     * All in one: the indexes to make first, since what is to be dropped may be needed until then.
     */
    static List<Phase> whole(List<IndexWork> works) {
        List<IndexWork> ordered = new ArrayList<>(ordered(works, Action.CREATE));
        ordered.addAll(ordered(works, Action.REINDEX));
        ordered.addAll(ordered(works, Action.DROP));
        return List.of(new Phase(1, "pgwright_indexes", "all in one", ordered));
    }

    /**
     * The fewest indexes that make four fifths of the gain, those that bring it to 95 %, the rest;
     * then, in a phase of their own, what is rebuilt and dropped. A phase of nothing is left out.
     */
    static List<Phase> phases(List<IndexWork> works) {
        List<List<IndexWork>> groups = byGain(ordered(works, Action.CREATE));
        List<IndexWork> others = new ArrayList<>(ordered(works, Action.REINDEX));
        others.addAll(ordered(works, Action.DROP));
        int count = groups.size() + (others.isEmpty() ? 0 : 1);
        List<Phase> phases = new ArrayList<>();
        for (List<IndexWork> group : groups) {
            int number = phases.size() + 1;
            String value =
                    number == 1 ? "the indexes that gain most" : "the indexes that gain less";
            phases.add(phase(number, count, "create", value, group));
        }
        if (!others.isEmpty()) {
            String what = "what is rebuilt and dropped, once the new indexes are there and used";
            phases.add(phase(phases.size() + 1, count, "clean_up", what, others));
        }
        return phases;
    }

    private static Phase phase(
            int number, int count, String name, String title, List<IndexWork> works) {
        return new Phase(
                number,
                "pgwright_phase_%d_%s".formatted(number, name),
                "phase %d of %d: %s".formatted(number, count, title),
                works);
    }

    private static List<IndexWork> ordered(List<IndexWork> works, Action action) {
        return works.stream()
                .filter(work -> work.wanted().action() == action)
                .sorted(
                        Comparator.comparingDouble((IndexWork work) -> work.wanted().gain())
                                .reversed())
                .toList();
    }

    private static List<List<IndexWork>> byGain(List<IndexWork> works) {
        double whole = works.stream().mapToDouble(Phase::gain).sum();
        List<List<IndexWork>> groups = new ArrayList<>();
        double before = 0;
        int current = -1;
        for (IndexWork work : works) {
            int group = group(before, whole);
            if (group != current) {
                groups.add(new ArrayList<>());
                current = group;
            }
            groups.getLast().add(work);
            before += gain(work);
        }
        return groups;
    }

    /** By what those before it gain: an index that reaches a share still belongs below it. */
    private static int group(double before, double whole) {
        return (int) SHARES.stream().filter(share -> whole > 0 && before >= share * whole).count();
    }

    private static double gain(IndexWork work) {
        return Math.max(0, work.wanted().gain());
    }
}
