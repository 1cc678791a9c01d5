package org.pgwright.tuning.retirement;

import org.jspecify.annotations.Nullable;
import org.pgwright.catalog.CatalogLookup;
import org.pgwright.catalog.Identifier;
import org.pgwright.catalog.Index;
import org.pgwright.catalog.QualifiedName;
import org.pgwright.ddl.IndexStatement;
import org.pgwright.observation.IndexMarks;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What brings a dropped index back.
 *
 * @param statement makes it as it was, storage parameters and tablespace included
 * @param lost what it does not bring back, in words
 */
record Restoration(String statement, List<String> lost) {
    Restoration {
        lost = List.copyOf(lost);
    }

    static Restoration of(CatalogLookup lookup, Index index, Map<QualifiedName, IndexMarks> marks) {
        List<IndexMarks> all = family(lookup, index).flatMap(one -> marksOf(one, marks)).toList();
        List<String> lost = new ArrayList<>();
        if (all.stream().anyMatch(IndexMarks::hasComment)) {
            lost.add("its comment");
        }
        if (all.stream().anyMatch(IndexMarks::hasTargets)) {
            lost.add("its statistics targets");
        }
        if (all.stream().anyMatch(one -> !one.extensions().isEmpty())) {
            lost.add("that it depends on an extension");
        }
        if (index.partitioned()) {
            lost.add("the names of its parts");
        }
        Set<String> places = places(all.stream().filter(m -> !isEmpty(lookup, m)).toList());
        if (places.size() > 1) {
            lost.add("the tablespaces of its parts");
        }
        String place = places.size() == 1 ? places.iterator().next() : "";
        if (place.isEmpty()) {
            return new Restoration(definition(index), lost);
        }
        String within = within(index, place);
        if (within == null) {
            lost.add("its tablespace");
            return new Restoration(definition(index), lost);
        }
        return new Restoration(within, lost);
    }

    /** Itself and what it has on partitions. */
    private static Stream<Index> family(CatalogLookup lookup, Index index) {
        return Stream.concat(
                Stream.of(index),
                lookup.partsOf(index.name()).stream().flatMap(part -> family(lookup, part)));
    }

    private static Stream<IndexMarks> marksOf(Index index, Map<QualifiedName, IndexMarks> marks) {
        IndexMarks found = marks.get(index.name());
        return found == null ? Stream.empty() : Stream.of(found);
    }

    /** The index of a partitioned table has no file, so that its tablespace says nothing of it. */
    private static boolean isEmpty(CatalogLookup lookup, IndexMarks marks) {
        return lookup.index(marks.index()).filter(Index::partitioned).isPresent();
    }

    private static Set<String> places(Collection<IndexMarks> all) {
        Set<String> places = new HashSet<>();
        all.forEach(one -> places.add(one.tablespace() == null ? "" : one.tablespace()));
        return places;
    }

    /** The server writes ON ONLY for the index of a partitioned table, which would be empty. */
    private static String definition(Index index) {
        String definition = index.definition();
        return index.partitioned()
                        && IndexStatement.read(definition).orElse(null)
                                instanceof IndexStatement.Create create
                ? create.adopting(index.name().name(), index.table())
                : definition;
    }

    /** The definition with the tablespace, which stands before the condition of a partial index. */
    private static @Nullable String within(Index index, String tablespace) {
        String definition = definition(index);
        String clause = " TABLESPACE " + Identifier.quoted(tablespace);
        String predicate = index.predicate();
        if (predicate == null) {
            return definition + clause;
        }
        String condition = " WHERE " + predicate;
        return definition.endsWith(condition)
                ? definition.substring(0, definition.length() - condition.length())
                        + clause
                        + condition
                : null;
    }
}
