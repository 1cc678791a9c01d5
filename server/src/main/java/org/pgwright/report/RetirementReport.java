package org.pgwright.report;

import org.jspecify.annotations.Nullable;
import org.pgwright.advisor.existing.IndexChange;
import org.pgwright.catalog.Bytes;
import org.pgwright.maintenance.Verdict.Stays;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * Which indexes of a database may be dropped, and why the others stay.
 *
 * @param notes what to know of all of it, a sentence each
 * @param outcome null if nothing was to be kept
 */
public record RetirementReport(
        Subject subject,
        List<Drop> drops,
        List<Stays> kept,
        List<String> notes,
        @Nullable Outcome outcome)
        implements Report {
    public RetirementReport {
        drops = List.copyOf(drops);
        kept = List.copyOf(kept);
        notes = List.copyOf(notes);
    }

    /**
     * What it is about.
     *
     * @param unused for how long nothing may have used an index
     * @param servers that use is counted on; 0 if none is watched
     * @param indexes that were looked at
     * @param statements that were planned without the indexes
     * @param skipped those that could not be planned
     */
    public record Subject(
            String database,
            Instant at,
            Duration unused,
            int servers,
            int indexes,
            int statements,
            int skipped) {}

    /**
     * An index that may be dropped.
     *
     * @param remarks what to know beside the reason
     * @param createStatement brings it back
     * @param lost what that does not bring back
     */
    public record Drop(
            IndexChange change, List<String> remarks, String createStatement, List<String> lost) {
        public Drop {
            remarks = List.copyOf(remarks);
            lost = List.copyOf(lost);
        }

        /** Why, with all that there is to know. */
        public String reason() {
            List<String> parts = new ArrayList<>(List.of(change.reason()));
            parts.addAll(remarks);
            if (!lost.isEmpty()) {
                parts.add("rollback does not bring back " + String.join(", ", lost));
            }
            return String.join("; ", parts);
        }
    }

    /**
     * What was kept of it in the repository.
     *
     * @param unwanted how many somebody has dismissed, and nothing has changed since
     * @param withdrawn indexes of which a proposal no longer holds
     */
    public record Outcome(int proposed, int unwanted, List<String> withdrawn) {
        public Outcome {
            withdrawn = List.copyOf(withdrawn);
        }
    }

    /** The same, kept. */
    public RetirementReport with(Outcome kept) {
        return new RetirementReport(subject, drops, this.kept, notes, kept);
    }

    /** What all of them take. */
    Bytes freed() {
        return new Bytes(drops.stream().mapToLong(drop -> drop.change().freed().count()).sum());
    }

    @Override
    public String render(FiguresFormat format, Layout layout) {
        return switch (format) {
            case TEXT -> RetirementText.of(this, layout);
            case JSON -> Json.of(RetirementDocument.of(this));
        };
    }
}
