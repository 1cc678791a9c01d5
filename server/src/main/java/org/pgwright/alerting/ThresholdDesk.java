package org.pgwright.alerting;

import org.jspecify.annotations.Nullable;
import org.pgwright.error.ErrorCode;
import org.pgwright.error.PgwrightException;
import org.pgwright.repository.DefaultThresholds;
import org.pgwright.repository.Repository;
import org.pgwright.repository.Work;
import org.pgwright.repository.alerts.Metric;
import org.pgwright.repository.alerts.TableName;
import org.pgwright.repository.alerts.Threshold;
import org.pgwright.repository.alerts.Thresholds;
import org.pgwright.repository.figures.WatchedInstance;
import org.pgwright.repository.figures.WatchedInstances;
import org.pgwright.repository.strategy.Actor;
import org.springframework.jdbc.core.simple.JdbcClient;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;

/** The thresholds of instances, and what somebody makes of them. */
public final class ThresholdDesk {
    private final Repository repository;
    private final Supplier<UUID> ids;
    private final Actor actor;
    private final Thresholds thresholds = new Thresholds();
    private final WatchedInstances instances = new WatchedInstances();

    /**
     * @param ids for new rows
     * @param actor who does it
     */
    public ThresholdDesk(Repository repository, Supplier<UUID> ids, Actor actor) {
        this.repository = repository;
        this.ids = ids;
        this.actor = actor;
    }

    /** Those of an instance. */
    public record OfInstance(WatchedInstance instance, List<Threshold> thresholds) {
        public OfInstance {
            thresholds = List.copyOf(thresholds);
        }
    }

    /**
     * All of an instance.
     *
     * @param instance a name; null for the only one
     * @throws PgwrightException USAGE if there is no such, or there are several
     */
    public OfInstance all(@Nullable String instance) {
        return repository.inTransaction(
                Work.READ, jdbc -> of(jdbc, instances.named(jdbc, instance)));
    }

    private OfInstance of(JdbcClient jdbc, WatchedInstance instance) {
        return new OfInstance(instance, thresholds.all(jdbc, instance.instanceId()));
    }

    /**
     * Changes the threshold of a metric; one that a table has not yet begins as that of the whole
     * database.
     *
     * @param table null for the whole database
     * @throws PgwrightException USAGE if what came of it makes no sense
     */
    public OfInstance set(
            @Nullable String instance,
            Metric metric,
            @Nullable TableName table,
            ThresholdChange change) {
        if (table != null && !metric.isOfTables()) {
            throw new PgwrightException(
                    ErrorCode.USAGE,
                    "%s is not measured of single tables".formatted(metric.label()),
                    "leave the table out");
        }
        return repository.inTransaction(
                jdbc -> {
                    WatchedInstance found = instances.named(jdbc, instance);
                    List<Threshold> all = thresholds.all(jdbc, found.instanceId());
                    Threshold whole = find(all, metric, null).orElseThrow(() -> none(metric));
                    Optional<Threshold> before = find(all, metric, table);
                    Threshold next =
                            change.of(
                                    before.orElse(whole),
                                    before.map(Threshold::id).orElseGet(ids),
                                    table);
                    thresholds.set(jdbc, found.instanceId(), next, actor);
                    return of(jdbc, found);
                });
    }

    /**
     * Takes the threshold of a table away, so that that of the whole database holds for it; that of
     * the whole database becomes again what it was in the beginning.
     *
     * @param table null for the whole database
     * @throws PgwrightException USAGE if there is none
     */
    public OfInstance unset(@Nullable String instance, Metric metric, @Nullable TableName table) {
        return repository.inTransaction(
                jdbc -> {
                    WatchedInstance found = instances.named(jdbc, instance);
                    Threshold meant =
                            find(thresholds.all(jdbc, found.instanceId()), metric, table)
                                    .orElseThrow(() -> none(metric));
                    if (table == null) {
                        DefaultThresholds.restore(jdbc, found.instanceId(), metric.label());
                    } else {
                        thresholds.remove(jdbc, found.instanceId(), meant);
                    }
                    return of(jdbc, found);
                });
    }

    private static Optional<Threshold> find(
            List<Threshold> all, Metric metric, @Nullable TableName table) {
        return all.stream()
                .filter(one -> one.metric() == metric && Objects.equals(one.table(), table))
                .findFirst();
    }

    private static PgwrightException none(Metric metric) {
        return new PgwrightException(
                ErrorCode.NOT_FOUND,
                "there is no such threshold of %s".formatted(metric.label()),
                "see pgwright threshold list");
    }
}
