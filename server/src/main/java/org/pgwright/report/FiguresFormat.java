package org.pgwright.report;

/** The forms that figures come in. */
public enum FiguresFormat {
    /** For people at a terminal. */
    TEXT,
    /** For programs; fields are added, never changed. */
    JSON
}
