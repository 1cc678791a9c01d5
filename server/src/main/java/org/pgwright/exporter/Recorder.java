package org.pgwright.exporter;

import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.CounterSnapshot.CounterDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;

import org.jspecify.annotations.Nullable;

import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Gathers values, each once, and makes of them what Prometheus' client writes. */
final class Recorder {
    private static final String TOTAL = "_total";

    private final Map<Family, Map<Labels, Double>> values = new EnumMap<>(Family.class);

    /**
     * Adds a value; what is there already under the same labels stays.
     *
     * @param value null where it is not known: then there is none
     * @param labels as many as the family has
     */
    void add(Family family, @Nullable Number value, String... labels) {
        if (value != null) {
            values.computeIfAbsent(family, of -> new LinkedHashMap<>())
                    .putIfAbsent(Labels.of(family.labels(), List.of(labels)), value.doubleValue());
        }
    }

    /** Adds a value; of several under the same labels the largest counts. */
    void addWorst(Family family, double value, String... labels) {
        values.computeIfAbsent(family, of -> new LinkedHashMap<>())
                .merge(Labels.of(family.labels(), List.of(labels)), value, Math::max);
    }

    /** Adds a value to what is there under the same labels; null adds nothing. */
    void addUp(Family family, @Nullable Number value, String... labels) {
        if (value != null) {
            values.computeIfAbsent(family, of -> new LinkedHashMap<>())
                    .merge(
                            Labels.of(family.labels(), List.of(labels)),
                            value.doubleValue(),
                            Double::sum);
        }
    }

    /** All that was added. */
    MetricSnapshots snapshots() {
        return new MetricSnapshots(
                values.entrySet().stream()
                        .map(entry -> snapshot(entry.getKey(), entry.getValue()))
                        .toList());
    }

    private static MetricSnapshot snapshot(Family family, Map<Labels, Double> points) {
        return switch (family.type()) {
            case COUNTER -> counter(family, points);
            case GAUGE -> gauge(family, points);
            case HISTOGRAM ->
                    throw new IllegalArgumentException(family.metric() + " has no single values");
        };
    }

    private static CounterSnapshot counter(Family family, Map<Labels, Double> points) {
        String name = family.metric();
        CounterSnapshot.Builder counter =
                CounterSnapshot.builder()
                        .name(name.substring(0, name.length() - TOTAL.length()))
                        .help(family.help());
        points.forEach(
                (labels, value) ->
                        counter.dataPoint(
                                CounterDataPointSnapshot.builder()
                                        .labels(labels)
                                        .value(value)
                                        .build()));
        return counter.build();
    }

    private static GaugeSnapshot gauge(Family family, Map<Labels, Double> points) {
        GaugeSnapshot.Builder gauge =
                GaugeSnapshot.builder().name(family.metric()).help(family.help());
        points.forEach(
                (labels, value) ->
                        gauge.dataPoint(
                                GaugeDataPointSnapshot.builder()
                                        .labels(labels)
                                        .value(value)
                                        .build()));
        return gauge.build();
    }
}
