package org.pgwright.report;

import org.jspecify.annotations.Nullable;
import org.pgwright.findings.PlanFinding;
import org.pgwright.findings.PlanFindings;
import org.pgwright.log.SlowPlan;
import org.pgwright.planner.ExecutedPlan;
import org.pgwright.planner.PlanLines;

import java.util.ArrayList;
import java.util.List;

/** What is wrong with the slowest plans of a log. */
final class LogPlans {
    private static final int HASH_SHOWN = 8;

    private final List<Read> plans = new ArrayList<>();

    /** Without literals. */
    private record Read(SlowPlan slow, ExecutedPlan plan, List<PlanFinding> findings) {}

    LogPlans(LogReport report) {
        for (SlowPlan slow : report.slowestPlans()) {
            ExecutedPlan plan = slow.logged().read();
            if (plan != null) {
                plans.add(new Read(slow, plan.masked(), PlanFindings.of(plan, List.of())));
            }
        }
    }

    /** Of the plans with findings; nothing if there are none. */
    List<String> lines(Layout layout) {
        List<String> lines = new ArrayList<>();
        for (Read read : plans) {
            if (read.findings().isEmpty()) {
                continue;
            }
            String heading =
                    "%s  %s  %s"
                            .formatted(
                                    read.slow().query().hash().substring(0, HASH_SHOWN),
                                    Words.time(read.slow().millis()),
                                    read.slow().query().text());
            lines.add(Words.abbreviated(heading, layout.columns()));
            lines.addAll(PlanFindingPart.lines(read.findings(), layout));
        }
        return lines;
    }

    List<Part> parts() {
        return plans.stream().map(LogPlans::part).toList();
    }

    private static Part part(Read read) {
        SlowPlan slow = read.slow();
        return new Part(
                slow.query().hash(),
                slow.query().text(),
                slow.millis(),
                slow.origin().time() == null ? null : slow.origin().time().toString(),
                slow.origin().session().user(),
                slow.origin().session().database(),
                read.plan().structure(),
                read.plan().isAnalyzed(),
                PlanFindingPart.of(read.findings()),
                PlanLines.of(read.plan()));
    }

    /**
     * As programs read it.
     *
     * @param measured whether the figures in the plan are those of an execution
     * @param explain as EXPLAIN prints it, without literals
     */
    record Part(
            String hash,
            String pattern,
            double millis,
            @Nullable String ended,
            String user,
            String database,
            String planHash,
            boolean measured,
            List<PlanFindingPart> findings,
            List<String> explain) {}
}
