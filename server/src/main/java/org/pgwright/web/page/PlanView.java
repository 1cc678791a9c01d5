package org.pgwright.web.page;

import org.pgwright.findings.PlanFinding;
import org.pgwright.findings.PlanFindings;
import org.pgwright.planner.PlanLines;
import org.pgwright.repository.figures.KnownPlan;
import org.pgwright.repository.figures.KnownPlans;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A plan of a query as pages show it.
 *
 * @param lines as EXPLAIN prints it
 * @param findings what is wrong with it
 */
public record PlanView(KnownPlan plan, List<String> lines, List<PlanFinding> findings) {
    private static final int SHORT = 8;
    private static final int WHOLE = 100;

    public PlanView {
        lines = List.copyOf(lines);
        findings = List.copyOf(findings);
    }

    static PlanView of(KnownPlan plan, KnownPlans known) {
        return new PlanView(
                plan, PlanLines.of(plan.plan()), PlanFindings.of(plan.plan(), known.tables()));
    }

    /** The one whose hash begins so; empty for none. */
    static Optional<PlanView> chosen(KnownPlans known, String hash) {
        return hash.isBlank()
                ? Optional.empty()
                : known.plans().stream()
                        .filter(plan -> plan.hash().startsWith(hash))
                        .findFirst()
                        .map(plan -> of(plan, known));
    }

    /** The beginning of a hash. */
    public static String shortened(String hash) {
        return hash.substring(0, Math.min(SHORT, hash.length()));
    }

    /** How far a moment is into a time, in hundredths. */
    public static long position(Instant at, Instant from, Instant to) {
        long whole = Math.max(1, Duration.between(from, to).toMillis());
        return Math.clamp(WHOLE * Duration.between(from, at).toMillis() / whole, 0, WHOLE);
    }
}
