package org.pgwright.log.entry;

/** Pieces that stand one behind the other in an array of their own. */
public final class Pieces {
    private final byte[] bytes;
    private final int[] starts;
    private final int count;
    private final long offset;
    private final int skipped;
    private final long skippedBytes;

    /**
     * @param starts of the pieces in the bytes, and the end of the last
     * @param offset of the bytes in the log
     * @param skipped pieces that were too long, before these
     * @param skippedBytes of those
     */
    Pieces(byte[] bytes, int[] starts, int count, long offset, int skipped, long skippedBytes) {
        this.bytes = bytes;
        this.starts = starts;
        this.count = count;
        this.offset = offset;
        this.skipped = skipped;
        this.skippedBytes = skippedBytes;
    }

    /** How many there are; may be none. */
    public int count() {
        return count;
    }

    /** A piece, read. */
    public Piece piece(int index, EntryParser parser) {
        return parser.parse(bytes, starts[index], starts[index + 1]);
    }

    /** Where in the log a piece begins; that of {@link #count} is where the next pieces begin. */
    public long offsetOf(int index) {
        return offset + starts[index];
    }

    /** The bytes of all pieces together. */
    public long length() {
        return (long) starts[count] - starts[0];
    }

    /** Pieces before these that were too long to be read. */
    public int skipped() {
        return skipped;
    }

    /** The bytes of those. */
    public long skippedBytes() {
        return skippedBytes;
    }
}
