package org.pgwright.log.follow;

import org.jspecify.annotations.Nullable;

import java.util.List;

/** Where the files of a server's log are: a folder of this machine, or the server itself. */
public interface LogSource {
    /**
     * The files that are there, in no order.
     *
     * @throws org.pgwright.error.PgwrightException if the place cannot be looked at
     */
    List<SeenFile> files();

    /**
     * Bytes of files, read one range after the other.
     *
     * @return for each range its bytes, fewer than asked for where the file ends; null where there
     *     is no such file, or it may not be read
     * @throws org.pgwright.error.PgwrightException if the place cannot be read
     */
    List<byte @Nullable []> read(List<Range> ranges);

    /** For people. */
    String shown();

    /** A part of a file, by its name. */
    record Range(String file, long offset, int length) {}
}
