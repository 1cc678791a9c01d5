package org.pgwright.advisor.existing;

import org.pgwright.advisor.existing.Grounds.Apparent;
import org.pgwright.advisor.existing.IndexChange.Ground;
import org.pgwright.catalog.CatalogLookup;
import org.pgwright.catalog.Constraint;
import org.pgwright.catalog.Index;
import org.pgwright.findings.IndexShape;

import java.time.Duration;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;

/** Why an index is kept whatever statements cost without it. */
final class Safeguards implements Caution {
    /** Jobs that run once a month have had their turn. */
    private static final Duration TELLING_PERIOD = Duration.ofDays(30);

    private final CatalogLookup lookup;

    Safeguards(CatalogLookup lookup) {
        this.lookup = lookup;
    }

    @Override
    public Optional<String> against(Apparent apparent) {
        Index index = apparent.index();
        Optional<String> bound = bound(index);
        if (bound.isPresent()) {
            return bound;
        }
        return apparent.ground() == Ground.UNUSED ? uncertain() : Optional.empty();
    }

    @Override
    public String because(Index index) {
        long days =
                Objects.requireNonNull(lookup.catalog().database().counted(), "checked before")
                        .toDays();
        return String.format(
                Locale.ROOT,
                "never scanned in the %,d days that the server has counted, and no plan of the"
                        + " workload uses it; look at the counter on every replica, and whether it"
                        + " is younger than that (%s)",
                days,
                String.join(", ", IndexShape.columns(index)));
    }

    private Optional<String> bound(Index index) {
        if (index.constraint() != null) {
            return Optional.of(
                    "it backs the constraint "
                            + index.constraint()
                            + ", which only ALTER TABLE ... DROP CONSTRAINT may give up"
                            + referenced(index));
        }
        if (index.unique() || index.exclusion()) {
            return Optional.of("it keeps its values unique, which is more than serving queries");
        }
        if (index.replicaIdentity()) {
            return Optional.of(
                    "it is the table's replica identity, which logical replication needs");
        }
        Index.State state = index.state();
        if (state != null && state.clustered()) {
            return Optional.of(
                    "CLUSTER orders the table by it: ALTER TABLE ... SET WITHOUT CLUSTER first, if"
                            + " that is no longer wanted");
        }
        return Optional.empty();
    }

    private String referenced(Index index) {
        boolean referenced =
                lookup.catalog().constraints().stream()
                        .anyMatch(
                                c ->
                                        c.kind() == Constraint.Kind.FOREIGN_KEY
                                                && index.table().equals(c.referencedTable()));
        return referenced ? ", and foreign keys refer to its table" : "";
    }

    private Optional<String> uncertain() {
        if (lookup.catalog().server().inRecovery()) {
            return Optional.of(
                    "it was never scanned on this replica, which says nothing of the primary: take"
                            + " advice there");
        }
        Duration counted = lookup.catalog().database().counted();
        if (counted == null) {
            return Optional.of("it was never scanned, but it is not known since when that counts");
        }
        if (counted.compareTo(TELLING_PERIOD) < 0) {
            return Optional.of(
                    "it was never scanned, but the server has counted for only %d days; %d tell"
                            .formatted(counted.toDays(), TELLING_PERIOD.toDays()));
        }
        return Optional.empty();
    }
}
