package org.pgwright.advisor.existing;

import org.jspecify.annotations.Nullable;
import org.pgwright.advisor.existing.IndexChange.Ground;
import org.pgwright.catalog.CatalogLookup;
import org.pgwright.catalog.Index;
import org.pgwright.catalog.IndexDefinition;
import org.pgwright.catalog.KeyMatch;
import org.pgwright.catalog.QualifiedName;
import org.pgwright.catalog.SortedKey;
import org.pgwright.findings.Finding;
import org.pgwright.findings.IndexShape;
import org.pgwright.findings.SchemaFindings;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Indexes that seem to be needless: what findings of the schema say, and those whose keys begin a
 * recommended one.
 */
final class Grounds {
    private final CatalogLookup lookup;
    private final List<NewIndex> recommended;
    private final KeyMatch keys;

    Grounds(CatalogLookup lookup, List<NewIndex> recommended) {
        this.lookup = lookup;
        this.recommended = recommended;
        this.keys = new KeyMatch(lookup);
    }

    /**
     * An index that seems to be needless.
     *
     * @param other the existing index that serves in its stead, null for none
     * @param successor the recommended one that does, null for none
     */
    record Apparent(
            Index index, Ground ground, @Nullable Index other, @Nullable NewIndex successor) {
        /** The name of what serves in its stead, for people. */
        Optional<String> cover() {
            return successor != null
                    ? Optional.of(successor.name())
                    : Optional.ofNullable(other).map(o -> o.name().shown());
        }
    }

    /** By ground, the surest first; of each the largest first. */
    List<Apparent> find(Predicate<QualifiedName> admitted) {
        List<Apparent> found = new ArrayList<>();
        for (Finding finding : SchemaFindings.of(lookup.catalog())) {
            if (admitted.test(finding.table())) {
                found.addAll(apparent(finding));
            }
        }
        for (NewIndex index : recommended) {
            lookup.indexesOf(index.definition().table()).stream()
                    .filter(old -> IndexShape.isReported(lookup, old) && old.valid())
                    .filter(old -> begins(old, index.definition()))
                    .map(old -> new Apparent(old, Ground.SUPERSEDED, null, index))
                    .forEach(found::add);
        }
        Map<QualifiedName, List<Apparent>> byIndex =
                found.stream().collect(Collectors.groupingBy(a -> a.index().name()));
        return byIndex.values().stream()
                .flatMap(same -> same.stream().min(Comparator.comparing(Apparent::ground)).stream())
                .sorted(
                        Comparator.comparing(Apparent::ground)
                                .thenComparing(
                                        Comparator.comparingLong(
                                                (Apparent a) ->
                                                        -IndexShape.pages(lookup, a.index())))
                                .thenComparing(a -> a.index().name()))
                .toList();
    }

    private List<Apparent> apparent(Finding finding) {
        Function<Ground, List<Apparent>> because =
                ground ->
                        index(finding.index())
                                .map(
                                        index ->
                                                new Apparent(
                                                        index,
                                                        ground,
                                                        index(finding.other()).orElse(null),
                                                        null))
                                .stream()
                                .toList();
        return switch (finding.kind()) {
            case DUPLICATE_INDEX -> because.apply(Ground.DUPLICATE);
            case REDUNDANT_INDEX -> because.apply(Ground.REDUNDANT);
            case UNUSED_INDEX -> because.apply(Ground.UNUSED);
            case INVALID_INDEX, FOREIGN_KEY_WITHOUT_INDEX -> List.of();
        };
    }

    private Optional<Index> index(@Nullable QualifiedName name) {
        return Optional.ofNullable(name).flatMap(lookup::index);
    }

    /** Whether a B-tree to be made does all that an existing one does. */
    boolean begins(Index old, IndexDefinition made) {
        if (!old.method().equals("btree")
                || !made.method().equals("btree")
                || old.predicate() != null
                || made.predicate() != null
                || old.keys().size() > made.keys().size()) {
            return false;
        }
        for (int i = 0; i < old.keys().size(); i++) {
            Index.Key key = old.keys().get(i);
            IndexDefinition.Key wanted = made.keys().get(i);
            // Without a class of its own the new index gets the type's default.
            boolean usual =
                    wanted.operatorClass() != null
                            || Objects.equals(key.operatorClass().schema(), "pg_catalog");
            if (!usual || !keys.areSame(made.table(), key, wanted)) {
                return false;
            }
        }
        List<String> columns =
                Stream.concat(made.columns().stream(), made.include().stream()).toList();
        return SortedKey.areScannedAlike(old.keys(), made.keys())
                && columns.containsAll(old.include());
    }
}
