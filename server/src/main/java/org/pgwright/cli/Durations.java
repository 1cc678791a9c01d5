package org.pgwright.cli;

import org.pgwright.tuning.TimeText;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

import java.time.Duration;

/** Reads times such as {@code 30s}, as {@link TimeText} does. */
final class Durations implements ITypeConverter<Duration> {
    @Override
    public Duration convert(String text) {
        return TimeText.read(text)
                .orElseThrow(
                        () ->
                                new TypeConversionException(
                                        "'"
                                                + text
                                                + "' is no time, give one such as 500ms, 30s, 5min"
                                                + " or 1h"));
    }
}
