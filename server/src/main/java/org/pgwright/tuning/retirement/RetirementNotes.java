package org.pgwright.tuning.retirement;

import org.pgwright.maintenance.Verdict.Cause;

import java.util.ArrayList;
import java.util.List;

/** What to know of all that was found, and what would make it surer. */
final class RetirementNotes {
    private RetirementNotes() {}

    static List<String> of(Assessment.Case one, Assessment.Tried tried) {
        List<String> notes = new ArrayList<>();
        if (one.facts().servers() == null) {
            notes.add(
                    "pgwright collect does not watch this database, so that nobody knows which"
                            + " indexes are unused: let it run for "
                            + one.unused().toDays()
                            + " days, on all replicas too");
        } else if (isTooLittleKnown(tried)) {
            notes.add(
                    "of some indexes too little is known: let pgwright collect run, on all replicas"
                            + " too, until nothing is missing, or ask for less time with"
                            + " --unused-for");
        }
        if (one.snapshot().workload().statements().isEmpty()) {
            notes.add(
                    "no statement of this database is known, so that no plan speaks for an index:"
                            + " install pg_stat_statements, or let pgwright collect run");
        } else if (tried.skipped() > 0) {
            notes.add(
                    "of the statements %d could not be planned, so that nobody knows which indexes"
                                    .formatted(tried.skipped())
                            + " they use");
        }
        return notes;
    }

    private static boolean isTooLittleKnown(Assessment.Tried tried) {
        return tried.kept().stream()
                .anyMatch(s -> s.cause() == Cause.NOT_KNOWN || s.cause() == Cause.UNWATCHED);
    }
}
