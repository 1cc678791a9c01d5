package org.pgwright.change;

import org.pgwright.repository.strategy.Actor;
import org.pgwright.repository.strategy.ChangeJournal;
import org.pgwright.repository.strategy.JournalledChange;
import org.pgwright.strategy.Action;
import org.pgwright.strategy.ChangeOutcome;
import org.pgwright.strategy.Status;

import java.util.List;
import java.util.stream.Collectors;

/** Says how changes end: to people, and in the journal. */
final class Settling {
    private final ChangeJournal journal;
    private final Actor actor;

    Settling(ChangeJournal journal, Actor actor) {
        this.journal = journal;
        this.actor = actor;
    }

    /** What a statement that did not succeed makes of its change. */
    static ChangeEnd ending(StepEnd end) {
        return switch (end) {
            case StepEnd.Done done -> throw new IllegalStateException("it has not halted");
            case StepEnd.Blocked blocked -> new ChangeEnd.Postponed(obstacles(blocked));
            case StepEnd.Stopped stopped -> new ChangeEnd.Stopped(stopped.reason());
            case StepEnd.Failed failed -> new ChangeEnd.Failed(failed.reason());
            case StepEnd.Lost lost -> new ChangeEnd.Failed(lost.reason());
        };
    }

    private static List<String> obstacles(StepEnd.Blocked blocked) {
        String held =
                blocked.holders().isEmpty()
                        ? ""
                        : ", in the way: "
                                + blocked.holders().stream()
                                        .map(LockHolder::shown)
                                        .collect(Collectors.joining(", "));
        return List.of(blocked.reason() + held);
    }

    /** Settles a change by its end; returns that. */
    ChangeEnd settle(JournalledChange change, ChangeEnd end) {
        settle(change, end, outcome(end));
        return end;
    }

    /** Settles a change that somebody's death broke off. */
    ChangeEnd interrupted(JournalledChange change) {
        ChangeEnd end = new ChangeEnd.Failed("it was interrupted");
        settle(change, end, ChangeOutcome.INTERRUPTED);
        return end;
    }

    private void settle(JournalledChange change, ChangeEnd end, ChangeOutcome outcome) {
        Long bytes =
                switch (end) {
                    case ChangeEnd.Applied applied -> applied.bytes();
                    case ChangeEnd.Unneeded unneeded -> unneeded.bytes();
                    case ChangeEnd.Postponed postponed -> null;
                    case ChangeEnd.Stopped stopped -> null;
                    case ChangeEnd.Paused paused -> null;
                    case ChangeEnd.Failed failed -> null;
                    case ChangeEnd.Unsettled unsettled -> null;
                };
        journal.settle(
                change,
                new ChangeJournal.Settlement(
                        outcome,
                        outcome.isAsWanted() ? null : end.shown(),
                        bytes,
                        next(change, outcome),
                        actor));
    }

    private static ChangeOutcome outcome(ChangeEnd end) {
        return switch (end) {
            case ChangeEnd.Applied applied -> ChangeOutcome.APPLIED;
            case ChangeEnd.Unneeded unneeded -> ChangeOutcome.UNNEEDED;
            case ChangeEnd.Postponed postponed -> ChangeOutcome.POSTPONED;
            case ChangeEnd.Stopped stopped -> ChangeOutcome.STOPPED;
            case ChangeEnd.Failed failed -> ChangeOutcome.FAILED;
            case ChangeEnd.Paused paused -> throw new IllegalStateException("it goes on");
            case ChangeEnd.Unsettled unsettled -> throw new IllegalStateException("it goes on");
        };
    }

    /**
     * What fails is to be looked at by somebody before it is tried again; what could not be taken
     * back is what it was.
     */
    private static Status next(JournalledChange change, ChangeOutcome outcome) {
        if (change.isRollback()) {
            return outcome.isAsWanted() ? Status.ROLLED_BACK : change.statusBefore();
        }
        return switch (outcome) {
            case APPLIED, UNNEEDED -> Status.WATCHED;
            case POSTPONED, STOPPED, INTERRUPTED -> Status.APPROVED;
            case FAILED, UNDONE ->
                    change.action() == Action.DROP ? Status.RETIREMENT_PROPOSED : Status.PROPOSED;
        };
    }
}
