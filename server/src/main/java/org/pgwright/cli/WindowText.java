package org.pgwright.cli;

import org.pgwright.strategy.MaintenanceWindow;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads maintenance windows such as {@code Sat,Sun 22:00-06:00 Europe/Berlin}. */
final class WindowText implements ITypeConverter<MaintenanceWindow> {
    @Override
    public MaintenanceWindow convert(String text) {
        try {
            return MaintenanceWindow.parse(text);
        } catch (IllegalArgumentException unreadable) {
            throw new TypeConversionException(String.valueOf(unreadable.getMessage()));
        }
    }
}
