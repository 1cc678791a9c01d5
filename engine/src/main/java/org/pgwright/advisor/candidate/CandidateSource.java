package org.pgwright.advisor.candidate;

import org.pgwright.catalog.IndexDefinition;

import java.util.List;
import java.util.stream.Stream;

/**
 * One reason for which an index can help a mention of a table.
 *
 * <p>Yields the likeliest index first; may yield the same one twice.
 */
interface CandidateSource {
    /** Every source, the most often useful first. */
    List<CandidateSource> ALL =
            List.of(
                    new EqualityThenRange(),
                    new EqualityThenSort(),
                    new JoinColumns(),
                    new GroupColumns(),
                    new ExtremeValues(),
                    new SingleColumns());

    Stream<IndexDefinition> from(ReferenceUse use);
}
