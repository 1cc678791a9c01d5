package org.pgwright.strategy;

import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;

/** Where in its life a strategy is. */
public enum Status {
    /** An index that was there; nothing is wanted of it. */
    EXISTING,
    /** To be made or built anew; nobody has decided. */
    PROPOSED,
    /** To be done. */
    APPROVED,
    /** To be proposed again at a time. */
    DEFERRED,
    /** Not wanted, and not proposed again until facts change. */
    DISMISSED,
    /** Approved for a maintenance window. */
    SCHEDULED,
    /** A change is at work on the server. */
    BUILDING,
    /** Done; its effect is being measured. */
    WATCHED,
    /** Done, and it has proven itself, or nobody can tell. */
    KEPT,
    /** Done, and taken back. */
    ROLLED_BACK,
    /** To be dropped; nobody has decided. */
    RETIREMENT_PROPOSED,
    /** Dropped for good. */
    RETIRED,
    /** Somebody else dropped it. */
    GONE;

    private static final Set<Status> UNDECIDED =
            EnumSet.of(PROPOSED, RETIREMENT_PROPOSED, DEFERRED, DISMISSED);
    private static final Set<Status> DECIDED = EnumSet.of(APPROVED, SCHEDULED);
    private static final Set<Status> DONE = EnumSet.of(WATCHED, KEPT, RETIRED);

    /** The word for it in the repository and in JSON. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The words for it in text. */
    public String shown() {
        return label().replace('_', ' ');
    }

    /**
     * That of a word, with underscores, dashes or blanks.
     *
     * @throws IllegalArgumentException for any other
     */
    public static Status of(String label) {
        return valueOf(label.toUpperCase(Locale.ROOT).replace('-', '_').replace(' ', '_'));
    }

    /** From which it may be approved. */
    public static Set<Status> approvable() {
        return union(UNDECIDED, EnumSet.of(SCHEDULED));
    }

    /** From which it may be deferred or scheduled. */
    public static Set<Status> open() {
        return union(UNDECIDED, DECIDED);
    }

    /** From which a change may begin. */
    public static Set<Status> doable() {
        return Set.copyOf(DECIDED);
    }

    /** What is to be done, or is not finished. */
    public static Set<Status> unfinished() {
        return union(DECIDED, EnumSet.of(BUILDING));
    }

    /** From which what was done may be taken back. */
    public static Set<Status> revocable() {
        return Set.copyOf(DONE);
    }

    private static Set<Status> union(Set<Status> some, Set<Status> others) {
        EnumSet<Status> all = EnumSet.copyOf(some);
        all.addAll(others);
        return Set.copyOf(all);
    }
}
