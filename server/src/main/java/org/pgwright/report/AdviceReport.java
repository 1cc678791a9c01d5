package org.pgwright.report;

import org.pgwright.advisor.Advice;
import org.pgwright.findings.Finding;
import org.pgwright.snapshot.Snapshot.Gap;

import java.time.Duration;
import java.util.List;

/**
 * All that a report on index advice says, in whatever format.
 *
 * @param madeBy the version of pgwright
 * @param gaps what could not be read of the database
 * @param notes where the planner may be off, each a sentence
 * @param elapsed from the start of reading to the end of the advice
 */
public record AdviceReport(
        String madeBy,
        DatabaseFacts database,
        Advice advice,
        List<Finding> findings,
        List<Gap> gaps,
        List<String> notes,
        Duration elapsed) {
    public AdviceReport {
        findings = List.copyOf(findings);
        gaps = List.copyOf(gaps);
        notes = List.copyOf(notes);
    }
}
