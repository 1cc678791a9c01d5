package org.pgwright.web;

import io.prometheus.metrics.expositionformats.ExpositionFormatWriter;
import io.prometheus.metrics.expositionformats.ExpositionFormats;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.pgwright.exporter.RepositoryMetrics;
import org.springframework.http.HttpHeaders;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** What Prometheus asks for, in its text format or OpenMetrics, as it prefers. */
@Controller
final class MetricsEndpoint {
    private final ExpositionFormats formats = ExpositionFormats.init();
    private final RepositoryMetrics watched;
    private final OwnMetrics own;

    MetricsEndpoint(RepositoryMetrics watched, OwnMetrics own) {
        this.watched = watched;
        this.own = own;
    }

    @GetMapping("/metrics")
    void metrics(HttpServletRequest request, HttpServletResponse response) throws IOException {
        List<MetricSnapshot> all = new ArrayList<>();
        watched.collect().forEach(all::add);
        own.snapshots().forEach(all::add);
        ExpositionFormatWriter writer = formats.findWriter(request.getHeader(HttpHeaders.ACCEPT));
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        writer.write(body, new MetricSnapshots(all));
        response.setContentType(writer.getContentType());
        response.setHeader(HttpHeaders.VARY, HttpHeaders.ACCEPT);
        response.setContentLength(body.size());
        body.writeTo(response.getOutputStream());
    }
}
