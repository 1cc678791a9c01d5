package org.pgwright.advisor.candidate;

import org.pgwright.advisor.candidate.ReferenceUse.Search;
import org.pgwright.catalog.IndexDefinition;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Values that contain, match, overlap or are near others: GIN, GiST and SP-GiST. Several GIN keys
 * make one index too, which finds the rows that have all of them.
 */
final class ContainedValues implements CandidateSource {
    private static final String INVERTED = "gin";
    private static final Set<String> METHODS = Set.of(INVERTED, "gist", "spgist");

    @Override
    public Stream<IndexDefinition> from(ReferenceUse use) {
        Stream<IndexDefinition> each =
                use.searches().stream()
                        .filter(search -> METHODS.contains(search.method()))
                        .map(search -> use.index(search.method(), List.of(search.key())));
        return Stream.concat(together(use), each);
    }

    private static Stream<IndexDefinition> together(ReferenceUse use) {
        Set<String> seen = new HashSet<>();
        List<IndexDefinition.Key> keys = new ArrayList<>();
        for (Search search : use.searches()) {
            if (search.method().equals(INVERTED) && seen.add(search.key().column())) {
                keys.add(search.key());
            }
        }
        return keys.size() > 1 ? Stream.of(use.index(INVERTED, keys)) : Stream.empty();
    }
}
