package org.pgwright.advisor.candidate;

import org.pgwright.catalog.IndexDefinition;

import java.util.List;
import java.util.stream.Stream;

/**
 * Columns compared with one value, then with several, then one with bounds: the longest part of a
 * B-tree that one descent and one walk can read.
 */
final class EqualityThenRange implements CandidateSource {
    @Override
    public Stream<IndexDefinition> from(ReferenceUse use) {
        return use.equalityOrders().stream().flatMap(equal -> behind(use, equal));
    }

    private static Stream<IndexDefinition> behind(
            ReferenceUse use, List<IndexDefinition.Key> equal) {
        List<IndexDefinition.Key> lists = use.lists();
        Stream<IndexDefinition> bounded =
                use.ranges().stream()
                        .flatMap(
                                range ->
                                        Stream.of(
                                                        use.index(equal, lists, List.of(range)),
                                                        use.index(equal, List.of(range)))
                                                .flatMap(s -> s));
        Stream<IndexDefinition> listed =
                use.lists().stream()
                        .flatMap(
                                list ->
                                        Stream.of(
                                                        use.index(equal, List.of(list)),
                                                        use.index(List.of(list), equal))
                                                .flatMap(s -> s));
        // Further bounds narrow nothing on the way down but spare visits to the table.
        Stream<IndexDefinition> whole = use.index(equal, lists, use.ranges());
        return Stream.of(bounded, use.index(equal, lists), use.index(equal), listed, whole)
                .flatMap(s -> s);
    }
}
