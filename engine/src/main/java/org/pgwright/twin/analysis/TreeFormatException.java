package org.pgwright.twin.analysis;

/** A text that is not a node tree as PostgreSQL writes it, or one that is nested too deeply. */
final class TreeFormatException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    TreeFormatException(String message) {
        super(message);
    }
}
