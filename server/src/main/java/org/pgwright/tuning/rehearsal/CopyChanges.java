package org.pgwright.tuning.rehearsal;

import org.pgwright.change.ChangeEnd;
import org.pgwright.change.ChangeLimits;
import org.pgwright.change.ChangeProgress;
import org.pgwright.change.EndSignal;
import org.pgwright.rehearsal.RehearsedIndex.Built;
import org.pgwright.rehearsal.RehearsedIndex.TakenBack;
import org.pgwright.repository.strategy.KnownStrategy;
import org.pgwright.strategy.Action;
import org.pgwright.strategy.Status;
import org.pgwright.tuning.change.ChangedDatabase;
import org.pgwright.tuning.change.Changes;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/**
 * Changes indexes of a copy through the executor, with a journal of the copy's own, and takes back
 * what it changed; nothing that was there before.
 */
final class CopyChanges {
    private final Changes changes;
    private final ChangedDatabase copy;
    private final ChangeLimits limits;
    private final ChangeProgress progress;

    CopyChanges(
            Changes changes, ChangedDatabase copy, ChangeLimits limits, ChangeProgress progress) {
        this.changes = changes;
        this.copy = copy;
        this.limits = limits;
        this.progress = progress;
    }

    /** Does what a strategy of the journal wants. */
    Built apply(KnownStrategy strategy, EndSignal stop) {
        if (stop.isGiven()) {
            return new Built(false, "not begun: the rehearsal was broken off", null, null);
        }
        KnownStrategy approved = changes.approve(strategy, "to be rehearsed");
        ChangeEnd end = changes.apply(copy, approved, limits, stop, progress);
        return switch (end) {
            case ChangeEnd.Applied applied ->
                    new Built(true, end.shown(), applied.bytes(), applied.took());
            case ChangeEnd.Unneeded unneeded ->
                    new Built(
                            true,
                            "the copy has it so already, so that nothing is compared",
                            unneeded.bytes(),
                            null);
            case ChangeEnd.Postponed postponed -> new Built(false, end.shown(), null, null);
            case ChangeEnd.Stopped stopped -> new Built(false, end.shown(), null, null);
            case ChangeEnd.Paused paused -> new Built(false, end.shown(), null, null);
            case ChangeEnd.Failed failed -> new Built(false, end.shown(), null, null);
            case ChangeEnd.Unsettled unsettled -> new Built(false, end.shown(), null, null);
        };
    }

    /**
     * Settles what was begun, and takes back what was done, the last first. A signal that ended the
     * rehearsal does not end this.
     *
     * @return what became of each, by the id of its strategy; what was not done is not among them
     */
    Map<UUID, TakenBack> takeBack() {
        EndSignal never = new EndSignal();
        Map<UUID, TakenBack> ends = new HashMap<>();
        // Whoever has the journal's folder is alone with it; another's lease is that of a dead one.
        changes.endLease(copy);
        changes.reconcile(copy, limits, never, progress)
                .forEach(
                        one ->
                                ends.put(
                                        one.change().strategyId(),
                                        new TakenBack(
                                                !(one.end() instanceof ChangeEnd.Unsettled),
                                                one.end().shown())));
        List<KnownStrategy> done = changes.of(copy, Status.revocable());
        for (KnownStrategy strategy : done.reversed()) {
            if (isOurs(strategy)) {
                ends.put(strategy.id(), takeBack(strategy, never));
            }
        }
        for (KnownStrategy strategy : changes.of(copy, Set.of(Status.BUILDING))) {
            ends.put(strategy.id(), new TakenBack(false, "it is not settled yet"));
        }
        return ends;
    }

    /** Where no statement ran, the copy had the index so before. */
    private boolean isOurs(KnownStrategy strategy) {
        return !changes.story(strategy.id().toString()).story().statements().isEmpty();
    }

    private TakenBack takeBack(KnownStrategy strategy, EndSignal never) {
        if (strategy.action() == Action.REINDEX) {
            return new TakenBack(true, "built anew it stays");
        }
        ChangeEnd end = changes.rollBack(copy, strategy, limits, never, progress);
        String what = strategy.action() == Action.CREATE ? "dropped again" : "made again";
        return end.isAsWanted()
                ? new TakenBack(true, what)
                : new TakenBack(false, "not " + what + ": " + end.shown());
    }
}
