package org.pgwright.log;

import org.pgwright.log.LogReading.Batch;
import org.pgwright.log.LogReading.Parsed;
import org.pgwright.log.entry.Assembly;
import org.pgwright.log.entry.LogEntry;
import org.pgwright.log.entry.Piece;
import org.pgwright.log.entry.Pieces;
import org.pgwright.log.event.EventReader;
import org.pgwright.log.event.LogEvent;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.Consumer;

/**
 * Puts what was read together in its order, and hands it over in batches.
 *
 * <p>What is no entry is told with the batch whose position has passed it: a reading that begins at
 * that position does not meet it again, and one that begins at an earlier one does. So nothing is
 * counted twice.
 */
final class Gathering {
    private final Consumer<Batch> batches;
    private final Assembly assembly = new Assembly();
    private final Deque<Lost> waiting = new ArrayDeque<>();
    private long end;
    private long position;
    private long latestEntry;

    /** Losses between an offset and the entry that begins behind it. */
    private record Lost(long offset, LogLosses losses) {}

    /**
     * @param offset of the log where the reading begins
     */
    Gathering(Consumer<Batch> batches, long offset) {
        this.batches = batches;
        this.end = offset;
        this.position = offset;
        this.latestEntry = offset;
    }

    /** Takes the next pieces. */
    void add(Parsed parsed) {
        Pieces pieces = parsed.pieces();
        List<LogEvent> events = new ArrayList<>();
        lose(end, new LogLosses(0, 0, 0, pieces.skipped(), pieces.skippedBytes(), 0));
        for (int i = 0; i < pieces.count(); i++) {
            LogEvent event = parsed.events().get(i);
            if (event != null) {
                events.add(event);
            } else {
                add(parsed.read().get(i), pieces.offsetOf(i));
            }
        }
        end = pieces.offsetOf(pieces.count());
        assembly.reached(end);
        handOver(events);
    }

    /** The log is left: hands over what is there still. */
    void finish() {
        assembly.finish();
        handOver(new ArrayList<>());
    }

    private void add(Piece piece, long offset) {
        switch (piece) {
            case Piece.Noise(Piece.Reason reason) -> {
                switch (reason) {
                    case MALFORMED -> lose(offset, new LogLosses(0, 1, 0, 0, 0, 0));
                    case OTHER_LANGUAGE -> lose(offset, new LogLosses(0, 0, 1, 0, 0, 0));
                    case TOO_LONG -> lose(offset, new LogLosses(0, 0, 0, 1, 0, 0));
                }
            }
            case Piece.Rest rest -> {
                if (!assembly.add(rest, offset)) {
                    lose(offset, new LogLosses(0, 0, 0, 0, 0, 1));
                }
            }
            case Piece.Whole whole -> assembly.add(whole, offset);
            case Piece.Beginning beginning -> {
                assembly.add(beginning, offset);
                latestEntry = offset;
            }
        }
    }

    /** No position parts those that no entry begins between. */
    private void lose(long offset, LogLosses losses) {
        if (losses.equals(LogLosses.NONE)) {
            return;
        }
        Lost last = waiting.peekLast();
        if (last != null && last.offset >= latestEntry) {
            waiting.removeLast();
            waiting.add(new Lost(last.offset, last.losses.plus(losses)));
        } else {
            waiting.add(new Lost(offset, losses));
        }
    }

    private void handOver(List<LogEvent> events) {
        for (LogEntry entry = assembly.next(); entry != null; entry = assembly.next()) {
            events.add(EventReader.read(entry));
        }
        long next = assembly.position(end);
        LogLosses losses = new LogLosses(next - position, 0, 0, 0, 0, 0);
        for (Lost first = waiting.peek();
                first != null && first.offset < next;
                first = waiting.peek()) {
            losses = losses.plus(first.losses);
            waiting.remove();
        }
        position = next;
        batches.accept(new Batch(events, losses, next));
    }
}
