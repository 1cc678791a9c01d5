package org.pgwright.advisor.candidate;

import org.pgwright.catalog.IndexDefinition;

import java.util.List;
import java.util.stream.Stream;

/**
 * Each column alone: the smallest index, and the one that bitmaps of several can be joined from.
 */
final class SingleColumns implements CandidateSource {
    @Override
    public Stream<IndexDefinition> from(ReferenceUse use) {
        Stream<IndexDefinition> alone =
                Stream.of(
                                use.equal(),
                                use.lists(),
                                use.ranges(),
                                use.alternatives(),
                                use.group().stream().limit(1).toList())
                        .flatMap(List::stream)
                        .flatMap(use::index);
        Stream<IndexDefinition> branches =
                use.alternatives().stream()
                        .flatMap(column -> use.index(use.equal(), List.of(column)));
        return Stream.concat(alone, branches);
    }
}
