package org.pgwright.cli;

import picocli.CommandLine.TypeConversionException;

import java.util.function.Function;

/** Reads numbers; errors speak of numbers, not of types. */
final class Numbers {
    private Numbers() {}

    static Integer whole(String text) {
        return read(text, Integer::valueOf, "a whole number up to " + Integer.MAX_VALUE);
    }

    static Long large(String text) {
        return read(text, Long::valueOf, "a whole number up to " + Long.MAX_VALUE);
    }

    static Double any(String text) {
        return read(text, Double::valueOf, "a number");
    }

    private static <T> T read(String text, Function<String, T> parser, String wanted) {
        try {
            return parser.apply(text.strip());
        } catch (NumberFormatException failure) {
            throw new TypeConversionException("'" + text + "' is not " + wanted);
        }
    }
}
