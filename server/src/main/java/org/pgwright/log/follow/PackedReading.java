package org.pgwright.log.follow;

import org.jspecify.annotations.Nullable;
import org.pgwright.log.PackedStream;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/**
 * Reads on in a packed file without unpacking again what stands before: each byte of a file is read
 * and unpacked once, unless it has changed. Holds as much as was asked for last.
 */
final class PackedReading {
    private static final byte[] NOTHING = {};

    private final LogSource source;
    private @Nullable SeenFile file;
    private @Nullable InputStream in;
    private byte[] window = NOTHING;
    private long begin;

    PackedReading(LogSource source) {
        this.source = source;
    }

    /**
     * Bytes of what a file holds; fewer than asked for where it ends or is damaged.
     *
     * @return null if it is not there, or ends before the offset
     */
    byte @Nullable [] read(SeenFile wanted, long offset, int length) {
        boolean isWhole = false;
        try {
            InputStream open = at(wanted, offset);
            byte[] known = Arrays.copyOfRange(window, (int) (offset - begin), window.length);
            byte[] more = open.readNBytes(Math.max(0, length - known.length));
            window = Arrays.copyOf(known, known.length + more.length);
            System.arraycopy(more, 0, window, known.length, more.length);
            begin = offset;
            isWhole = true;
            return Arrays.copyOf(window, Math.min(length, window.length));
        } catch (IOException gone) {
            return null;
        } finally {
            if (!isWhole) {
                forget();
            }
        }
    }

    /** The stream behind the window, which reaches to the offset at least. */
    private InputStream at(SeenFile wanted, long offset) throws IOException {
        InputStream open = in;
        boolean isBehind = offset >= begin && offset - begin <= window.length;
        if (open == null || !wanted.equals(file) || !isBehind) {
            forget();
            open = PackedStream.of(new PackedFile(source, wanted.name()).bytes());
            in = open;
            file = wanted;
            open.skipNBytes(offset);
            begin = offset;
        }
        return open;
    }

    /** Gives the memory back. */
    void forget() {
        InputStream open = in;
        in = null;
        file = null;
        window = NOTHING;
        begin = 0;
        if (open != null) {
            try {
                open.close();
            } catch (IOException impossible) {
                throw new IllegalStateException("only memory is given back", impossible);
            }
        }
    }
}
