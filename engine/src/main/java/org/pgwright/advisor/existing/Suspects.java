package org.pgwright.advisor.existing;

import org.pgwright.advisor.cost.PlannedWorkload;
import org.pgwright.advisor.cost.Upkeep;
import org.pgwright.advisor.existing.ExistingIndexes.Proposed;
import org.pgwright.advisor.existing.Grounds.Apparent;
import org.pgwright.catalog.CatalogLookup;
import org.pgwright.catalog.Index;
import org.pgwright.catalog.QualifiedName;
import org.pgwright.planner.WhatIfPlanner;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;

/** Tries to do without indexes that others, who know more than counters, call needless. */
public final class Suspects {
    private Suspects() {}

    /**
     * What is to be dropped, each beside those before it, and what plans speak for.
     *
     * @param workload as it is planned without any change
     * @param suspects the surest first
     * @param enough whether to try no more
     * @throws org.pgwright.error.PgwrightException if the planner fails altogether
     */
    public static Proposed without(
            CatalogLookup lookup,
            PlannedWorkload workload,
            List<Suspect> suspects,
            WhatIfPlanner planner,
            BooleanSupplier enough) {
        Replanning replanning =
                new Replanning(lookup, workload.statements(), planner, List.of(), List.of());
        Writing writing = new Writing(lookup, new Upkeep(lookup, workload.statements()));
        Drops drops = new Drops(Assured.of(suspects), replanning, writing, enough);
        drops.decide(
                suspects.stream()
                        .map(s -> new Apparent(s.index(), s.ground(), s.other(), null))
                        .toList());
        return new Proposed(drops.changes(), drops.kept());
    }

    /** Whoever suspects them has seen to all else. */
    private record Assured(Map<QualifiedName, String> reasons) implements Caution {
        static Assured of(List<Suspect> suspects) {
            Map<QualifiedName, String> reasons = new TreeMap<>();
            suspects.forEach(suspect -> reasons.put(suspect.index().name(), suspect.because()));
            return new Assured(reasons);
        }

        @Override
        public Optional<String> against(Apparent apparent) {
            return Optional.empty();
        }

        @Override
        public String because(Index index) {
            return Objects.requireNonNull(reasons.get(index.name()), "it is a suspect");
        }
    }
}
