package org.pgwright.cli;

import org.pgwright.repository.alerts.Metric;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** Reads names of metrics, as thresholds have them. */
final class MetricName implements ITypeConverter<Metric> {
    @Override
    public Metric convert(String text) {
        return Metric.of(text.strip().toLowerCase(Locale.ROOT))
                .orElseThrow(
                        () ->
                                new TypeConversionException(
                                        "'%s' is none of %s"
                                                .formatted(
                                                        text,
                                                        Arrays.stream(Metric.values())
                                                                .map(Metric::label)
                                                                .collect(
                                                                        Collectors.joining(
                                                                                ", ")))));
    }
}
