package org.pgwright.observation;

import java.util.Locale;

/** Why a server counted more in an interval than could be seen. */
public enum IntervalGap {
    /** Somebody reset the counters; what was counted since the look before is lost. */
    STATISTICS_RESET,
    /** pg_stat_statements forgot statements to make room for others. */
    EVICTION,
    /** The server lost its counters in a crash. */
    CRASH,
    /** Its clock was set back: the counts are right, the times are not. */
    CLOCK_STEP,
    /** An object was dropped and made anew under the same name. */
    RECREATED,
    /** The role may not see everything. */
    NOT_ALLOWED,
    /** Another server answers at the address; what it had counted before is not known apart. */
    REPLACED;

    /** As the repository names it: {@code statistics_reset}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
