package org.pgwright.advisor.existing;

import org.jspecify.annotations.Nullable;
import org.pgwright.advisor.existing.IndexChange.Action;
import org.pgwright.advisor.existing.IndexChange.Ground;
import org.pgwright.advisor.existing.IndexChange.Kept;
import org.pgwright.catalog.Bytes;
import org.pgwright.catalog.CatalogLookup;
import org.pgwright.catalog.Index;
import org.pgwright.catalog.Table;
import org.pgwright.findings.IndexShape;
import org.pgwright.planner.HypotheticalIndex;
import org.pgwright.planner.WhatIfPlanner;
import org.pgwright.planner.WhatIfPlanner.Offer;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Indexes to build anew: B-trees that would be much smaller, and what failed builds left behind.
 *
 * <p>A B-tree that grows by random inserts is two thirds full, which a new one is not for long, so
 * that less than half is not worth the work.
 */
final class Rebuilds {
    private static final double LEAST_SHARE = 0.5;
    private static final long LEAST_BYTES = 10L << 20;

    /** What a B-tree's leaves are filled to unless it says otherwise. */
    private static final double USUAL_FILL = 90;

    private static final Pattern FILL = Pattern.compile("fillfactor='?(\\d{2,3})");

    private static final Pattern REMAINS = Pattern.compile(".*_cc(?:old|new)\\d*");

    private final CatalogLookup lookup;
    private final WhatIfPlanner planner;
    private final Writing writing;
    private final Grounds grounds;
    private final List<NewIndex> recommended;
    private final List<IndexChange> changes = new ArrayList<>();
    private final List<Kept> kept = new ArrayList<>();

    Rebuilds(
            CatalogLookup lookup,
            WhatIfPlanner planner,
            Writing writing,
            Grounds grounds,
            List<NewIndex> recommended) {
        this.lookup = lookup;
        this.planner = planner;
        this.writing = writing;
        this.grounds = grounds;
        this.recommended = List.copyOf(recommended);
    }

    List<IndexChange> changes() {
        return List.copyOf(changes);
    }

    List<Kept> kept() {
        return List.copyOf(kept);
    }

    /** The remains of failed builds first, then those that win most. */
    void decide(List<Index> indexes) {
        indexes.stream().filter(index -> !index.valid()).forEach(this::decideInvalid);
        List<IndexChange> bloated =
                indexes.stream()
                        .filter(Index::valid)
                        .flatMap(index -> bloated(index).stream())
                        .sorted(
                                Comparator.comparing(IndexChange::freed)
                                        .reversed()
                                        .thenComparing(change -> change.index().name()))
                        .toList();
        changes.addAll(bloated);
    }

    private void decideInvalid(Index index) {
        if (index.partitioned()) {
            // Not every partition has its part: a finding says so, and building anew mends nothing.
            return;
        }
        Index.State state = index.state();
        if (state == null || state.maintained()) {
            kept.add(
                    Kept.untried(
                            index,
                            state == null
                                    ? "it is invalid, and the snapshot does not say whether it is"
                                            + " being built"
                                    : "it is invalid, but may be being built: a session was at work"
                                            + " on the table's indexes"));
            return;
        }
        boolean remains = REMAINS.matcher(index.name().name()).matches();
        Optional<String> cover = cover(index);
        if (remains || (cover.isPresent() && !IndexShape.isBoundToMoreThanQueries(index))) {
            changes.add(
                    invalid(
                            index,
                            Action.DROP,
                            cover.orElse(null),
                            remains
                                    ? "left behind by a REINDEX CONCURRENTLY; no query can use it,"
                                            + " and every write pays for it"
                                    : "a build of it failed, so that no query can use it, and "
                                            + cover.orElseThrow()
                                            + " does what it was to do"));
        } else if (!index.exclusion()) {
            changes.add(
                    invalid(
                            index,
                            Action.REINDEX,
                            null,
                            "a build of it failed, so that no query can use it, but every write"
                                    + " pays for it"
                                    + (index.unique()
                                            ? "; building it anew fails again as long as values are"
                                                    + " there twice"
                                            : "; drop it if nobody wants it any more")));
        }
    }

