package org.pgwright.tuning.change;

import org.jspecify.annotations.Nullable;
import org.pgwright.change.ChangeEnd;
import org.pgwright.report.ChangesReport;
import org.pgwright.report.ChangesReport.PlanUse;
import org.pgwright.repository.strategy.KnownStrategy;
import org.pgwright.strategy.Action;

import java.time.Duration;

/** Puts into words for reports how changes ended. */
final class EndedChanges {
    private EndedChanges() {}

    /**
     * One of them.
     *
     * @param action what was to be done; null for an index of which nothing is wanted
     */
    static ChangesReport.Change of(KnownStrategy strategy, @Nullable Action action, ChangeEnd end) {
        return new ChangesReport.Change(
                strategy.id().toString(),
                action == null ? "" : action.label(),
                strategy.object(),
                strategy.qualifiedIndex(),
                strategy.table(),
                of(end),
                null);
    }

    /** One that was made, with what was found out about it. */
    static ChangesReport.Change checked(
            ChangesReport.Change made, KnownStrategy strategy, @Nullable PlanUse plans) {
        long promised = strategy.prediction().bytes();
        return new ChangesReport.Change(
                made.strategy(),
                made.action(),
                made.object(),
                made.index(),
                made.table(),
                made.end(),
                new ChangesReport.Check(promised > 0 ? promised : null, plans));
    }

    private static ChangesReport.End of(ChangeEnd end) {
        return switch (end) {
            case ChangeEnd.Applied applied -> of("applied", end, applied.bytes(), applied.took());
            case ChangeEnd.Unneeded unneeded -> of("unneeded", end, unneeded.bytes(), null);
            case ChangeEnd.Postponed postponed -> of("postponed", end, null, null);
            case ChangeEnd.Stopped stopped -> of("stopped", end, null, null);
            case ChangeEnd.Paused paused -> of(ChangesReport.End.PAUSED, end, null, null);
            case ChangeEnd.Failed failed -> of("failed", end, null, null);
            case ChangeEnd.Unsettled unsettled -> of("unsettled", end, null, null);
        };
    }

    private static ChangesReport.End of(
            String outcome, ChangeEnd end, @Nullable Long bytes, @Nullable Duration took) {
        return new ChangesReport.End(outcome, end.isAsWanted(), end.shown(), bytes, took);
    }
}
