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
 * begun since, or when the log is left.
 */
public final class Assembly {
    /** Entries that wait for their parts at most. */
    static final int MOST_OPEN = 64;

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
    private long lost;

    /** Takes the piece that begins at an offset of the log. */
    public void add(Piece piece, long offset) {
        switch (piece) {
            case Piece.Whole(LogEntry entry) -> open.add(new Open(offset, entry, true));
            case Piece.Beginning(LogEntry entry) -> {
                complete(entry.session().key());
                open.add(new Open(offset, entry, false));
            }
            case Piece.Rest(Part part) -> join(part);
            case Piece.Noise noise -> {}
        }
    }

    /** The next entry that is complete; null if there is none yet. */
    public @Nullable LogEntry next() {
        Open first = open.peek();
        if (first == null || !(first.isComplete || open.size() > MOST_OPEN)) {
            return null;
        }
        open.remove();
        return first.entry;
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

    /** Parts whose entry was not there, complete already, or had one of the kind. */
    public long lost() {
        return lost;
    }

    private void complete(String session) {
        for (Open entry : open) {
            if (entry.entry.session().key().equals(session)) {
                entry.isComplete = true;
            }
        }
    }

    private void join(Part part) {
        var latest = open.descendingIterator();
        while (latest.hasNext()) {
            Open entry = latest.next();
            boolean isOfSession = entry.entry.session().key().equals(part.sessionKey());
            if (!entry.isComplete && isOfSession && !entry.entry.has(part.kind())) {
                entry.entry = entry.entry.with(part.kind(), part.text());
                return;
            }
        }
        lost++;
    }
}
