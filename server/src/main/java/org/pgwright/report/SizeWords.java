package org.pgwright.report;

import org.jspecify.annotations.Nullable;
import org.pgwright.catalog.Bytes;
import org.pgwright.repository.figures.SizeFigures;

/** Growth and bloat for people. */
public final class SizeWords {
    private static final double PERCENT = 100;

    private SizeWords() {}

    /** {@code 12.3 MB}; empty where it is not known. */
    public static String bytes(@Nullable Long bytes) {
        return bytes == null ? "" : new Bytes(bytes).toString();
    }

    /** {@code +12.3 MB} or {@code -1.0 MB}; a dash where it is not known. */
    public static String growth(@Nullable Long bytes) {
        if (bytes == null) {
            return "-";
        }
        String sign = bytes > 0 ? "+" : bytes < 0 ? "-" : "";
        return sign + new Bytes(Math.abs(bytes));
    }

    /** {@code 12.3 %}; a dash where it is not known. */
    public static String bloat(SizeFigures size) {
        Double share = size.bloatShare();
        return share == null ? "-" : Words.percent(share, 1);
    }

    /** The share in percent; null where it is not known. */
    static @Nullable Double bloatPercent(SizeFigures size) {
        Double share = size.bloatShare();
        return share == null ? null : PERCENT * share;
    }

    /** Why it is not known, as programs read it; null where it is. */
    static @Nullable String missing(SizeFigures size) {
        return size.missing() == null ? null : size.missing().name();
    }

    /** Bloat in a sentence. */
    public static String sentence(SizeFigures size) {
        Long wasted = size.bloatBytes();
        Double share = size.bloatShare();
        if (wasted != null && share != null) {
            return "about %s (%s) would be free if it were written anew"
                    .formatted(new Bytes(wasted), Words.percent(share, 1));
        }
        SizeFigures.Missing why = size.missing();
        return why == null ? "not known" : "not known: " + why(why);
    }

    /** The rest of a sentence. */
    public static String why(SizeFigures.Missing missing) {
        return switch (missing) {
            case NOT_LOOKED_AT -> "pgwright collect has not looked at the schema in that time";
            case SMALL -> "it is below 1 MB";
            case NOT_READABLE ->
                    "the role may not see the statistics; GRANT pg_read_all_data, or SELECT, to it";
            case NOT_ANALYZED -> "there are no statistics; run ANALYZE";
            case OTHER_METHOD -> "only B-trees are estimated";
            case BLOCK_SIZE -> "the server's blocks are not of 8 kB";
        };
    }
}
