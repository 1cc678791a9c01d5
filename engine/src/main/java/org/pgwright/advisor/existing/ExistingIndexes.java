package org.pgwright.advisor.existing;

import org.pgwright.advisor.cost.PlannedWorkload;
import org.pgwright.advisor.cost.Upkeep;
import org.pgwright.advisor.existing.IndexChange.Kept;
import org.pgwright.catalog.CatalogLookup;
import org.pgwright.catalog.Index;
import org.pgwright.catalog.IndexDefinition;
import org.pgwright.catalog.QualifiedName;
import org.pgwright.planner.WhatIfPlanner;
import org.pgwright.planner.WhatIfPlanner.Offer;

import java.util.List;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Which existing indexes are to be dropped or built anew beside the recommended ones. */
public final class ExistingIndexes {
    private ExistingIndexes() {}

    /**
     * What is to be done, and what one may expect to be done and is not.
     *
     * @param changes drops first, each beside those before it
     */
    public record Proposed(List<IndexChange> changes, List<Kept> kept) {
        public Proposed {
            changes = List.copyOf(changes);
            kept = List.copyOf(kept);
        }
    }

    /**
     * Works it out. Comes after the choice of new indexes, while nothing else asks the planner.
     *
     * @param workload as it is planned without any change
     * @param recommended the new indexes, which are taken to be there
     * @param admitted the tables of which indexes may be changed
     * @param enough whether to try no more
     * @throws org.pgwright.error.PgwrightException if the planner fails altogether
     */
    public static Proposed of(
            CatalogLookup lookup,
            PlannedWorkload workload,
            List<NewIndex> recommended,
            Predicate<QualifiedName> admitted,
            WhatIfPlanner planner,
            BooleanSupplier enough) {
        List<IndexDefinition> made = recommended.stream().map(NewIndex::definition).toList();
        Replanning replanning =
                new Replanning(lookup, workload.statements(), planner, made, ids(made, planner));
        Writing writing = new Writing(lookup, new Upkeep(lookup, workload.statements()));
        Grounds grounds = new Grounds(lookup, recommended);
        Drops drops = new Drops(new Safeguards(lookup), replanning, writing, enough);
        drops.decide(grounds.find(admitted));
        Set<QualifiedName> dropped =
                drops.changes().stream()
                        .map(change -> change.index().name())
                        .collect(Collectors.toSet());
        Rebuilds rebuilds = new Rebuilds(lookup, planner, writing, grounds, recommended);
        rebuilds.decide(
                lookup.catalog().indexes().stream()
                        .filter(index -> isUsers(lookup, index) && admitted.test(index.table()))
                        .filter(index -> !isDropped(lookup, index, dropped))
                        .toList());
        return new Proposed(
                Stream.concat(drops.changes().stream(), rebuilds.changes().stream()).toList(),
                Stream.concat(drops.kept().stream(), rebuilds.kept().stream()).toList());
    }

    /** The planner knows them already, and knows them again. */
    private static List<Integer> ids(List<IndexDefinition> made, WhatIfPlanner planner) {
        return made.isEmpty()
                ? List.of()
                : planner.offer(made).stream()
                        .flatMap(
                                offer ->
                                        offer instanceof Offer.Made(var index)
                                                ? Stream.of(index.id())
                                                : Stream.of())
                        .toList();
    }

    private static boolean isUsers(CatalogLookup lookup, Index index) {
        return index.extension() == null
                && lookup.table(index.table()).filter(t -> t.extension() == null).isPresent();
    }

    /** Itself, or as a part of one. */
    private static boolean isDropped(
            CatalogLookup lookup, Index index, Set<QualifiedName> dropped) {
        return dropped.contains(index.name())
                || (index.parent() != null
                        && lookup.index(index.parent())
                                .filter(parent -> isDropped(lookup, parent, dropped))
                                .isPresent());
    }
}
