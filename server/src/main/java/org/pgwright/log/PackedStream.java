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
     * What a stream holds, which may be packed or not: told by what it begins with.
     *
     * @throws IOException if it is damaged from its beginning on
     */
    public static PackedStream of(InputStream in) throws IOException {
        return new PackedStream(unpacked(in));
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
        } catch (EOFException | ZipException | ZstdIOException damage) {
            isDamaged = true; // told by isDamaged()
            return -1;
        }
    }
}
