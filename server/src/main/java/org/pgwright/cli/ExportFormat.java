package org.pgwright.cli;

import org.pgwright.exporter.MonitoringFile;
import org.pgwright.report.migration.MigrationFile;
import org.pgwright.report.migration.MigrationFormat;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** What {@code pgwright export} writes. */
sealed interface ExportFormat {
    /** Changes of indexes. */
    record OfMigrations(MigrationFormat format) implements ExportFormat {}

    /** What watches PostgreSQL by our metrics. */
    record OfMonitoring(MonitoringFile file) implements ExportFormat {
        /** The one file. */
        List<MigrationFile> files() {
            return List.of(
                    new MigrationFile(
                            1, MigrationFile.Purpose.SETTINGS, file.file(), file.content()));
        }
    }

    /** Reads one by its word. */
    final class Name implements ITypeConverter<ExportFormat> {
        @Override
        public ExportFormat convert(String text) {
            String word = text.toLowerCase(Locale.ROOT);
            Stream<ExportFormat> migrations =
                    Arrays.stream(MigrationFormat.values()).map(OfMigrations::new);
            Stream<ExportFormat> monitoring =
                    Arrays.stream(MonitoringFile.values()).map(OfMonitoring::new);
            return Stream.concat(migrations, monitoring)
                    .filter(format -> word(format).equals(word))
                    .findFirst()
                    .orElseThrow(
                            () ->
                                    new TypeConversionException(
                                            "'"
                                                    + text
                                                    + "' is none of sql, flyway, liquibase,"
                                                    + " alembic, rails, django, prometheus-rules,"
                                                    + " prometheus-scrape, grafana-dashboard"));
        }
    }

    private static String word(ExportFormat format) {
        return switch (format) {
            case OfMigrations migrations -> migrations.format().name().toLowerCase(Locale.ROOT);
            case OfMonitoring monitoring ->
                    switch (monitoring.file()) {
                        case RULES -> "prometheus-rules";
                        case SCRAPE -> "prometheus-scrape";
                        case DASHBOARD -> "grafana-dashboard";
                    };
        };
    }
}
