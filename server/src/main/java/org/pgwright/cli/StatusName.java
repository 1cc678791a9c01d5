package org.pgwright.cli;

import org.pgwright.strategy.Status;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads where in its life a strategy is. */
final class StatusName implements ITypeConverter<Status> {
    @Override
    public Status convert(String text) {
        try {
            return Status.of(text);
        } catch (IllegalArgumentException unknown) {
            throw new TypeConversionException("'" + text + "' is no status of a strategy");
        }
    }
}
