package org.pgwright.log.entry;

/** Finds where the entries of a form of log end. */
interface EntryCutter {
    /** The bytes do not hold the whole entry. */
    int UNKNOWN = -1;

    /**
     * Where the piece ends that begins at an offset: behind its line feed. What is not formed as
     * entries are ends with its first line.
     *
     * @param isLast whether nothing follows the bytes
     * @return {@link #UNKNOWN} only if more may follow
     */
    int end(byte[] bytes, int from, int to, boolean isLast);

    /** Whether an entry may begin there; what comes before one that is too long is dropped. */
    boolean mayBegin(byte[] bytes, int from, int to);

    /** Behind the next line feed; {@link #UNKNOWN} if there is none. */
    static int lineEnd(byte[] bytes, int from, int to) {
        for (int i = from; i < to; i++) {
            if (bytes[i] == '\n') {
                return i + 1;
            }
        }
        return UNKNOWN;
    }
}
