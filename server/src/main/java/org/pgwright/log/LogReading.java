package org.pgwright.log;

import org.jspecify.annotations.Nullable;
import org.pgwright.log.entry.EntryParser;
import org.pgwright.log.entry.LogEntry;
import org.pgwright.log.entry.LogForm;
import org.pgwright.log.entry.Piece;
import org.pgwright.log.entry.PieceReader;
import org.pgwright.log.entry.Pieces;
import org.pgwright.log.event.EventReader;
import org.pgwright.log.event.LogEvent;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.function.Consumer;
import java.util.function.LongConsumer;

/**
 * Reads one log from a stream: the events in the order of the log, in batches that each say up to
 * where in the log they reach. Pieces are read on several threads; at most a few megabytes wait.
 */
public final class LogReading {
    /** More only wait for each other. */
    private static final int MOST_WAITING = 4;

    private final LogForm form;
    private final ExecutorService threads;
    private final boolean isComplete;

    /**
     * @param threads that read pieces; not closed here
     * @param isComplete whether the log ends with the stream, so that its last entry is whole; if
     *     not, what nothing follows is left for the next reading
     */
    public LogReading(LogForm form, ExecutorService threads, boolean isComplete) {
        this.form = form;
        this.threads = threads;
        this.isComplete = isComplete;
    }

    /**
     * Events, and where the first entry begins that they do not cover: to be kept together.
     *
     * @param position in bytes from the start of the log
     */
    public record Batch(List<LogEvent> events, LogLosses losses, long position) {
        public Batch {
            events = List.copyOf(events);
        }
    }

    /**
     * Pieces, read.
     *
     * @param events of those that are whole entries; null for others
     */
    record Parsed(Pieces pieces, List<Piece> read, List<@Nullable LogEvent> events) {}

    /**
     * Reads to the end of the stream.
     *
     * @param offset of the stream in the log, in bytes
     * @param batches takes each batch before the next is given
     * @param progress takes the bytes read
     */
    public void read(InputStream in, long offset, Consumer<Batch> batches, LongConsumer progress)
            throws IOException {
        read(form.pieces(in, offset), offset, batches, progress);
    }

    /**
     * The same from within an entry that is too long: its rest is passed over.
     *
     * @param offset of the stream in the log, in bytes
     */
    public void readAfterRest(InputStream in, long offset, Consumer<Batch> batches)
            throws IOException {
        read(form.piecesAfterRest(in, offset), offset, batches, bytes -> {});
    }

    private void read(
            PieceReader reader, long offset, Consumer<Batch> batches, LongConsumer progress)
            throws IOException {
        Gathering gathering = new Gathering(batches, offset);
        Deque<CompletableFuture<Parsed>> waiting = new ArrayDeque<>();
        for (Pieces next = reader.next(isComplete); next != null; next = reader.next(isComplete)) {
            Pieces pieces = next;
            waiting.add(CompletableFuture.supplyAsync(() -> parse(pieces), threads));
            progress.accept(reader.offset());
            if (waiting.size() >= MOST_WAITING) {
                gathering.add(joined(waiting.remove()));
            }
        }
        while (!waiting.isEmpty()) {
            gathering.add(joined(waiting.remove()));
        }
        if (isComplete) {
            gathering.finish();
        }
    }

    private Parsed parse(Pieces pieces) {
        EntryParser parser = form.parser();
        List<Piece> read = new ArrayList<>(pieces.count());
        List<@Nullable LogEvent> events = new ArrayList<>(pieces.count());
        for (int i = 0; i < pieces.count(); i++) {
            Piece piece = pieces.piece(i, parser);
            boolean isWhole = piece instanceof Piece.Whole;
            events.add(
                    piece instanceof Piece.Whole(LogEntry entry) ? EventReader.read(entry) : null);
            read.add(isWhole ? Piece.MALFORMED : piece);
        }
        return new Parsed(pieces, read, events);
    }

    private static Parsed joined(CompletableFuture<Parsed> future) {
        try {
            return future.join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof RuntimeException known ? known : e;
        }
    }
}
