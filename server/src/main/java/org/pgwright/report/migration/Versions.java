package org.pgwright.report.migration;

import java.math.BigInteger;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/**
 * The versions of migrations, which only depend on what is in them: the same input gives the same
 * files.
 */
final class Versions {
    private static final DateTimeFormatter SECONDS =
            DateTimeFormatter.ofPattern("uuuuMMddHHmmss", Locale.ROOT).withZone(ZoneOffset.UTC);

    private Versions() {}

    /** That of a phase: the time of its advice, a second later for each, or the number given. */
    static String of(MigrationPlan plan, int phase) {
        if (plan.firstVersion() == null) {
            return SECONDS.format(plan.at().plus(Duration.ofSeconds(phase - 1L)));
        }
        String first = plan.firstVersion();
        String number = new BigInteger(first).add(BigInteger.valueOf(phase - 1L)).toString();
        return "0".repeat(Math.max(0, first.length() - number.length())) + number;
    }
}
