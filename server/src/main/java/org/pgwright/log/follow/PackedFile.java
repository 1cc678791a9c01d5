package org.pgwright.log.follow;

import org.jspecify.annotations.Nullable;
import org.pgwright.log.PackedStream;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;

/** Reads what a packed file holds. */
final class PackedFile {
    private static final int PORTION = 1 << 20;

    /** Enough for the beginning of what it holds. */
    private static final int BEGINNING = 1 << 14;

    private final LogSource source;
    private final String name;

    PackedFile(LogSource source, String name) {
        this.source = source;
        this.name = name;
    }

    /** The beginning of what it holds; null if it is not there, or cannot be read. */
    byte @Nullable [] head(int length) {
        try (InputStream in = PackedStream.of(new Portions(BEGINNING, BEGINNING))) {
            return in.readNBytes(length);
        } catch (IOException damaged) {
            return null;
        }
    }

    /** The file as it is, still packed, read when it is asked for. */
    InputStream bytes() {
        return new Portions(PORTION, Long.MAX_VALUE);
    }

    /** The bytes of the file, a portion at a time. */
    private final class Portions extends InputStream {
        private final int portion;
        private final long most;
        private byte[] bytes = {};
        private int at;
        private long offset;
        private boolean isAtEnd;

        private Portions(int portion, long most) {
            this.portion = portion;
            this.most = most;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] into, int from, int length) throws IOException {
            if (at == bytes.length) {
                next();
            }
            if (at == bytes.length) {
                return -1;
            }
            int count = Math.min(length, bytes.length - at);
            System.arraycopy(bytes, at, into, from, count);
            at += count;
            return count;
        }

        private void next() throws IOException {
            if (isAtEnd || offset >= most) {
                return;
            }
            byte[] found =
                    source.read(List.of(new LogSource.Range(name, offset, portion))).getFirst();
            if (found == null) {
                throw new IOException(name + " is gone");
            }
            bytes = found;
            at = 0;
            offset += found.length;
            isAtEnd = found.length < portion;
        }
    }
}
