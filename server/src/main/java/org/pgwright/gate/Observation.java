package org.pgwright.gate;

import org.pgwright.findings.Finding;

import java.util.List;
import java.util.Map;

/**
 * How a database is now.
 *
 * @param state what can be compared
 * @param unplanned statements that have no plan
 * @param findings invalid and duplicate indexes
 * @param places of statements in files, by hash
 */
public record Observation(
        Baseline state,
        List<Unplanned> unplanned,
        List<Finding> findings,
        Map<String, Place> places) {
    public Observation {
        unplanned = List.copyOf(unplanned);
        findings = List.copyOf(findings);
        places = Map.copyOf(places);
    }

    /** A statement that cannot be planned, and why. */
    public record Unplanned(String hash, String text, String reason) {}

    /** What a statement is in a report. */
    public Subject subject(Baseline.Query query) {
        Place place = places.getOrDefault(query.hash(), new Place.InDatabase(query.hash()));
        return Subject.statement(query, place);
    }

    /** The same of one without a plan. */
    public Subject subject(Unplanned statement) {
        return subject(
                new Baseline.Query(statement.hash(), statement.text(), 0, List.of(), List.of()));
    }
}
