package org.pgwright.catalog;

import java.util.Locale;

/** An amount of storage; never negative. */
public record Bytes(long count) implements Comparable<Bytes> {
    public static final Bytes ZERO = new Bytes(0);

    private static final String[] UNITS = {"B", "kB", "MB", "GB", "TB", "PB"};

    public Bytes {
        if (count < 0) {
            throw new IllegalArgumentException("negative size: " + count);
        }
    }

    public Bytes plus(Bytes other) {
        return new Bytes(Math.addExact(count, other.count));
    }

    /** For people, in powers of 1,024 as {@code pg_size_pretty} writes them: {@code 12.4 MB}. */
    public String shown() {
        double amount = count;
        int unit = 0;
        while (amount >= 1024 && unit < UNITS.length - 1) {
            amount /= 1024;
            unit++;
        }
        String pattern = unit == 0 || amount >= 100 ? "%.0f %s" : "%.1f %s";
        return String.format(Locale.ROOT, pattern, amount, UNITS[unit]);
    }

    @Override
    public int compareTo(Bytes other) {
        return Long.compare(count, other.count);
    }

    @Override
    public String toString() {
        return shown();
    }
}