    private IndexChange invalid(Index index, Action action, @Nullable String cover, String reason) {
        boolean dropped = action == Action.DROP;
        Writing.Saved saved = dropped ? writing.saved(index) : new Writing.Saved(0, 0);
        return new IndexChange(
                action,
                Ground.INVALID,
                index,
                cover,
                dropped ? Statements.drop(index) : Statements.reindex(index),
                List.of(),
                writing.size(index),
                dropped ? writing.size(index) : Bytes.ZERO,
                saved.cost(),
                saved.share(),
                reason,
                List.of());
    }

    /** A valid or recommended index that does what an invalid one was to do. */
    private Optional<String> cover(Index index) {
        Stream<String> existing =
                lookup.indexesOf(index.table()).stream()
                        .filter(other -> other.valid() && other.method().equals(index.method()))
                        .filter(other -> Objects.equals(other.predicate(), index.predicate()))
                        .filter(other -> index.method().equals("btree"))
                        .filter(other -> IndexShape.keysBegin(index, other))
                        .filter(
                                other ->
                                        Stream.concat(
                                                        other.include().stream(),
                                                        IndexShape.columns(other).stream())
                                                .toList()
                                                .containsAll(index.include()))
                        .map(other -> other.name().shown());
        Stream<String> made =
                recommended.stream()
                        .filter(r -> r.definition().table().equals(index.table()))
                        .filter(r -> grounds.begins(index, r.definition()))
                        .map(NewIndex::name);
        return Stream.concat(existing, made).findFirst();
    }

    private Optional<IndexChange> bloated(Index index) {
        Bytes now = writing.size(index);
        if (now.count() < LEAST_BYTES || !canBeEstimated(index)) {
            return Optional.empty();
        }
        OptionalDouble estimated = rebuilt(index);
        if (estimated.isEmpty()) {
            return Optional.empty();
        }
        Bytes after = new Bytes(Math.min(now.count(), (long) estimated.getAsDouble()));
        Bytes won = new Bytes(now.count() - after.count());
        if (won.count() < LEAST_BYTES || won.count() < LEAST_SHARE * now.count()) {
            return Optional.empty();
        }
        return Optional.of(
                new IndexChange(
                        Action.REINDEX,
                        Ground.BLOATED,
                        index,
                        null,
                        Statements.reindex(index),
                        List.of(),
                        now,
                        won,
                        0,
                        0,
                        "it takes %s, and about %s when built anew, which the disk needs for as long as both are there"
                                .formatted(now.shown(), after.shown()),
                        List.of()));
    }

    /** Whether the widths of all that it holds are known, and it can be rebuilt beside others. */
    private boolean canBeEstimated(Index index) {
        return index.method().equals("btree")
                && !index.partitioned()
                && !index.exclusion()
                && !index.definition().contains("deduplicate_items")
                && (index.predicate() == null || index.recordedRows() > 0)
                && index.keys().stream().allMatch(key -> isKnown(index, key.column()))
                && index.include().stream().allMatch(column -> isKnown(index, column));
    }

    private boolean isKnown(Index index, @Nullable String column) {
        return column != null && lookup.statisticsOf(index.table(), column).isPresent();
    }

    /** The bytes that it would take; nothing where the planner does not know its table. */
    private OptionalDouble rebuilt(Index index) {
        return switch (planner.offer(List.of(Writing.definition(index))).getFirst()) {
            case Offer.Refused refused -> OptionalDouble.empty();
            case Offer.Made(var made) ->
                    OptionalDouble.of(
                            made.size().count()
                                    * moreEntries(index, made)
                                    * USUAL_FILL
                                    / fill(index));
        };
    }

    /** By how much more entries it was seen to have than a condition is estimated to choose. */
    private double moreEntries(Index index, HypotheticalIndex made) {
        Table table = lookup.table(index.table()).orElseThrow();
        double estimated = made.share() * lookup.ownRowsOf(table);
        return index.predicate() == null || estimated <= 0
                ? 1
                : Math.max(1, index.recordedRows() / estimated);
    }

    private static double fill(Index index) {
        Matcher fill = FILL.matcher(index.definition());
        return fill.find()
                ? Math.clamp(Integer.parseInt(fill.group(1)), 10, USUAL_FILL)
                : USUAL_FILL;
    }
}
