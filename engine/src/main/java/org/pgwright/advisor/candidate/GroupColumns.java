package org.pgwright.advisor.candidate;

import org.pgwright.catalog.IndexDefinition;

import java.util.stream.Stream;

/** Columns of GROUP BY or DISTINCT: rows that come out in their order need no sort and no hash. */
final class GroupColumns implements CandidateSource {
    @Override
    public Stream<IndexDefinition> from(ReferenceUse use) {
        if (use.group().isEmpty()) {
            return Stream.empty();
        }
        return Stream.of(use.index(use.equal(), use.group()), use.index(use.group()))
                .flatMap(s -> s);
    }
}
