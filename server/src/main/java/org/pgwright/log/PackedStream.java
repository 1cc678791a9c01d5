package org.pgwright.log;

import com.github.luben.zstd.ZstdIOException;

import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.ZipException;

/** What a packed file holds, up to the place where it is damaged or cut: there the stream ends. */
final class PackedStream extends FilterInputStream {
    private boolean isDamaged;

    PackedStream(InputStream in) {
        super(in);
    }

    /** One that is damaged from its beginning. */
    static PackedStream damaged(InputStream in) {
        PackedStream stream = new PackedStream(in);
        stream.isDamaged = true;
        return stream;
    }

    /** Whether what was packed is the cause, rather than the disk or the network. */
    static boolean isDamage(IOException failure) {
        return failure instanceof EOFException
                || failure instanceof ZipException
                || failure instanceof ZstdIOException;
    }

    /** Whether the stream has ended before the file. */
    boolean isDamaged() {
        return isDamaged;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] into, int from, int most) throws IOException {
        if (isDamaged) {
            return -1;
        }
        try {
            return in.read(into, from, most);
        } catch (IOException failure) {
            if (!isDamage(failure)) {
                throw failure;
            }
            isDamaged = true; // told by isDamaged()
            return -1;
        }
    }
}
