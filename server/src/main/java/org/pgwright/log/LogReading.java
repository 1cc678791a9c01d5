package org.pgwright.log;

import org.jspecify.annotations.Nullable;
import org.pgwright.log.entry.Assembly;
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

    private record Parsed(Pieces pieces, List<Piece> read, List<@Nullable LogEvent> events) {}

    /**
     * Reads to the end of the stream.
     *
     * @param offset of the stream in the log, in bytes
     * @param batches takes each batch before the next is given
     * @param progress takes the bytes read
     */
    public void read(InputStream in, long offset, Consumer<Batch> batches, LongConsumer progress)
            throws IOException {
        PieceReader reader = form.pieces(in, offset);
        Assembly assembly = new Assembly();
        Deque<CompletableFuture<Parsed>> waiting = new ArrayDeque<>();
        long end = offset;
        for (Pieces next = reader.next(isComplete); next != null; next = reader.next(isComplete)) {
            Pieces pieces = next;
            waiting.add(CompletableFuture.supplyAsync(() -> parse(pieces), threads));
            progress.accept(reader.offset());
            if (waiting.size() >= MOST_WAITING) {
                end = handOver(waiting.remove(), assembly, batches);
            }
        }
        while (!waiting.isEmpty()) {
            end = handOver(waiting.remove(), assembly, batches);
        }
        if (isComplete) {
            assembly.finish();
            batches.accept(
                    new Batch(
                            drained(assembly),
                            new LogLosses(0, 0, 0, 0, 0, assembly.lost()),
                            assembly.position(end)));
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

    private static long handOver(
            CompletableFuture<Parsed> future, Assembly assembly, Consumer<Batch> batches) {
        Parsed parsed = joined(future);
        Pieces pieces = parsed.pieces();
        List<LogEvent> events = new ArrayList<>();
        long malformed = 0;
        long foreign = 0;
        for (int i = 0; i < pieces.count(); i++) {
            LogEvent event = parsed.events().get(i);
            if (event != null) {
                events.add(event);
                continue;
            }
            switch (parsed.read().get(i)) {
                case Piece.Noise(Piece.Reason reason) -> {
                    malformed += reason == Piece.Reason.MALFORMED ? 1 : 0;
                    foreign += reason == Piece.Reason.OTHER_LANGUAGE ? 1 : 0;
                }
                case Piece piece -> assembly.add(piece, pieces.offsetOf(i));
            }
        }
        events.addAll(drained(assembly));
        long end = pieces.offsetOf(pieces.count());
        LogLosses losses =
                new LogLosses(
                        pieces.length(),
                        malformed,
                        foreign,
                        pieces.skipped(),
                        pieces.skippedBytes(),
                        0);
        batches.accept(new Batch(events, losses, assembly.position(end)));
        return end;
    }

    private static Parsed joined(CompletableFuture<Parsed> future) {
        try {
            return future.join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof RuntimeException known ? known : e;
        }
    }

    private static List<LogEvent> drained(Assembly assembly) {
        List<LogEvent> events = new ArrayList<>();
        for (LogEntry entry = assembly.next(); entry != null; entry = assembly.next()) {
            events.add(EventReader.read(entry));
        }
        return events;
    }
}
