package org.pgwright.advisor.existing;

import org.pgwright.advisor.cost.PlannedWorkload;
import org.pgwright.advisor.existing.Grounds.Apparent;
import org.pgwright.advisor.existing.IndexChange.Action;
import org.pgwright.advisor.existing.IndexChange.Effect;
import org.pgwright.advisor.existing.IndexChange.Ground;
import org.pgwright.advisor.existing.IndexChange.Kept;
import org.pgwright.advisor.existing.Replanning.Trial;
import org.pgwright.catalog.Bytes;
import org.pgwright.catalog.Index;
import org.pgwright.catalog.QualifiedName;
import org.pgwright.error.PgwrightException;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;

/** Decides which of the indexes that seem to be needless are to be dropped. */
final class Drops {
    /** A wider index has more pages; a statement may become dearer by so much by reading it. */
    private static final double TOLERATED = 0.05;

    private final Caution caution;
    private final Replanning replanning;
    private final Writing writing;
    private final BooleanSupplier enough;
    private final Set<QualifiedName> reliedOn = new HashSet<>();
    private final List<IndexChange> changes = new ArrayList<>();
    private final List<Kept> kept = new ArrayList<>();

    Drops(Caution caution, Replanning replanning, Writing writing, BooleanSupplier enough) {
        this.caution = caution;
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
            Optional<String> against = caution.against(apparent);
            if (against.isPresent()) {
                kept.add(Kept.settled(apparent.index(), against.get()));
            } else {
                tryWithout(apparent);
            }
        }
    }

    private void tryWithout(Apparent apparent) {
        Index index = apparent.index();
        if (enough.getAsBoolean()) {
            kept.add(Kept.untried(index, "there was no time left to try what changes without it"));
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
                    Kept.untried(
                            index,
                            "what changes without it could not be tried: " + failure.getMessage()));
            return;
        }
        Optional<Kept> against = against(apparent, trial);
        if (against.isPresent()) {
            kept.add(against.get());
            return;
        }
        replanning.accept(trial);
        Index other = apparent.other();
        if (other != null) {
            reliedOn.add(other.name());
        }
        changes.add(change(apparent, trial));
    }

    private Optional<Kept> against(Apparent apparent, Trial trial) {
        Index index = apparent.index();
        boolean unused = apparent.ground() == Ground.UNUSED;
        if (unused && reliedOn.contains(index.name())) {
            return Optional.of(
                    Kept.settled(
                            index,
                            "no scan of it was counted, but it serves in the stead of one to be"
                                    + " dropped"));
        }
        if (unused && trial.uses() > 0) {
            return Optional.of(
                    new Kept(
                            index,
                            "no scan of it was counted, but a plan of the workload uses it"
                                    + trial.users().stream()
                                            .findFirst()
                                            .map(
                                                    effect ->
                                                            ", which without it costs "
                                                                    + shown(effect))
                                            .orElse(""),
                            true,
                            trial.users()));
        }
        List<Effect> telling =
                trial.effects().stream().filter(effect -> isTelling(effect, unused)).toList();
        return telling.isEmpty()
                ? Optional.empty()
                : Optional.of(
                        new Kept(
                                index,
                                "without it a statement would cost " + shown(telling.getFirst()),
                                true,
                                telling));
    }

    /**
     * Whether it speaks against the drop. Where nothing serves in the index's stead, a cost that
     * falls says that the planner knows less without it.
     */
    private static boolean isTelling(Effect effect, boolean unused) {
        double change = effect.costWithout() - effect.costWith();
        return (unused ? Math.abs(change) : change) > TOLERATED * effect.costWith();
    }

    /** Of which statement, and how much: {@code 106.0 instead of 100.0: select ...}. */
    private static String shown(Effect effect) {
        return String.format(
                Locale.ROOT,
                "%,.4g instead of %,.4g: %s",
                effect.costWithout(),
                effect.costWith(),
                effect.pattern());
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
                            case UNUSED, INVALID -> caution.because(index);
                            case BLOATED -> throw new IllegalStateException("no ground to drop it");
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
