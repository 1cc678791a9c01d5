package org.pgwright.report;

import org.jspecify.annotations.Nullable;
import org.pgwright.repository.figures.OwnWork;

import java.time.Instant;
import java.util.List;

/** What pgwright itself does, as a status shows it. */
final class OwnWorkText {
    private static final double PERCENT = 100;

    private OwnWorkText() {}

    /** In JSON. */
    record Overhead(long calls, double millis, @Nullable Double percentOfStatementTime) {}

    /** In JSON. */
    record JobPart(
            String name,
            String lastStarted,
            @Nullable String lastEnded,
            @Nullable String lastFailure) {}

    /** Lines of text; work on the repository only where it failed. */
    static void add(List<String> lines, OwnWork own, Layout layout) {
        Double share = own.share();
        lines.add(
                "%-14s%s calls, %s%s"
                        .formatted(
                                "pgwright",
                                Words.whole(own.calls()),
                                Words.time(own.millis()),
                                share == null
                                        ? ""
                                        : ", "
                                                + Words.percent(share, 1)
                                                + " of the time of all statements"));
        for (OwnWork.Job job : own.jobs()) {
            if (job.lastFailure() != null) {
                lines.addAll(
                        Words.wrapped(
                                "Work on the repository, %s, failed at %s: %s"
                                        .formatted(
                                                job.name(), job.lastStarted(), job.lastFailure()),
                                "",
                                layout.columns()));
            }
        }
    }

    static Overhead overhead(OwnWork own) {
        Double share = own.share();
        return new Overhead(own.calls(), own.millis(), share == null ? null : PERCENT * share);
    }

    static List<JobPart> jobs(OwnWork own) {
        return own.jobs().stream()
                .map(
                        job ->
                                new JobPart(
                                        job.name(),
                                        job.lastStarted().toString(),
                                        shown(job.lastEnded()),
                                        job.lastFailure()))
                .toList();
    }

    private static @Nullable String shown(@Nullable Instant moment) {
        return moment == null ? null : moment.toString();
    }
}
