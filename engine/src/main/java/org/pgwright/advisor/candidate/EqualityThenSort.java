package org.pgwright.advisor.candidate;

import org.pgwright.catalog.IndexDefinition;

import java.util.List;
import java.util.stream.Stream;

/**
 * Columns compared with one value, then those of ORDER BY: rows come out sorted, and a LIMIT ends
 * the walk early. Columns of other conditions behind them are tested within the index.
 */
final class EqualityThenSort implements CandidateSource {
    @Override
    public Stream<IndexDefinition> from(ReferenceUse use) {
        if (use.sort().isEmpty()) {
            return Stream.empty();
        }
        List<IndexDefinition.Key> conditions =
                Stream.concat(use.lists().stream(), use.ranges().stream()).toList();
        Stream<IndexDefinition> behindEquality =
                use.equalityOrders().stream()
                        .flatMap(
                                equal ->
                                        Stream.of(
                                                        use.index(equal, use.sort()),
                                                        use.index(equal, use.sort(), conditions))
                                                .flatMap(s -> s));
        return Stream.of(
                        behindEquality,
                        use.index(use.sort()),
                        use.index(use.sort(), use.equal(), conditions))
                .flatMap(s -> s);
    }
}
