package org.pgwright.alerting;

import org.pgwright.repository.Repository;
import org.pgwright.repository.Work;
import org.pgwright.repository.alerts.Alerts;
import org.pgwright.repository.alerts.Evaluations;
import org.pgwright.repository.alerts.MetricReadings;
import org.pgwright.repository.alerts.Reading;
import org.pgwright.repository.alerts.Threshold;
import org.pgwright.repository.alerts.Thresholds;
import org.pgwright.repository.figures.WatchedInstance;
import org.pgwright.repository.figures.WatchedInstances;
import org.springframework.jdbc.core.simple.JdbcClient;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Supplier;

/**
 * Compares the metrics of all instances with their thresholds, keeps what follows, and queues what
 * is to be told of it; each instance in a transaction of its own, which one process at a time does.
 * To be run again and again; an instance whose turn is not due is left out.
 */
public final class AlertCycle implements Runnable {
    /** How often an instance is evaluated. */
    public static final Duration EVERY = Duration.ofMinutes(1);

    /** So that a turn that comes a little early is not put off for another whole one. */
    private static final Duration TOLERANCE = Duration.ofSeconds(10);

    private static final Duration KEPT = Duration.ofDays(400);

    private final Repository repository;
    private final InstantSource clock;
    private final WatchedInstances instances = new WatchedInstances();
    private final Evaluations evaluations = new Evaluations();
    private final Thresholds thresholds = new Thresholds();
    private final MetricReadings readings = new MetricReadings();
    private final Alerts alerts = new Alerts();
    private final AlertRules rules;
    private final AlertStories stories;

    /**
     * @param ids for new rows
     */
    public AlertCycle(Repository repository, InstantSource clock, Supplier<UUID> ids) {
        this.repository = repository;
        this.clock = clock;
        this.rules = new AlertRules(ids);
        this.stories = new AlertStories(ids);
    }

    /**
     * Evaluates what is due; an instance that fails does not stop the others.
     *
     * @throws RuntimeException the first failure, with the others
     */
    @Override
    public void run() {
        List<RuntimeException> failures = new ArrayList<>();
        for (WatchedInstance instance :
                repository.inTransaction(Work.READ, jdbc -> instances.all(jdbc))) {
            try {
                evaluate(instance.instanceId());
            } catch (RuntimeException failure) {
                // Whatever it is, the others are not to go without their evaluation.
                failures.add(failure);
            }
        }
        if (!failures.isEmpty()) {
            RuntimeException first = failures.getFirst();
            failures.stream().skip(1).forEach(first::addSuppressed);
            throw first;
        }
    }

    private void evaluate(UUID instance) {
        repository.inTransaction(
                jdbc -> {
                    evaluations.know(jdbc, instance);
                    return null;
                });
        repository.inTransaction(
                Work.MAINTENANCE,
                jdbc -> {
                    Instant now = clock.instant();
                    evaluations
                            .take(jdbc, instance, now, EVERY.minus(TOLERANCE))
                            .ifPresent(
                                    forgets -> {
                                        evaluate(jdbc, instance, now);
                                        if (forgets) {
                                            alerts.forget(jdbc, instance, now.minus(KEPT));
                                        }
                                    });
                    return null;
                });
    }

    private void evaluate(JdbcClient jdbc, UUID instance, Instant now) {
        List<Threshold> all = thresholds.all(jdbc, instance);
        List<Reading> values = readings.of(jdbc, instance, all, now);
        List<Transition> transitions =
                rules.evaluate(all, values, alerts.open(jdbc, instance), now);
        stories.keep(jdbc, instance, all, transitions, now);
    }
}
