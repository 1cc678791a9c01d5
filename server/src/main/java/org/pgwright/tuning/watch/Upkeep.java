package org.pgwright.tuning.watch;

import org.jspecify.annotations.Nullable;
import org.pgwright.error.PgwrightException;
import org.pgwright.observation.NodeKey;
import org.pgwright.repository.Ids;
import org.pgwright.repository.Jobs;
import org.pgwright.repository.PartitionedTable;
import org.pgwright.repository.Partitions;
import org.pgwright.repository.Repository;
import org.pgwright.repository.Work;
import org.pgwright.repository.performance.DailyUse;
import org.pgwright.repository.performance.ExistingStrategies;
import org.pgwright.repository.performance.IntervalLog;
import org.pgwright.repository.performance.PlanChanges;
import org.pgwright.repository.samples.ActivityMinutes;
import org.pgwright.repository.samples.CollectorRuns;
import org.pgwright.repository.samples.EventThresholds;
import org.pgwright.repository.samples.SessionEvents;
import org.pgwright.tuning.retirement.RetirementJob;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * Puts in order what was collected: how the collectors did, sums by the hour, partitions. What
 * fails is told, and done the next time.
 */
final class Upkeep {
    /** How often the use of indexes is written down. */
    private static final Duration USE = Duration.ofMinutes(15);

    /** How often a row for each statement goes into the performance log. */
    private static final Duration INTERVAL = Duration.ofHours(1);

    /** How often statements are looked for that are slower with a new plan. */
    private static final Duration PLAN_CHANGES = Duration.ofMinutes(10);

    /** How often changes are judged whose effect is being measured. */
    private static final Duration PROOFS = Duration.ofMinutes(10);

    /** How often it is seen to whether a database is due, each once a day. */
    private static final Duration RETIREMENT = Duration.ofHours(1);

    /** As S0's default. */
    static final double SLOW_MILLIS = 1_000;

    private final Repository repository;
    private final Partitions partitions;
    private final InstantSource clock;
    private final Chores chores;
    private final CollectorRuns runs = new CollectorRuns();
    private final CounterSums sums;
    private final ActivityMinutes minutes = new ActivityMinutes();
    private final SessionEvents events = new SessionEvents(EventThresholds.DEFAULT);
    private final ExistingStrategies strategies;
    private final DailyUse dailyUse;
    private final IntervalLog intervals;
    private final PlanChanges planChanges = new PlanChanges();
    private final ChangeProofs proofs;
    private @Nullable RetirementJob retirement;
    private Instant since;
    private Instant lastUse = Instant.EPOCH;
    private Instant lastInterval;
    private Instant lastPlanChanges = Instant.EPOCH;
    private Instant lastProofs = Instant.EPOCH;
    private Instant lastRetirement = Instant.EPOCH;

    Upkeep(
            Repository repository,
            Partitions partitions,
            Ids ids,
            InstantSource clock,
            Consumer<String> messages) {
        this.repository = repository;
        this.partitions = partitions;
        this.sums = new CounterSums(repository, partitions, clock);
        this.strategies = new ExistingStrategies(ids::next);
        this.dailyUse = new DailyUse(ids::next);
        this.intervals = new IntervalLog(ids::next, SLOW_MILLIS);
        this.proofs = new ChangeProofs(repository, ids::next, clock);
        this.clock = clock;
        this.chores = new Chores(new Jobs(repository, clock), messages);
        this.since = clock.instant();
        this.lastInterval = since;
    }

    /** Also proposes to drop what databases do not need. */
    void retire(RetirementJob job) {
        retirement = job;
    }

    /**
     * Does what is due.
     *
     * @return whether the repository was there
     */
    boolean run(List<NodeWatch> watches) {
        return chores.reached(
                () -> {
                    chores.perform("collector_health", () -> watches.forEach(this::keepHealth));
                    since = clock.instant();
                    Set<UUID> instances = new LinkedHashSet<>();
                    watches.forEach(watch -> instances.add(watch.node().instanceId()));
                    chores.perform("sum_hours", () -> instances.forEach(sums::sum));
                    chores.perform("sum_activity", () -> instances.forEach(this::sumActivity));
                    chores.perform("session_events", () -> instances.forEach(this::findEvents));
                    if (isDue(lastUse, USE)) {
                        keepDays(instances);
                    }
                    if (isDue(lastInterval, INTERVAL)) {
                        logIntervals(watches);
                    }
                    if (isDue(lastPlanChanges, PLAN_CHANGES)) {
                        recordPlanChanges(instances);
                    }
                    if (isDue(lastProofs, PROOFS)) {
                        chores.perform("change_proofs", () -> proofs.judge(instances));
                        lastProofs = since;
                    }
                    retire(watches);
                });
    }

