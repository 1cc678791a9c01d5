package org.pgwright.proof;

/** Whether what a statement did after a change can be compared with what it did before. */
public enum Comparability {
    /** It can. */
    COMPARABLE,
    /** It was called only after the change. */
    NEW,
    /** It was called only before the change. */
    GONE,
    /** It was called in too few intervals, or too seldom. */
    TOO_FEW_CALLS,
    /** A call returns or changes several times as many rows, or as few: it is called otherwise. */
    OTHER_ROWS
}
