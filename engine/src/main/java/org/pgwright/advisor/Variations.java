package org.pgwright.advisor;

import org.pgwright.advisor.analysis.AdvisedStatement;
import org.pgwright.advisor.candidate.CoveringCandidates;
import org.pgwright.advisor.candidate.MergedCandidates;
import org.pgwright.advisor.candidate.NarrowerCandidates;
import org.pgwright.advisor.candidate.PartialCandidates;
import org.pgwright.advisor.candidate.Variation;
import org.pgwright.catalog.CatalogLookup;
import org.pgwright.catalog.IndexDefinition;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** What may be better than what is chosen: covering, partial, narrower and merged indexes. */
final class Variations {
    private static final int MAX_MERGED_PER_TABLE = 12;

    private final CoveringCandidates covering;
    private final PartialCandidates partial;
    private final boolean scarce;

    /**
     * @param scarce whether room is limited, so that indexes that serve one value of a condition
     *     only are worth having in the place of those that serve all
     */
    Variations(CatalogLookup lookup, boolean scarce) {
        this.covering = new CoveringCandidates(lookup);
        this.partial = new PartialCandidates(lookup);
        this.scarce = scarce;
    }

    /**
     * Narrower and merged variations of chosen indexes.
     *
     * @param ranked all useful indexes, those that help the costliest statements first
     */
    List<Variation> of(List<IndexDefinition> chosen, List<IndexDefinition> ranked) {
        List<Variation> all = new ArrayList<>();
        chosen.forEach(index -> all.addAll(NarrowerCandidates.of(index)));
        Set<IndexDefinition> first = new LinkedHashSet<>(chosen);
        first.addAll(ranked);
        all.addAll(MergedCandidates.of(List.copyOf(first), MAX_MERGED_PER_TABLE));
        return all;
    }

    /**
     * Covering variations for a statement, and partial ones where room is scarce.
     *
     * @param used indexes that it uses
     */
    List<Variation> of(AdvisedStatement statement, List<IndexDefinition> used) {
        List<Variation> all = new ArrayList<>();
        for (IndexDefinition index : used) {
            all.addAll(covering.of(statement, index));
            if (scarce) {
                all.addAll(partial.of(statement, index));
            }
        }
        return all;
    }
}
