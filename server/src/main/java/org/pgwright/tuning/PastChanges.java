package org.pgwright.tuning;

import org.jspecify.annotations.Nullable;
import org.pgwright.maintenance.UnusedSinceMade;
import org.pgwright.report.AccuracyReport;
import org.pgwright.report.HistoryReport;
import org.pgwright.repository.Repository;
import org.pgwright.repository.Work;
import org.pgwright.repository.figures.WatchedInstances;
import org.pgwright.repository.performance.MadeIndexes;
import org.pgwright.repository.proof.ChangeHistory;
import org.pgwright.repository.proof.PastChange;
import org.pgwright.repository.strategy.Strategies;
import org.pgwright.strategy.Status;
import org.springframework.jdbc.core.simple.JdbcClient;

import java.time.Duration;
import java.time.InstantSource;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/** Answers what was changed, and what it was good for. Only reads the repository. */
public final class PastChanges {
    private static final Set<Status> CANDIDATES =
            EnumSet.of(Status.PROPOSED, Status.RETIREMENT_PROPOSED);

    private final Repository repository;
    private final InstantSource clock;
    private final ChangeHistory history = new ChangeHistory();
    private final Strategies strategies = new Strategies();
    private final WatchedInstances instances = new WatchedInstances();

    public PastChanges(Repository repository, InstantSource clock) {
        this.repository = repository;
        this.clock = clock;
    }

    /**
     * All changes.
     *
     * @param instance by name; null for all
     * @param since how far back; null for all
     * @throws org.pgwright.error.PgwrightException USAGE if there is no such instance
     */
    public HistoryReport history(@Nullable String instance, @Nullable Duration since) {
        return repository.inTransaction(
                Work.READ,
                jdbc -> {
                    check(jdbc, instance);
                    return new HistoryReport(
                            changes(jdbc, instance, since),
                            strategies.list(jdbc, instance, null, CANDIDATES),
                            unused(jdbc, instance));
                });
    }

    /** All that was done for one strategy, the last first. */
    public List<PastChange> of(UUID instance, UUID strategy) {
        return repository.inTransaction(
                Work.READ, jdbc -> history.ofStrategy(jdbc, instance, strategy));
    }

    private List<UnusedSinceMade> unused(JdbcClient jdbc, @Nullable String instance) {
        return instances.all(jdbc).stream()
                .filter(one -> instance == null || one.name().equals(instance))
                .flatMap(
                        one ->
                                new MadeIndexes()
                                        .unused(jdbc, one.instanceId(), clock.instant()).stream())
                .toList();
    }

    /**
     * What was promised against what was measured.
     *
     * @param instance by name; null for all
     * @param since how far back; null for all
     * @throws org.pgwright.error.PgwrightException USAGE if there is no such instance
     */
    public AccuracyReport accuracy(@Nullable String instance, @Nullable Duration since) {
        return repository.inTransaction(
                Work.READ,
                jdbc -> {
                    check(jdbc, instance);
                    return new AccuracyReport(changes(jdbc, instance, since));
                });
    }

    private List<PastChange> changes(
            JdbcClient jdbc, @Nullable String instance, @Nullable Duration since) {
        return history.of(jdbc, instance, since == null ? null : clock.instant().minus(since));
    }

    private void check(JdbcClient jdbc, @Nullable String instance) {
        if (instance != null) {
            instances.named(jdbc, instance);
        }
    }
}
