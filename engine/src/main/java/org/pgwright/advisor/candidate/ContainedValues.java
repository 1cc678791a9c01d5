package org.pgwright.advisor.candidate;

import org.pgwright.advisor.candidate.ReferenceUse.Search;
import org.pgwright.catalog.IndexDefinition;

import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Values that contain, match, overlap or are near others: GIN, GiST and SP-GiST. Several keys of
 * GIN or GiST make one index too, which finds the rows that have all of them; what is compared with
 * one value is among them where {@code btree_gin} or {@code btree_gist} is installed.
 */
final class ContainedValues implements CandidateSource {
    private static final Set<String> METHODS = Set.of("gin", "gist", "spgist");
    private static final List<String> OF_SEVERAL_KEYS = List.of("gin", "gist");

    @Override
    public Stream<IndexDefinition> from(ReferenceUse use) {
        Stream<IndexDefinition> each =
                use.searches().stream()
                        .filter(search -> search.alone() && METHODS.contains(search.method()))
                        .map(search -> use.index(search.method(), List.of(search.key())));
        return Stream.concat(
                OF_SEVERAL_KEYS.stream().flatMap(method -> together(use, method)), each);
    }

    /** A GiST is narrowed most by its first key, so what is compared with one value comes first. */
    private static Stream<IndexDefinition> together(ReferenceUse use, String method) {
        List<Search> searches =
                use.searches().stream().filter(s -> s.method().equals(method)).toList();
        if (searches.stream().noneMatch(Search::alone)) {
            return Stream.empty();
        }
        Set<String> seen = new HashSet<>();
        List<IndexDefinition.Key> keys =
                searches.stream()
                        .sorted(Comparator.comparing(Search::alone))
                        .map(Search::key)
                        .filter(key -> seen.add(key.column()))
                        .toList();
        return keys.size() > 1 ? Stream.of(use.index(method, keys)) : Stream.empty();
    }
}
