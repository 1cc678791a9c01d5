package org.pgwright.twin.analysis;

/** A statement cannot be advised on, for the reason in the message; caught by the analyzer. */
final class RejectedStatement extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /**
     * @param reason in words, without literals of the statement
     */
    RejectedStatement(String reason) {
        super(reason);
    }

    String reason() {
        return String.valueOf(getMessage());
    }
}
