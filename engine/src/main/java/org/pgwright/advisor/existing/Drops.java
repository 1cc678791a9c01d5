package org.pgwright.advisor.existing;

import org.pgwright.advisor.cost.PlannedWorkload;
import org.pgwright.advisor.existing.Grounds.Apparent;
import org.pgwright.advisor.existing.IndexChange.Action;
import org.pgwright.advisor.existing.IndexChange.Effect;
import org.pgwright.advisor.existing.IndexChange.Ground;
import org.pgwright.advisor.existing.IndexChange.Kept;
import org.pgwright.advisor.existing.Replanning.Trial;
import org.pgwright.catalog.Bytes;
import org.pgwright.catalog.CatalogLookup;
import org.pgwright.catalog.Index;
import org.pgwright.catalog.QualifiedName;
import org.pgwright.error.PgwrightException;
import org.pgwright.findings.IndexShape;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;

/** Decides which of the indexes that seem to be needless are to be dropped. */
final class Drops {
    /** A wider index has more pages; a statement may become dearer by so much by reading it. */
    private static final double TOLERATED = 0.05;

    private final CatalogLookup lookup;
    private final Safeguards safeguards;
    private final Replanning replanning;
    private final Writing writing;
    private final BooleanSupplier enough;
    private final Set<QualifiedName> reliedOn = new HashSet<>();
    private final List<IndexChange> changes = new ArrayList<>();
    private final List<Kept> kept = new ArrayList<>();

    Drops(CatalogLookup lookup, Replanning replanning, Writing writing, BooleanSupplier enough) {
        this.lookup = lookup;
        this.safeguards = new Safeguards(lookup);
        this.replanning = replanning;
        this.writing = writing;
        this.enough = enough;
    }

    /** Those to be dropped, each beside those before it. */
    List<IndexChange> changes() {
        return List.copyOf(changes);
    }

    List<Kept> kept() {
        return List.copyOf(kept);
    }

    void decide(List<Apparent> all) {
        for (Apparent apparent : all) {
            Optional<String> against = safeguards.against(apparent);
            if (against.isPresent()) {
                kept.add(new Kept(apparent.index(), against.get()));
            } else {
                tryWithout(apparent);
            }
        }
    }

    private void tryWithout(Apparent apparent) {
        Index index = apparent.index();
        if (enough.getAsBoolean()) {
            kept.add(new Kept(index, "there was no time left to try what changes without it"));
            return;
        }
        Trial trial;
        try {
            trial = replanning.without(index);
        } catch (PgwrightException failure) {
            if (!PlannedWorkload.concernsOneStatement(failure)) {
                throw failure;
            }
            kept.add(
                    new Kept(
                            index,
                            "what changes without it could not be tried: " + failure.getMessage()));
            return;
        }
        Optional<String> against = against(apparent, trial);
        if (against.isPresent()) {
            kept.add(new Kept(index, against.get()));
            return;
        }
        replanning.accept(trial);
        Index other = apparent.other();
        if (other != null) {
            reliedOn.add(other.name());
        }
        changes.add(change(apparent, trial));
    }

    private Optional<String> against(Apparent apparent, Trial trial) {
        boolean unused = apparent.ground() == Ground.UNUSED;
        if (unused && reliedOn.contains(apparent.index().name())) {
            return Optional.of(
                    "it was never scanned, but serves in the stead of one to be dropped");
        }
        if (unused && trial.uses() > 0) {
            return Optional.of("it was never scanned, but a plan of the workload uses it");
        }
        return trial.effects().stream()
                .filter(effect -> isTelling(effect, unused))
                .findFirst()
                .map(
                        effect ->
                                String.format(
                                        Locale.ROOT,
                                        "without it a statement would cost %,.4g instead of %,.4g: %s",
                                        effect.costWithout(),
                                        effect.costWith(),
                                        effect.pattern()));
    }

    /**
     * Whether it speaks against the drop. Where nothing serves in the index's stead, a cost that
     * falls says that the planner knows less without it.
     */
    private static boolean isTelling(Effect effect, boolean unused) {
        double change = effect.costWithout() - effect.costWith();
        return (unused ? Math.abs(change) : change) > TOLERATED * effect.costWith();
    }

    private IndexChange change(Apparent apparent, Trial trial) {
        Index index = apparent.index();
        Bytes size = writing.size(index);
        Writing.Saved saved = writing.saved(index);
        List<Effect> changed =
                trial.effects().stream().filter(e -> e.costWith() != e.costWithout()).toList();
        return new IndexChange(
                Action.DROP,
                apparent.ground(),
                index,
                apparent.cover().orElse(null),
                Statements.drop(index),
                Statements.create(index),
                size,
                size,
                saved.cost(),
                saved.share(),
                reason(apparent, trial, saved),
                changed);
    }

    private String reason(Apparent apparent, Trial trial, Writing.Saved saved) {
        Index index = apparent.index();
        String cover = apparent.cover().orElse("");
        StringBuilder reason =
                new StringBuilder(
                        switch (apparent.ground()) {
                            case DUPLICATE -> "the same index as " + cover;
                            case REDUNDANT ->
                                    cover + " begins with its keys and serves in its stead";
                            case SUPERSEDED ->
                                    "the recommended "
                                            + cover
                                            + " begins with its keys and serves in its stead: drop"
                                            + " it once that one is there";
                            case UNUSED -> neverScanned(index);
                            case INVALID, BLOATED ->
                                    throw new IllegalStateException("no ground to drop it");
                        });
        reason.append("; ").append(tried(trial));
        if (saved.share() > 0) {
            reason.append(
                    String.format(
                            Locale.ROOT,
                            "; writes to %s are spared %.1f %% of their cost",
                            index.table(),
                            100 * saved.share()));
        }
        if (index.partitioned()) {
            reason.append(
                    "; PostgreSQL drops it with an exclusive lock on the table and its partitions");
        }
        return reason.toString();
    }

    private String neverScanned(Index index) {
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

    private static String tried(Trial trial) {
        double most =
                trial.effects().stream()
                        .filter(e -> e.costWith() > 0)
                        .mapToDouble(e -> e.costWithout() / e.costWith() - 1)
                        .max()
                        .orElse(0);
        if (trial.uses() == 0) {
            return "no statement of the workload becomes dearer";
        }
        String statements =
                trial.uses() == 1 ? "the statement that uses it" : "the statements that use it";
        return most < 0.0005
                ? statements + (trial.uses() == 1 ? " costs" : " cost") + " no more without it"
                : String.format(
                        Locale.ROOT,
                        "without it %s %s %.1f %% more at most",
                        statements,
                        trial.uses() == 1 ? "costs" : "cost",
                        100 * most);
    }
}
