package org.pgwright.maintenance;

import org.pgwright.advisor.existing.IndexChange.Ground;
import org.pgwright.catalog.CatalogLookup;
import org.pgwright.catalog.Constraint;
import org.pgwright.catalog.Index;
import org.pgwright.findings.IndexShape;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;

/** What needs an index beside queries, so that it stays however seldom it is scanned. */
final class Duties {
    private static final int SHORT_HASH = 8;
    private static final int SHOWN_HASHES = 3;

    private final CatalogLookup lookup;
    private final ConflictTargets conflicts;

    Duties(CatalogLookup lookup, ConflictTargets conflicts) {
        this.lookup = lookup;
        this.conflicts = conflicts;
    }

    /** What needs it, in words, if something does. */
    Optional<String> of(Index index, Ground ground) {
        return bound(index)
                .or(() -> index.unique() ? ofUnique(index, ground) : Optional.empty())
                .or(() -> ground == Ground.UNUSED ? foreignKey(index) : Optional.empty());
    }

    /** Statements that go on with the equal index that stays. */
    List<String> goingOn(Index index, Index other) {
        List<String> hashes = index.unique() ? conflicts.inferring(index) : List.of();
        return hashes.isEmpty()
                ? List.of()
                : List.of(
                        "ON CONFLICT of "
                                + shown(hashes)
                                + " goes on with "
                                + other.name().shown());
    }

    private static Optional<String> bound(Index index) {
        if (index.constraint() != null) {
            return Optional.of("the constraint " + index.constraint() + " needs it");
        }
        if (index.exclusion()) {
            return Optional.of("it excludes values, which is more than serving queries");
        }
        if (index.replicaIdentity()) {
            return Optional.of("logical replication needs it: it is the table's replica identity");
        }
        Index.State state = index.state();
        if (state != null && state.clustered()) {
            return Optional.of(
                    "CLUSTER orders the table by it: ALTER TABLE ... SET WITHOUT CLUSTER first, if"
                            + " that is no longer wanted");
        }
        return Optional.empty();
    }

    /** One that is equal to another unique one may go, as that keeps the rule. */
    private Optional<String> ofUnique(Index index, Ground ground) {
        if (ground != Ground.DUPLICATE) {
            List<String> hashes = conflicts.inferring(index);
            return Optional.of(
                    "it keeps its values unique, which is a rule of its own"
                            + (hashes.isEmpty()
                                    ? ""
                                    : "; ON CONFLICT of " + shown(hashes) + " needs it"));
        }
        return lookup.catalog().constraints().stream()
                .filter(c -> c.kind() == Constraint.Kind.FOREIGN_KEY)
                .filter(c -> index.table().equals(c.referencedTable()))
                .filter(
                        c ->
                                new HashSet<>(c.referencedColumns())
                                        .equals(new HashSet<>(IndexShape.columns(index))))
                .findFirst()
                .map(
                        c ->
                                "the foreign key "
                                        + c.name()
                                        + " of "
                                        + c.table().shown()
                                        + " may refer to it");
    }

    /** Deleting or changing a row that is referred to looks for those that refer to it. */
    private Optional<String> foreignKey(Index index) {
        String first = index.keys().getFirst().column();
        return first == null
                ? Optional.empty()
                : lookup.constraintsOf(index.table()).stream()
                        .filter(c -> c.kind() == Constraint.Kind.FOREIGN_KEY)
                        .filter(c -> c.isEnforced() && c.columns().contains(first))
                        .findFirst()
                        .map(
                                c ->
                                        "the foreign key %s is checked with it when rows of %s are deleted or changed"
                                                .formatted(
                                                        c.name(),
                                                        c.referencedTable() == null
                                                                ? "the other table"
                                                                : c.referencedTable().shown()));
    }

    private static String shown(List<String> hashes) {
        List<String> some =
                hashes.stream()
                        .limit(SHOWN_HASHES)
                        .map(hash -> hash.substring(0, Math.min(SHORT_HASH, hash.length())))
                        .toList();
        return (hashes.size() == 1 ? "query " : hashes.size() + " queries such as ")
                + String.join(", ", some);
    }
}
