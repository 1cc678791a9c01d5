package org.pgwright.gate;

/** What follows from a problem. */
public enum Level {
    /** The check fails. */
    ERROR,
    /** It is said, and no more. */
    WARNING
}
