package org.pgwright.log;

import org.jspecify.annotations.Nullable;
import org.pgwright.log.entry.LinePrefix;
import org.pgwright.log.entry.LogForm;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.util.Optional;

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

    /**
     * Begins to read.
     *
     * @param in closed with this, or if this fails
     * @param prefix log_line_prefix of a plain log; null to tell it by its lines
     * @throws IOException if the bytes are damaged
     */
    static LogFile open(InputStream in, @Nullable LinePrefix prefix) throws IOException {
        try {
            PackedStream plain = PackedStream.of(in);
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

    /** Whether the file is damaged, or ends too early, at or before the place read. */
    boolean isDamaged() {
        return unpacked.isDamaged();
    }

    @Override
    public void close() throws IOException {
        bytes.close();
    }
}
