package org.pgwright.advisor.candidate;

import org.pgwright.catalog.IndexDefinition;

import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** What a B-tree serves too, but larger: block ranges of appended rows, hashes of wide values. */
final class SpecialMethods implements CandidateSource {
    private static final Set<String> METHODS = Set.of("brin", "hash");

    @Override
    public Stream<IndexDefinition> from(ReferenceUse use) {
        return use.searches().stream()
                .filter(search -> search.alone() && METHODS.contains(search.method()))
                .map(search -> use.index(search.method(), List.of(search.key())));
    }
}
