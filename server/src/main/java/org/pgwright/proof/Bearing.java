package org.pgwright.proof;

/** What a statement has to do with the table of an index. */
public enum Bearing {
    /** It reads the table. */
    READS,
    /** It inserts, updates or deletes rows of the table. */
    WRITES,
    /** Nothing, as far as is known. */
    NONE
}
