package org.pgwright.log;

import com.github.luben.zstd.ZstdInputStream;

import org.jspecify.annotations.Nullable;
import org.pgwright.log.entry.LinePrefix;
import org.pgwright.log.entry.LogForm;

import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.util.Optional;
import java.util.zip.GZIPInputStream;

/**
 * The bytes of one log, unpacked where they are packed, and its form: both told by what it begins
 * with, not by its name.
 *
 * @param unpacked the same without its beginning
 * @param form empty if it is no log, or has no entry yet
 */
record LogFile(InputStream bytes, PackedStream unpacked, Optional<LogForm> form)
        implements AutoCloseable {
    /** Of the beginning, by which the form is told. */
    private static final int BEGINNING = 1 << 18;

    private static final int BUFFER = 1 << 18;
    private static final int GZIP = 0x8b1f;
    private static final int ZSTD = 0xfd2fb528;

    /**
     * Begins to read.
     *
     * @param in closed with this, or if this fails
     * @param prefix log_line_prefix of a plain log; null to tell it by its lines
     * @throws IOException if the bytes are damaged
     */
    static LogFile open(InputStream in, @Nullable LinePrefix prefix) throws IOException {
        try {
            PackedStream plain = unpackedStream(in);
            byte[] beginning = plain.readNBytes(BEGINNING);
            InputStream all = new SequenceInputStream(new ByteArrayInputStream(beginning), plain);
            return new LogFile(all, plain, form(beginning, prefix));
        } catch (IOException e) {
            in.close();
            throw e;
        }
    }

    private static Optional<LogForm> form(byte[] beginning, @Nullable LinePrefix prefix) {
        Optional<LogForm> form = LogForm.detected(beginning, beginning.length);
        boolean isPlain = form.isEmpty() || form.get() instanceof LogForm.Plain;
        return prefix != null && isPlain
                ? Optional.of(LogForm.plain(prefix, beginning, beginning.length))
                : form;
    }

    /** A header that is damaged ends the log before it begins. */
    private static PackedStream unpackedStream(InputStream in) throws IOException {
        try {
            return new PackedStream(unpacked(in));
        } catch (IOException failure) {
            if (!PackedStream.isDamage(failure)) {
                throw failure;
            }
            return PackedStream.damaged(in);
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

    /** Whether the file is damaged, or ends too early, at or before the place read. */
    boolean isDamaged() {
        return unpacked.isDamaged();
    }

    @Override
    public void close() throws IOException {
        bytes.close();
    }
}
