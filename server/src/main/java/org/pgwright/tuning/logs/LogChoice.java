package org.pgwright.tuning.logs;

import java.nio.file.Path;

/** Where the log of a server is read. */
public sealed interface LogChoice {
    /**
     * Over the connection.
     *
     * @param isAskedFor if so, it is a failure where the role may not; if not, that is only told
     */
    record Server(boolean isAskedFor) implements LogChoice {}

    /** On this machine: the folder, or the file that the server writes. */
    record Files(Path place) implements LogChoice {}

    /** Nowhere. */
    record None() implements LogChoice {}
}
