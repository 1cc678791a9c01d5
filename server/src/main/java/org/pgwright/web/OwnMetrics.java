package org.pgwright.web;

import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.core.metrics.Histogram;
import io.prometheus.metrics.instrumentation.jvm.JvmMetrics;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;

import org.pgwright.exporter.Family;
import org.pgwright.repository.Repository;

import java.time.Duration;
import java.util.function.Consumer;

/** How this process does: its JVM, the requests that it answers, its connections. */
final class OwnMetrics {
    private static final double NANOS = 1e9;
    private static final double[] BOUNDS = {
        0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10
    };

    private final PrometheusRegistry registry = new PrometheusRegistry();
    private final Histogram requests;

    OwnMetrics(WebNeeds needs) {
        JvmMetrics.builder().register(registry);
        requests =
                Histogram.builder()
                        .name(Family.HTTP_REQUESTS.metric())
                        .help(Family.HTTP_REQUESTS.help())
                        .labelNames(labels(Family.HTTP_REQUESTS))
                        .classicOnly()
                        .withoutExemplars()
                        .classicUpperBounds(BOUNDS)
                        .register(registry);
        gauge(Family.BUILD_INFO, callback -> callback.call(1, needs.version()));
        pool(needs.repository());
    }

    private void pool(Repository repository) {
        gauge(
                Family.POOL_CONNECTIONS,
                callback -> {
                    callback.call(repository.poolUse().active(), "active");
                    callback.call(repository.poolUse().idle(), "idle");
                });
        gauge(Family.POOL_LIMIT, callback -> callback.call(repository.poolUse().limit()));
        gauge(Family.POOL_WAITING, callback -> callback.call(repository.poolUse().waiting()));
    }

    private void gauge(Family family, Consumer<GaugeWithCallback.Callback> values) {
        GaugeWithCallback.builder()
                .name(family.metric())
                .help(family.help())
                .labelNames(labels(family))
                .callback(values)
                .register(registry);
    }

    private static String[] labels(Family family) {
        return family.labels().toArray(String[]::new);
    }

    /**
     * Notes a request that was answered.
     *
     * @param route of ours, never what somebody asked for: that would be without end
     */
    void answered(String method, String route, int status, Duration took) {
        requests.labelValues(method, route, Integer.toString(status))
                .observe(took.toNanos() / NANOS);
    }

    MetricSnapshots snapshots() {
        return registry.scrape();
    }
}
