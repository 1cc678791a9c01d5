package org.pgwright.advisor.candidate;

import org.pgwright.catalog.IndexDefinition;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Columns compared with those of another table: a nested loop looks rows up by them, a merge join
 * reads them in order.
 */
final class JoinColumns implements CandidateSource {
    @Override
    public Stream<IndexDefinition> from(ReferenceUse use) {
        return joinKeys(use).stream().flatMap(join -> around(use, join));
    }

    /** All columns of a join, each alone, foreign keys, and the first ones of two joins. */
    private static Set<List<IndexDefinition.Key>> joinKeys(ReferenceUse use) {
        Set<List<IndexDefinition.Key>> keys = new LinkedHashSet<>();
        keys.addAll(use.joins());
        keys.addAll(use.foreignKeys());
        use.joins().forEach(join -> join.forEach(key -> keys.add(List.of(key))));
        for (List<IndexDefinition.Key> one : use.joins()) {
            for (List<IndexDefinition.Key> other : use.joins()) {
                if (!one.getFirst().equals(other.getFirst())) {
                    keys.add(List.of(one.getFirst(), other.getFirst()));
                }
            }
        }
        return keys;
    }

    private static Stream<IndexDefinition> around(
            ReferenceUse use, List<IndexDefinition.Key> join) {
        List<IndexDefinition.Key> equal = use.equal();
        List<IndexDefinition.Key> lists = use.lists();
        Stream<IndexDefinition> bounded =
                use.ranges().stream()
                        .map(List::of)
                        .flatMap(
                                range ->
                                        Stream.concat(
                                                use.index(join, equal, lists, range),
                                                use.index(join, range)));
        Stream<IndexDefinition> behind =
                use.telling().isEmpty() ? Stream.empty() : use.index(equal, lists, join);
        return Stream.of(
                        use.index(join),
                        use.index(join, equal, lists),
                        behind,
                        use.index(join, equal, use.sort()),
                        use.index(join, use.sort()),
                        bounded)
                .flatMap(s -> s);
    }
}
