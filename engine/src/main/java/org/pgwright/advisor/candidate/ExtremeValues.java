package org.pgwright.advisor.candidate;

import org.pgwright.catalog.IndexDefinition;

import java.util.List;
import java.util.stream.Stream;

/** min() and max(): the first or last entry behind the columns compared with one value. */
final class ExtremeValues implements CandidateSource {
    @Override
    public Stream<IndexDefinition> from(ReferenceUse use) {
        return use.extremes().stream().flatMap(key -> use.index(use.equal(), List.of(key)));
    }
}
