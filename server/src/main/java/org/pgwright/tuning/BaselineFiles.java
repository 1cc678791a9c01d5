package org.pgwright.tuning;

import org.pgwright.error.ErrorCode;
import org.pgwright.error.FileFailure;
import org.pgwright.error.PgwrightException;
import org.pgwright.gate.Baseline;
import org.pgwright.gate.BaselineText;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/** Reads the files that a database is compared with. */
final class BaselineFiles {
    /** Of gzip, which a snapshot is packed with (RFC 1952, section 2.3.1). */
    private static final byte[] PACKED = {(byte) 0x1f, (byte) 0x8b};

    private BaselineFiles() {}

    /** Whether the file is a snapshot rather than a baseline. */
    static boolean isSnapshot(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            return Arrays.equals(in.readNBytes(PACKED.length), PACKED);
        } catch (IOException failure) {
            throw unreadable(file, failure);
        }
    }

    /** A baseline of {@code --write-baseline}. */
    static Baseline read(Path file) {
        return BaselineText.read(file.toString(), ScriptFiles.text("baseline", file));
    }

    private static PgwrightException unreadable(Path file, IOException failure) {
        return new PgwrightException(
                ErrorCode.USAGE,
                "the baseline " + file + " cannot be read (" + FileFailure.reason(failure) + ")",
                "check its name, or make one with --write-baseline",
                failure);
    }
}
