package org.pgwright.planner;

import org.pgwright.catalog.QualifiedName;

import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Which indexes there are: the existing ones without the hidden, and the hypothetical ones that are
 * switched on.
 *
 * @param added ids of hypothetical indexes
 * @param hidden existing indexes to plan without
 */
public record Configuration(SortedSet<Integer> added, SortedSet<QualifiedName> hidden) {
    /** The monitored database as it is. */
    public static final Configuration EXISTING = of(List.of());

    public Configuration {
        added = Collections.unmodifiableSortedSet(new TreeSet<>(added));
        hidden = Collections.unmodifiableSortedSet(new TreeSet<>(hidden));
    }

    public static Configuration of(Collection<Integer> added) {
        return new Configuration(new TreeSet<>(added), new TreeSet<>());
    }

    public Configuration with(int id) {
        SortedSet<Integer> more = new TreeSet<>(added);
        more.add(id);
        return new Configuration(more, hidden);
    }
}
