package org.pgwright.repository.alerts;

import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.util.Locale;

/** What thresholds are given in (type {@code threshold_unit}). */
public enum Unit {
    MILLISECONDS(1, "ms"),
    SECONDS(1_000, "s"),
    HOURS(3_600_000, "h"),
    DAYS(86_400_000, "days"),
    PERCENT(0, "%"),
    COUNT(0, ""),
    BYTES(0, "bytes"),
    TRANSACTIONS(0, "transactions");

    private final double millis;
    private final String sign;

    Unit(double millis, String sign) {
        this.millis = millis;
        this.sign = sign;
    }

    /** As the repository writes it. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The unit of that label, as {@link #label} writes it. */
    public static Unit of(String label) {
        return valueOf(label.toUpperCase(Locale.ROOT));
    }

    /** Behind a number, for people; empty for what is counted. */
    public String sign() {
        return sign;
    }

    /** A value for people: {@code 80.5 %}. */
    public String shown(double value) {
        String number =
                new DecimalFormat("#,##0.##", DecimalFormatSymbols.getInstance(Locale.ROOT))
                        .format(value);
        return sign.isEmpty() ? number : number + " " + sign;
    }

    /** Whether values of this unit can be given in the other. */
    public boolean measuresAs(Unit other) {
        return this == other || (millis > 0 && other.millis > 0);
    }

    /**
     * A value of this unit in another.
     *
     * @throws IllegalArgumentException if the two do not measure the same
     */
    public double in(Unit other, double value) {
        if (!measuresAs(other)) {
            throw new IllegalArgumentException(label() + " are no " + other.label());
        }
        return this == other ? value : value * millis / other.millis;
    }
}
