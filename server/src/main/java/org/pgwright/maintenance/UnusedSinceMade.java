package org.pgwright.maintenance;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;

/**
 * That nothing has used an index since pgwright made it, for long enough to say so. It was made for
 * certain statements, so that a week tells what of others only a month would tell, but only if
 * those were called: an index for a monthly report is not unused before the report has run.
 *
 * @param isNeedless whether it need not be waited for any longer
 * @param reason in words
 * @param remarks what to know beside that
 */
public record UnusedSinceMade(
        MadeIndex made, boolean isNeedless, String reason, List<String> remarks) {
    /** For how long nothing may have used an index that pgwright made before that is said. */
    public static final Duration WEEK = Duration.ofDays(7);

    public UnusedSinceMade {
        remarks = List.copyOf(remarks);
    }

    /**
     * Says it, if it is so.
     *
     * @param use of the index; null if it is not known
     * @param servers null if the database is not watched
     * @return empty if it was used, something beside queries needs it, or too little is known
     */
    public static Optional<UnusedSinceMade> of(
            MadeIndex made, @Nullable IndexUse use, @Nullable WatchedServers servers, Instant now) {
        boolean isSeen =
                servers != null
                        && servers.silent() == null
                        && servers.replicasFollowing() <= servers.replicasWatched();
        return isSeen && use != null && !use.isNeeded() && isIdle(made, use, now)
                ? Optional.of(said(made, use, now))
                : Optional.empty();
    }

    /** Whether nothing has used it, and no scan can have been missed, for as long as it takes. */
    public static boolean isIdle(MadeIndex made, IndexUse use, Instant now) {
        return use.days().isEmpty() && idle(made, use, now).compareTo(WEEK) >= 0;
    }

    private static Duration idle(MadeIndex made, IndexUse use, Instant now) {
        return Duration.between(from(made, use), now);
    }

    private static Instant from(MadeIndex made, IndexUse use) {
        return use.since().isAfter(made.made()) ? use.since() : made.made();
    }

    private static UnusedSinceMade said(MadeIndex made, IndexUse use, Instant now) {
        LocalDate on = dayOf(made.made());
        LocalDate from = dayOf(from(made, use));
        boolean isAll = !from.isAfter(on.plusDays(1));
        String reason =
                "pgwright made it on %s, and nothing has used it in the %d days since%s"
                        .formatted(
                                on,
                                idle(made, use, now).toDays(),
                                isAll
                                        ? ""
                                        : " %s, before which scans may have been missed"
                                                .formatted(from));
        if (made.statements() == 0) {
            return new UnusedSinceMade(
                    made, false, reason + "; for which statements is not known", List.of());
        }
        if (made.called() == 0) {
            return new UnusedSinceMade(
                    made,
                    false,
                    reason + ", but no statement that it was made for was called since, either",
                    List.of());
        }
        return new UnusedSinceMade(made, true, reason, remarks(made));
    }

    private static List<String> remarks(MadeIndex made) {
        int rest = made.statements() - made.called();
        return rest == 0
                ? List.of()
                : List.of(
                        "%d of the %d statements that it was made for were not called since"
                                .formatted(rest, made.statements()));
    }

    private static LocalDate dayOf(Instant time) {
        return LocalDate.ofInstant(time, ZoneOffset.UTC);
    }
}
