package org.pgwright.advisor.existing;

import org.jspecify.annotations.Nullable;
import org.pgwright.catalog.Bytes;
import org.pgwright.catalog.Index;

import java.util.List;

/**
 * Something to do with an index that there is.
 *
 * @param other the index that serves in its stead, with its schema where it exists; null for none
 * @param statements what to run, one by one outside a transaction
 * @param undo what brings the index back; empty where nothing is lost
 * @param size of the index as it is
 * @param freed what is won of that
 * @param upkeep the weighted cost that writes are estimated to be spared
 * @param writeShare the same as a share of what writes to its table cost
 * @param reason in words
 * @param effects on statements whose plans change, the largest first
 */
public record IndexChange(
        Action action,
        Ground ground,
        Index index,
        @Nullable String other,
        List<String> statements,
        List<String> undo,
        Bytes size,
        Bytes freed,
        double upkeep,
        double writeShare,
        String reason,
        List<Effect> effects) {
    public IndexChange {
        statements = List.copyOf(statements);
        undo = List.copyOf(undo);
        effects = List.copyOf(effects);
    }

    /** What is to be done. */
    public enum Action {
        DROP("drop"),
        REINDEX("reindex");

        private final String label;

        Action(String label) {
            this.label = label;
        }

        /** The word for it in JSON and text. */
        public String label() {
            return label;
        }
    }

    /** Why it is to be done. */
    public enum Ground {
        /** Another index is the same under another name. */
        DUPLICATE("duplicate"),
        /** Another index begins with its keys. */
        REDUNDANT("redundant"),
        /** A recommended index begins with its keys. */
        SUPERSEDED("superseded"),
        /** Neither the server nor the workload has a use for it. */
        UNUSED("unused"),
        /** A build of it failed. */
        INVALID("invalid"),
        /** Built anew, it would be much smaller. */
        BLOATED("bloated");

        private final String label;

        Ground(String label) {
            this.label = label;
        }

        /** The word for it in JSON. */
        public String label() {
            return label;
        }
    }

    /**
     * What a statement costs with and without the index, the recommended ones made.
     *
     * @param hash of the normalised text
     * @param pattern its text
     * @param costWith of one call
     * @param costWithout of one call
     */
    public record Effect(
            String hash, String pattern, double calls, double costWith, double costWithout) {
        /** What all calls become dearer by. */
        public double added() {
            return calls * (costWithout - costWith);
        }
    }

    /**
     * An index that one may expect to see dropped, and why it is not.
     *
     * @param isTried false if it is not known what changes without it
     * @param effects on the statements that speak for it, the largest first
     */
    public record Kept(Index index, String reason, boolean isTried, List<Effect> effects) {
        public Kept {
            effects = List.copyOf(effects);
        }

        static Kept settled(Index index, String reason) {
            return new Kept(index, reason, true, List.of());
        }

        static Kept untried(Index index, String reason) {
            return new Kept(index, reason, false, List.of());
        }
    }
}
