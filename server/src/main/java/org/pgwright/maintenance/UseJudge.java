package org.pgwright.maintenance;

import org.jspecify.annotations.Nullable;
import org.pgwright.catalog.CatalogLookup;
import org.pgwright.catalog.Index;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * Judges from what was counted whether indexes are used. The index of a partitioned table is used
 * if one of its parts is.
 */
final class UseJudge {
    private final CatalogLookup lookup;
    private final KnownUse known;
    private final Instant now;
    private final LocalDate today;

    UseJudge(CatalogLookup lookup, KnownUse known, Instant now) {
        this.lookup = lookup;
        this.known = known;
        this.now = now;
        this.today = LocalDate.ofInstant(now, ZoneOffset.UTC);
    }

    UseVerdict of(Index index) {
        WatchedServers servers = known.servers();
        IndexUse use = use(index);
        if (servers == null || use == null) {
            return new UseVerdict.NotKnown(
                    "whether it is used is not known: pgwright collect has not watched it yet");
        }
        if (!use.days().isEmpty()) {
            UseVerdict used = used(use.days());
            if (used != null) {
                return used;
            }
        }
        if (servers.silent() != null) {
            return new UseVerdict.NotKnown(
                    "whether it is used is not known: nothing was collected from "
                            + servers.silent()
                            + " in the last hour");
        }
        if (servers.replicasFollowing() > servers.replicasWatched()) {
            return new UseVerdict.Unwatched(
                    "whether it is used is not known: %d replicas follow, of which %d are watched"
                            .formatted(servers.replicasFollowing(), servers.replicasWatched()));
        }
        return known.made(index.name())
                .flatMap(made -> UnusedSinceMade.of(made, use, servers, now))
                .map(unused -> sinceMade(unused, use, servers))
                .orElseGet(() -> observed(use, servers));
    }

    /** A week is enough for one that is needless, others wait as all do. */
    private UseVerdict sinceMade(UnusedSinceMade unused, IndexUse use, WatchedServers servers) {
        if (unused.isNeedless()) {
            List<String> remarks = new ArrayList<>(unused.remarks());
            remarks.addAll(doubts(observed(use).toDays()));
            return new UseVerdict.Unused(unused.reason(), remarks);
        }
        if (isTooShort(use)) {
            return new UseVerdict.NotKnown(
                    "%s; so it stays until %d days are over"
                            .formatted(unused.reason(), known.unused().toDays()));
        }
        return idle(use, servers, List.of(unused.reason()));
    }

    private Duration observed(IndexUse use) {
        return Duration.between(use.since(), now);
    }

    private boolean isTooShort(IndexUse use) {
        return observed(use).compareTo(known.unused()) < 0;
    }

    private UseVerdict observed(IndexUse use, WatchedServers servers) {
        Duration observed = observed(use);
        if (isTooShort(use)) {
            return new UseVerdict.NotKnown(
                    "whether it is used is not known: watched for %d of %d days%s"
                            .formatted(
                                    Math.max(0, observed.toDays()),
                                    known.unused().toDays(),
                                    use.lost() == null
                                            ? ""
                                            : ", as scans may have been missed on " + use.lost()));
        }
        return idle(use, servers, List.of());
    }

    private UseVerdict idle(IndexUse use, WatchedServers servers, List<String> more) {
        String last = use.days().isEmpty() ? "" : ", last on " + use.days().getLast();
        List<String> remarks = new ArrayList<>(more);
        remarks.addAll(doubts(observed(use).toDays()));
        return new UseVerdict.Unused(
                "no scan was counted on %s in %d days%s".formatted(shown(servers), idle(use), last),
                remarks);
    }

    private static String shown(WatchedServers servers) {
        return servers.watched() == 1
                ? "the watched server"
                : "any of " + servers.watched() + " watched servers";
    }

    /** For how many whole days nothing used it. */
    private long idle(IndexUse use) {
        Instant from = use.since();
        if (!use.days().isEmpty()) {
            Instant after = startOf(use.days().getLast().plusDays(1));
            from = after.isAfter(from) ? after : from;
        }
        return Duration.between(from, now).toDays();
    }

    private @Nullable UseVerdict used(List<LocalDate> days) {
        LocalDate last = days.getLast();
        LocalDate first = LocalDate.ofInstant(now.minus(known.unused()), ZoneOffset.UTC);
        if (!last.isBefore(first)) {
            long lately = days.stream().filter(day -> !day.isBefore(first)).count();
            return new UseVerdict.Used(
                    "scanned on %d of the last %d days, last on %s"
                            .formatted(lately, known.unused().toDays(), last),
                    last);
        }
        Rhythm rhythm = Rhythm.of(days);
        return today.isAfter(rhythm.until()) ? null : new UseVerdict.Used(rhythm.words(), last);
    }

    private static List<String> doubts(long observed) {
        if (observed >= Rhythm.QUARTER) {
            return List.of();
        }
        String seldom = observed < Rhythm.MONTH ? "a month or a quarter" : "a quarter";
        return List.of(
                "a job that runs once %s may not have been seen: observed for %d days"
                        .formatted(seldom, observed));
    }

    private @Nullable IndexUse use(Index index) {
        if (!index.partitioned()) {
            return known.uses().get(index.name());
        }
        IndexUse together = null;
        for (Index part : leaves(index).toList()) {
            IndexUse use = known.uses().get(part.name());
            if (use == null) {
                return null;
            }
            together = together == null ? use : both(together, use);
        }
        return together;
    }

    private Stream<Index> leaves(Index index) {
        return lookup.partsOf(index.name()).stream()
                .flatMap(part -> part.partitioned() ? leaves(part) : Stream.of(part));
    }

    private static IndexUse both(IndexUse one, IndexUse other) {
        TreeSet<LocalDate> days = new TreeSet<>(one.days());
        days.addAll(other.days());
        LocalDate lost = one.lost();
        if (lost == null || (other.lost() != null && other.lost().isAfter(lost))) {
            lost = other.lost();
        }
        return new IndexUse(
                one.index(),
                one.isNeeded() || other.isNeeded(),
                one.oid(),
                one.since().isAfter(other.since()) ? one.since() : other.since(),
                lost,
                List.copyOf(days));
    }

    private static Instant startOf(LocalDate day) {
        return day.atStartOfDay().toInstant(ZoneOffset.UTC);
    }
}
