package org.pgwright.proof;

/** What became of the time of a statement. */
public enum Finding {
    /** Its calls take less time, beyond chance and by enough to matter. */
    FASTER,
    /** Its calls take more time, beyond chance and by enough to matter. */
    SLOWER,
    /** No difference that is neither chance nor too small to matter. */
    SAME,
    /** Nobody can tell. */
    NOT_COMPARABLE
}
