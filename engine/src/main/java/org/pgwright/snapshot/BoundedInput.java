package org.pgwright.snapshot;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** Gives no more than a number of bytes, so that a small file cannot unpack into all memory. */
final class BoundedInput extends FilterInputStream {
    private final long most;
    private long given;

    BoundedInput(InputStream in, long most) {
        super(in);
        this.most = most;
    }

    @Override
    public int read() throws IOException {
        int value = super.read();
        count(value < 0 ? 0 : 1);
        return value;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        int read = super.read(buffer, offset, length);
        count(Math.max(read, 0));
        return read;
    }

    private void count(int bytes) throws TooLarge {
        given += bytes;
        if (given > most) {
            throw new TooLarge();
        }
    }

    static final class TooLarge extends IOException {
        private static final long serialVersionUID = 1L;
    }
}
