package org.pgwright.log.entry;

import org.jspecify.annotations.Nullable;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Puts entries and their parts together, also where several processes write through each other.
 * Entries come out in the order in which they begin, so that a position in the log parts those that
 * came out from those to come.
 *
 * <p>An entry is complete when its session begins another, when {@link #MOST_OPEN} others have
 * begun since or {@link #MOST_BYTES} have come, or when the log is left.
 */
public final class Assembly {
    /** Entries that wait for their parts at most. */
    static final int MOST_OPEN = 64;

    /** From the first entry that waits to the end of what was taken, at most. */
    static final long MOST_BYTES = 8 << 20;

    private static final class Open {
        private final long offset;
        private LogEntry entry;
        private boolean isComplete;

        private Open(long offset, LogEntry entry, boolean isComplete) {
            this.offset = offset;
            this.entry = entry;
            this.isComplete = isComplete;
        }
    }

    private final Deque<Open> open = new ArrayDeque<>();
    private long reached;

    /**
     * Takes the piece that begins at an offset of the log.
     *
     * @return false for a part whose entry is not there, or complete already: it is lost
     */
    public boolean add(Piece piece, long offset) {
        switch (piece) {
            case Piece.Whole(LogEntry entry) -> open.add(new Open(offset, entry, true));
            case Piece.Beginning(LogEntry entry) -> {
                complete(entry.session().key());
                open.add(new Open(offset, entry, false));
            }
            case Piece.Rest(Part part) -> {
                return join(part);
            }
            case Piece.Noise noise -> {}
        }
        return true;
    }

    /** All that stands before an offset of the log was taken. */
    public void reached(long offset) {
        reached = offset;
    }

    /** The next entry that is complete; null if there is none yet. */
    public @Nullable LogEntry next() {
        Open first = open.peek();
        if (first == null || !(first.isComplete || isDue(first))) {
            return null;
        }
        open.remove();
        return first.entry;
    }

    private boolean isDue(Open first) {
        return open.size() > MOST_OPEN || reached - first.offset > MOST_BYTES;
    }

    /** The log is left: what is there is complete. */
    public void finish() {
        open.forEach(entry -> entry.isComplete = true);
    }

    /**
     * Where the first entry begins that has not come out.
     *
     * @param end of what was taken
     */
    public long position(long end) {
        Open first = open.peek();
        return first == null ? end : first.offset;
    }

    private void complete(String session) {
        for (Open entry : open) {
            if (entry.entry.session().key().equals(session)) {
                entry.isComplete = true;
            }
        }
    }

    private boolean join(Part part) {
        var latest = open.descendingIterator();
        while (latest.hasNext()) {
            Open entry = latest.next();
            boolean isOfSession = entry.entry.session().key().equals(part.sessionKey());
            if (!entry.isComplete && isOfSession && !entry.entry.has(part.kind())) {
                entry.entry = entry.entry.with(part.kind(), part.text());
                return true;
            }
        }
        return false;
    }
}
