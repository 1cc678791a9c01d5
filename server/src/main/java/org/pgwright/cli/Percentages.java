package org.pgwright.cli;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads percentages such as {@code 10%} or {@code 2.5} as shares: 0.1 and 0.025. */
final class Percentages implements ITypeConverter<Double> {
    private static final Pattern PERCENTAGE = Pattern.compile("(\\d{1,9}(?:\\.\\d{1,9})?)\\s*%?");
    private static final double WHOLE = 100;

    @Override
    public Double convert(String text) {
        Matcher matcher = PERCENTAGE.matcher(text.strip());
        if (!matcher.matches()) {
            throw new TypeConversionException(
                    "'" + text + "' is no percentage, give one such as 10% or 2.5%");
        }
        return Double.parseDouble(matcher.group(1)) / WHOLE;
    }
}
