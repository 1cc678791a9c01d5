package org.pgwright.benchmarks.collect;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * What was counted of things of one kind: for each by its name, figures by theirs.
 *
 * @param figures without those that are zero
 */
record Counted(Map<String, Map<String, Long>> figures) {
    Counted {
        Map<String, Map<String, Long>> copy = new HashMap<>();
        figures.forEach(
                (name, of) -> {
                    Map<String, Long> counted = new HashMap<>(of);
                    counted.values().removeIf(figure -> figure == 0);
                    if (!counted.isEmpty()) {
                        copy.put(name, Map.copyOf(counted));
                    }
                });
        figures = Map.copyOf(copy);
    }

    /** What was counted from an earlier moment to this one. */
    Counted since(Counted before) {
        Map<String, Map<String, Long>> differences = new HashMap<>();
        for (String name : names(before)) {
            Map<String, Long> difference = new HashMap<>();
            figures(name).forEach(difference::put);
            before.figures(name)
                    .forEach((figure, value) -> difference.merge(figure, -value, Long::sum));
            differences.put(name, difference);
        }
        return new Counted(differences);
    }

    /** The names of either. */
    Set<String> names(Counted other) {
        Set<String> names = new TreeSet<>(figures.keySet());
        names.addAll(other.figures.keySet());
        return names;
    }

    /** Of one thing, by name; empty for all zero. */
    Map<String, Long> figures(String name) {
        return figures.getOrDefault(name, Map.of());
    }
}
