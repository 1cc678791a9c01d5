package org.pgwright.cli;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** Reads one of a few words; an error lists them as they are typed. */
final class Choice<E extends Enum<E>> implements ITypeConverter<E> {
    private final Class<E> kind;

    Choice(Class<E> kind) {
        this.kind = kind;
    }

    @Override
    public E convert(String text) {
        return Arrays.stream(kind.getEnumConstants())
                .filter(value -> word(value).equals(text.toLowerCase(Locale.ROOT)))
                .findFirst()
                .orElseThrow(() -> unknown(text));
    }

    private TypeConversionException unknown(String text) {
        String words =
                Arrays.stream(kind.getEnumConstants())
                        .map(Choice::word)
                        .collect(Collectors.joining(", "));
        return new TypeConversionException("'" + text + "' is none of " + words);
    }

    private static String word(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }
}
