package org.pgwright.web;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.exporter.otlp.http.logs.OtlpHttpLogRecordExporter;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporter;
import io.opentelemetry.sdk.logs.SdkLoggerProvider;
import io.opentelemetry.sdk.logs.export.BatchLogRecordProcessor;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.export.BatchSpanProcessor;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.core.Ordered;

import java.net.URI;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * Sends traces of requests, and the log, to where OpenTelemetry gathers them. Nothing waits for it,
 * and without it neither SDK nor exporter is loaded.
 */
final class Telemetry implements AutoCloseable {
    private static final String NAME = "pgwright";
    private static final Duration LAST_WORDS = Duration.ofSeconds(5);

    private final SdkTracerProvider traces;
    private final SdkLoggerProvider logs;
    private final TelemetryAppender appender;

    private Telemetry(URI endpoint, String version) {
        String base = endpoint.toString().replaceAll("/+$", "");
        Resource resource =
                Resource.getDefault()
                        .merge(
                                Resource.create(
                                        Attributes.of(
                                                AttributeKey.stringKey("service.name"),
                                                NAME,
                                                AttributeKey.stringKey("service.version"),
                                                version)));
        traces =
                SdkTracerProvider.builder()
                        .setResource(resource)
                        .addSpanProcessor(
                                BatchSpanProcessor.builder(
                                                OtlpHttpSpanExporter.builder()
                                                        .setEndpoint(base + "/v1/traces")
                                                        .build())
                                        .build())
                        .build();
        logs =
                SdkLoggerProvider.builder()
                        .setResource(resource)
                        .addLogRecordProcessor(
                                BatchLogRecordProcessor.builder(
                                                OtlpHttpLogRecordExporter.builder()
                                                        .setEndpoint(base + "/v1/logs")
                                                        .build())
                                        .build())
                        .build();
        appender = new TelemetryAppender(logs.get(NAME));
        if (root() instanceof ch.qos.logback.classic.Logger log) {
            appender.setContext(log.getLoggerContext());
            appender.start();
            log.addAppender(appender);
        }
    }

    /**
     * Adds it to a server that is not started yet, which ends it.
     *
     * @param version of pgwright
     */
    static void addTo(GenericApplicationContext beans, URI endpoint, String version) {
        beans.registerBean(Telemetry.class, () -> new Telemetry(endpoint, version));
        beans.registerBean(
                FilterRegistrationBean.class,
                () -> {
                    Tracer tracer = beans.getBean(Telemetry.class).traces.get(NAME);
                    FilterRegistrationBean<TelemetryFilter> filter =
                            new FilterRegistrationBean<>(new TelemetryFilter(tracer));
                    filter.setOrder(Ordered.HIGHEST_PRECEDENCE + 1);
                    return filter;
                });
    }

    private static Logger root() {
        return LoggerFactory.getLogger(Logger.ROOT_LOGGER_NAME);
    }

    /** Sends what is left, for a few seconds at most. */
    @Override
    public void close() {
        if (root() instanceof ch.qos.logback.classic.Logger log) {
            log.detachAppender(appender);
        }
        traces.shutdown().join(LAST_WORDS.toMillis(), TimeUnit.MILLISECONDS);
        logs.shutdown().join(LAST_WORDS.toMillis(), TimeUnit.MILLISECONDS);
    }
}
