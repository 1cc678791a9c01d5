package org.pgwright.demo;

import org.pgwright.advisor.Advice;
import org.pgwright.advisor.Advice.Recommendation;
import org.pgwright.catalog.Bytes;
import org.pgwright.change.ChangeEnd;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;

/** What the demo tells, in the order in which it happens. */
final class DemoText {
    private static final int CALLS_A_ROUND = 100;

    private static final String ON_YOURS =
            """
              pgwright doctor -h HOST -U USER -d DATABASE     what the server lacks for advice, and the remedy
              pgwright advise -h HOST -U USER -d DATABASE     the same advice; only reads
              pgwright advise --help                          budgets, workload files, snapshots, JSON and SQL
              pgwright serve --help                           these pages for databases of yours
            """;

    private final Consumer<String> out;

    DemoText(Consumer<String> out) {
        this.out = out;
    }

    void beginning(int major) {
        out.accept(
                """
                pgwright demo: a registry of machine-learning models, on a PostgreSQL %d of its own.
                """
                        .formatted(major));
    }

    void loaded(long runs, long deployments, Bytes size, Duration took) {
        out.accept(
                """

                Loaded %s training runs and %s deployments with primary keys only: %s in %s.
                """
                        .formatted(
                                Shown.count(runs),
                                Shown.count(deployments),
                                size.shown(),
                                Shown.duration(took)));
    }

    void baseline(WorkloadTimes times, int rounds) {
        out.accept(
                """

                Baseline: %s calls of its queries, each as often as the application makes it

                %s
                """
                        .formatted(
                                Shown.count((long) rounds * CALLS_A_ROUND),
                                WorkloadText.of(times)));
    }

    /** Something to know that is not part of the story. */
    void note(String sentence) {
        out.accept("\nNote: " + sentence + "\n");
    }

    void advice(Advice advice, Duration took) {
        StringBuilder text = new StringBuilder();
        text.append(
                """

                Advice from pg_stat_statements and a planner twin, %s candidates and %s what-if plans in %s:
                the planner's cost of the workload falls to %.1f %%
                """
                        .formatted(
                                Shown.count(advice.statistics().candidates()),
                                Shown.count(advice.statistics().whatIfCalls()),
                                Shown.duration(took),
                                100 * advice.cost().ratio()));
        for (Recommendation recommendation : advice.recommendations()) {
            text.append(
                    """

                      %d. %s
                         %s; %s
                    """
                            .formatted(
                                    recommendation.priority(),
                                    recommendation.definition(),
                                    recommendation.size().shown(),
                                    recommendation.reason()));
        }
        out.accept(text.toString());
    }

    /** The ends come in the order of the recommendations. */
    void built(List<Recommendation> recommendations, List<ChangeEnd> ends) {
        StringBuilder text = new StringBuilder("\nBuilt concurrently, beside reads and writes\n\n");
        for (int i = 0; i < ends.size(); i++) {
            String name = recommendations.get(i).name();
            text.append("  %s: %s\n".formatted(name, shown(ends.get(i))));
        }
        out.accept(text.toString());
    }

    private static String shown(ChangeEnd end) {
        return end instanceof ChangeEnd.Applied applied
                ? new Bytes(applied.bytes()).shown() + " in " + Shown.duration(applied.took())
                : "not built, " + end.shown();
    }

    void compared(WorkloadTimes before, WorkloadTimes after) {
        double factor = (double) before.all().total().toNanos() / after.all().total().toNanos();
        out.accept(
                """

                Before and after: the same calls take %s instead of %s (%s times faster)

                %s
                """
                        .formatted(
                                Shown.duration(after.all().total()),
                                Shown.duration(before.all().total()),
                                String.format(Locale.ROOT, "%.1f", factor),
                                WorkloadText.compared(before, after)));
    }

    void price(WorkloadTimes before, WorkloadTimes after, Bytes size, Bytes added) {
        Duration meanBefore = before.all().mean();
        Duration meanAfter = after.all().mean();
        out.accept(
                """

                The price: %s of indexes beside a database of %s; a write takes %s instead of %s (%s)
                """
                        .formatted(
                                added.shown(),
                                size.shown(),
                                Shown.duration(meanAfter),
                                Shown.duration(meanBefore),
                                Shown.change(meanBefore.toNanos(), meanAfter.toNanos())));
    }

    void ending(Duration took) {
        out.accept(
                """

                All of it took %s; nothing of it is left on this machine. On a database of yours:

                """
                                .formatted(Shown.duration(took))
                        + ON_YOURS);
    }

    /** Instead of the ending, where pages go on. */
    void serving(URI address, Duration took) {
        out.accept(
                """

                All of it took %1$s. Its application goes on working; see what it runs, what was changed,
                and what that did:

                  %2$s/db/%3$s?since=1h

                Ctrl-C ends it, and leaves nothing on this machine. On a database of yours:

                """
                                .formatted(Shown.duration(took), address, Pages.SERVER)
                        + ON_YOURS);
    }
}
