package org.pgwright.cli;

import org.pgwright.tuning.logs.LogChoice;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/**
 * Reads where a log is: {@code server}, {@code none}, or a place that there is on this machine. A
 * folder of such a name is given as {@code ./server}.
 */
final class LogChoices implements ITypeConverter<LogChoice> {
    @Override
    public LogChoice convert(String text) {
        return switch (text) {
            case "server" -> new LogChoice.Server(true);
            case "none" -> new LogChoice.None();
            default -> new LogChoice.Files(place(text));
        };
    }

    private static Path place(String text) {
        try {
            Path place = Path.of(text);
            if (!text.isBlank() && Files.exists(place)) {
                return place;
            }
        } catch (InvalidPathException malformed) {
            throw refused(text);
        }
        throw refused(text);
    }

    private static TypeConversionException refused(String text) {
        return new TypeConversionException(
                "'"
                        + text
                        + "' is no file or folder of this machine; give one, or server, or none");
    }
}
