package org.pgwright.log.entry;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/**
 * Cuts a stream of bytes into pieces, a megabyte or so at a time; needs at most some {@link
 * #LONGEST} bytes of memory, whatever the stream holds.
 */
public final class PieceReader {
    /** A piece that is longer is dropped, up to the next line that may begin another. */
    public static final int LONGEST = 16 << 20;

    private static final int USUAL = 1 << 20;
    private static final int MOST_PIECES = 1 << 17;

    private final InputStream in;
    private final EntryCutter cutter;
    private byte[] buffer = new byte[USUAL];
    private int length;
    private long offset;
    private boolean isAtEnd;
    private boolean isDropping;
    private int skipped;
    private long skippedBytes;

    /**
     * @param isWithin whether the stream begins within a piece that is too long, of which the rest
     *     is dropped
     */
    PieceReader(InputStream in, EntryCutter cutter, long offset, boolean isWithin) {
        this.in = in;
        this.cutter = cutter;
        this.offset = offset;
        this.isDropping = isWithin;
    }

    /**
     * The next pieces.
     *
     * @param isComplete whether the log goes no further than the stream, so that what stands at its
     *     end is a piece, even without a line feed
     * @return null at the end of the stream; what is left there is no whole piece
     */
    public @Nullable Pieces next(boolean isComplete) throws IOException {
        while (true) {
            fill();
            if (isDropping) {
                drop();
            }
            Pieces pieces = isDropping ? null : cut(isComplete);
            if (pieces != null) {
                return pieces;
            }
            if (isAtEnd) {
                return remains();
            }
            grow();
        }
    }

    /** Where the next piece begins, from the start of the log. */
    public long offset() {
        return offset;
    }

    private void fill() throws IOException {
        while (!isAtEnd && length < buffer.length) {
            int read = in.read(buffer, length, buffer.length - length);
            isAtEnd = read < 0;
            length += Math.max(0, read);
        }
    }

    private void grow() {
        if (isDropping || length < buffer.length) {
            return;
        }
        if (buffer.length >= LONGEST) {
            isDropping = true;
            skipped++;
            forget(length);
            buffer = new byte[USUAL];
        } else {
            buffer = Arrays.copyOf(buffer, buffer.length * 2);
        }
    }

    /** Passes over what belongs to a piece that is too long. */
    private void drop() {
        for (int line = EntryCutter.lineEnd(buffer, 0, length);
                line != EntryCutter.UNKNOWN && line < length;
                line = EntryCutter.lineEnd(buffer, line, length)) {
            if (cutter.mayBegin(buffer, line, length)) {
                forget(line);
                isDropping = false;
                return;
            }
        }
        forget(length);
    }

    private void forget(int bytes) {
        System.arraycopy(buffer, bytes, buffer, 0, length - bytes);
        length -= bytes;
        offset += bytes;
        skippedBytes += bytes;
    }

    private @Nullable Pieces cut(boolean isComplete) {
        int[] starts = new int[1024];
        int count = 0;
        int from = 0;
        boolean isLast = isAtEnd && isComplete;
        while (from < length && count < MOST_PIECES) {
            int end = cutter.end(buffer, from, length, isLast);
            if (end == EntryCutter.UNKNOWN) {
                break;
            }
            if (count + 2 > starts.length) {
                starts = Arrays.copyOf(starts, starts.length * 2);
            }
            starts[count++] = from;
            from = end;
        }
        if (count == 0) {
            return null;
        }
        starts[count] = from;
        return handOver(starts, count, from);
    }

    private Pieces handOver(int[] starts, int count, int end) {
        Pieces pieces = new Pieces(buffer, starts, count, offset, skipped, skippedBytes);
        byte[] rest = new byte[Math.max(USUAL, length - end)];
        System.arraycopy(buffer, end, rest, 0, length - end);
        buffer = rest;
        length -= end;
        offset += end;
        skipped = 0;
        skippedBytes = 0;
        return pieces;
    }

    private @Nullable Pieces remains() {
        if (skippedBytes == 0) {
            return null;
        }
        Pieces none = new Pieces(new byte[0], new int[1], 0, offset, skipped, skippedBytes);
        skipped = 0;
        skippedBytes = 0;
        return none;
    }
}
