package org.pgwright.cli;

import org.pgwright.catalog.Bytes;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads sizes such as {@code 500MB}, in powers of 1,024 as PostgreSQL's settings have them (manual,
 * section 20.1.1).
 */
final class ByteSizes implements ITypeConverter<Bytes> {
    private static final Pattern SIZE =
            Pattern.compile(
                    "(\\d{1,18}(?:\\.\\d{1,9})?)\\s*(B|kB|MB|GB|TB)?", Pattern.CASE_INSENSITIVE);

    private static final BigDecimal MOST = BigDecimal.valueOf(Long.MAX_VALUE);

    @Override
    public Bytes convert(String text) {
        Matcher matcher = SIZE.matcher(text.strip());
        if (!matcher.matches()) {
            throw unreadable(text);
        }
        String unit = matcher.group(2) == null ? "B" : matcher.group(2);
        BigDecimal bytes =
                new BigDecimal(matcher.group(1))
                        .multiply(BigDecimal.valueOf(factor(unit)))
                        .setScale(0, RoundingMode.DOWN);
        if (bytes.compareTo(MOST) > 0) {
            throw unreadable(text);
        }
        return new Bytes(bytes.longValueExact());
    }

    private static long factor(String unit) {
        String prefixes = "BKMGT";
        return 1L << (10 * prefixes.indexOf(unit.toUpperCase(Locale.ROOT).charAt(0)));
    }

    private static TypeConversionException unreadable(String text) {
        return new TypeConversionException(
                "'" + text + "' is no size, give one such as 64kB, 500MB or 1.5GB");
    }
}
