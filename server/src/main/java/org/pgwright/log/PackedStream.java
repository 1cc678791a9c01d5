package org.pgwright.log;

import com.github.luben.zstd.ZstdIOException;
import com.github.luben.zstd.ZstdInputStream;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/** What a packed file holds, up to the place where it is damaged or cut: there the stream ends. */
public final class PackedStream extends FilterInputStream {
    private static final int BUFFER = 1 << 18;
    private static final int GZIP = 0x8b1f;
    private static final int ZSTD = 0xfd2fb528;

    private boolean isDamaged;

    private PackedStream(InputStream in) {
        super(in);
    }

    /**
     * What a stream holds, which may be packed or not: told by what it begins with. A header that
     * is damaged ends it before it begins.
     */
    public static PackedStream of(InputStream in) throws IOException {
        try {
            return new PackedStream(unpacked(in));
        } catch (IOException failure) {
            if (!isDamage(failure)) {
                throw failure;
            }
            return damaged(in);
        }
    }

    private static InputStream unpacked(InputStream in) throws IOException {
        BufferedInputStream buffered = new BufferedInputStream(in, BUFFER);
        buffered.mark(Integer.BYTES);
        byte[] magic = buffered.readNBytes(Integer.BYTES);
        buffered.reset();
        int number = 0;
        for (int i = magic.length - 1; i >= 0; i--) {
            number = (number << Byte.SIZE) | (magic[i] & 0xff);
        }
        if (magic.length == Integer.BYTES && number == ZSTD) {
            return new ZstdInputStream(buffered).setContinuous(false);
        }
        return magic.length == Integer.BYTES && (number & 0xffff) == GZIP
                ? new GZIPInputStream(buffered, BUFFER)
                : buffered;
    }

    /** One that is damaged from its beginning. */
    private static PackedStream damaged(InputStream in) {
        PackedStream stream = new PackedStream(in);
        stream.isDamaged = true;
        return stream;
    }

    /** Whether what was packed is the cause, rather than the disk or the network. */
    private static boolean isDamage(IOException failure) {
        return failure instanceof EOFException
                || failure instanceof ZipException
                || failure instanceof ZstdIOException;
    }

    /** Whether the stream has ended before the file. */
    public boolean isDamaged() {
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
