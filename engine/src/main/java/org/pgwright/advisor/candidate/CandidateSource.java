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
                    new ContainedValues(),
                    new EqualityThenRange(),
                    new EqualityThenSort(),
                    new JoinColumns(),
                    new GroupColumns(),
                    new ExtremeValues(),
                    new SpecialMethods(),
                    new SingleColumns());

    /** Those that a partial index can be made for: it is small already, so it has several keys. */
    List<CandidateSource> OF_PARTS =
            List.of(
                    new EqualityThenRange(),
                    new EqualityThenSort(),
                    new GroupColumns(),
                    new ExtremeValues());

    /** Those that suit what a mention asks. */
    static Stream<CandidateSource> of(ReferenceUse use) {
        return (use.conditions().isEmpty() ? ALL : OF_PARTS).stream();
    }

    Stream<IndexDefinition> from(ReferenceUse use);
}
