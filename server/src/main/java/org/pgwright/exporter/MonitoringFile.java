package org.pgwright.exporter;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/** Files for those who watch PostgreSQL with Prometheus and Grafana. */
public enum MonitoringFile {
    /** Alert rules on our metrics. */
    RULES("prometheus-rules.yml", "pgwright-rules.yml"),
    /** How Prometheus asks us. */
    SCRAPE("prometheus-scrape.yml", "pgwright-scrape.yml"),
    /** For Grafana's import. */
    DASHBOARD("grafana-dashboard.json", "pgwright-dashboard.json");

    private final String resource;
    private final String file;

    MonitoringFile(String resource, String file) {
        this.resource = resource;
        this.file = file;
    }

    /** What the file is called. */
    public String file() {
        return file;
    }

    /** What is in it. */
    public String content() {
        try (InputStream content =
                Objects.requireNonNull(
                        MonitoringFile.class.getResourceAsStream(resource), resource)) {
            return new String(content.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