    private void retire(List<NodeWatch> watches) {
        RetirementJob job = retirement;
        if (job != null && isDue(lastRetirement, RETIREMENT)) {
            chores.perform(
                    "retirement",
                    () ->
                            job.run(
                                    watches.stream()
                                            .flatMap(watch -> watch.writableDatabases().stream())
                                            .toList()));
            lastRetirement = since;
        }
    }

    /** Also where our clock was set back. */
    private boolean isDue(Instant last, Duration every) {
        return since.isBefore(last) || since.isAfter(last.plus(every));
    }

    /** As {@link #run}, and what is not due yet: at the end. */
    boolean finish(List<NodeWatch> watches) {
        lastUse = Instant.EPOCH;
        lastInterval = Instant.EPOCH;
        lastPlanChanges = Instant.EPOCH;
        lastProofs = Instant.EPOCH;
        return run(watches);
    }

    private void keepDays(Set<UUID> instances) {
        chores.perform("create_partitions", partitions::createAhead);
        chores.perform("index_usage", () -> instances.forEach(this::keepUse));
        chores.perform("drop_partitions", this::dropOld);
        lastUse = since;
    }

    private void recordPlanChanges(Set<UUID> instances) {
        chores.perform("plan_changes", () -> instances.forEach(this::recordPlanChanges));
        lastPlanChanges = since;
    }

    private void recordPlanChanges(UUID instance) {
        repository.inTransaction(
                Work.MAINTENANCE, jdbc -> planChanges.record(jdbc, instance, clock.instant()));
    }

    private Optional<String> dropOld() {
        List<String> left = partitions.dropOld().left();
        return left.isEmpty()
                ? Optional.empty()
                : Optional.of("in use: " + String.join(", ", left));
    }

    private void keepUse(UUID instance) {
        LocalDate today = LocalDate.ofInstant(since, ZoneOffset.UTC);
        Instant lately = since.minus(USE.multipliedBy(2));
        LocalDate before = LocalDate.ofInstant(lately, ZoneOffset.UTC);
        partitions.ensure(PartitionedTable.INDEX_USAGE_STATS, lately);
        repository.inTransaction(
                Work.MAINTENANCE,
                jdbc -> {
                    strategies.refresh(jdbc, instance);
                    // A day that has just ended is written once more.
                    Stream.of(before, today)
                            .distinct()
                            .forEach(date -> dailyUse.write(jdbc, instance, date));
                    return null;
                });
    }

    private void keepHealth(NodeWatch watch) {
        List<CollectorRuns.Runs> taken = watch.health().take();
        try {
            partitions.ensure(PartitionedTable.COLLECTOR_RUN, since);
            repository.inTransaction(
                    jdbc -> {
                        runs.record(jdbc, watch.node(), since, taken);
                        return null;
                    });
        } catch (PgwrightException notKept) {
            watch.health().giveBack(taken);
            throw notKept;
        }
    }

    private void logIntervals(List<NodeWatch> watches) {
        chores.perform("log_intervals", () -> watches.forEach(watch -> logInterval(watch.node())));
        lastInterval = since;
    }

    private void logInterval(NodeKey node) {
        Optional<IntervalLog.Interval> found =
                repository.inTransaction(Work.READ, jdbc -> intervals.due(jdbc, node));
        if (found.isEmpty()) {
            return;
        }
        partitions.ensure(PartitionedTable.QUERY_PERFORMANCE_LOG, found.get().to());
        repository.inTransaction(
                Work.MAINTENANCE,
                jdbc ->
                        intervals
                                .due(jdbc, node)
                                .map(due -> intervals.write(jdbc, node, due))
                                .orElse(0));
    }

    private void sumActivity(UUID instance) {
        repository
                .inTransaction(Work.READ, jdbc -> minutes.days(jdbc, instance))
                .forEach(day -> partitions.ensure(PartitionedTable.ACTIVITY_MINUTE, day));
        repository.inTransaction(Work.MAINTENANCE, jdbc -> minutes.sum(jdbc, instance));
    }

    private void findEvents(UUID instance) {
        repository
                .inTransaction(Work.READ, jdbc -> events.days(jdbc, instance))
                .forEach(day -> partitions.ensure(PartitionedTable.SESSION_EVENT, day));
        while (repository.inTransaction(Work.MAINTENANCE, jdbc -> events.find(jdbc, instance))) {
            // Ten minutes after ten minutes, each in a transaction of its own.
        }
    }
}
