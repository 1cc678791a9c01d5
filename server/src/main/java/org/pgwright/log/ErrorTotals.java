package org.pgwright.log;

/** How often an error came. */
public final class ErrorTotals {
    static final Kind OTHERS = new Kind("", "(others)");

    private final Kind kind;
    private long count;

    /**
     * Errors that are the same but for the values in them.
     *
     * @param sqlState empty if the log does not say
     */
    record Kind(String sqlState, String message) {}

    ErrorTotals(Kind kind) {
        this.kind = kind;
    }

    void came() {
        count++;
    }

    /** Empty if the log does not say. */
    public String sqlState() {
        return kind.sqlState();
    }

    /** Without values. */
    public String message() {
        return kind.message();
    }

    public long count() {
        return count;
    }
}
