package org.pgwright.log.follow;

import org.jspecify.annotations.Nullable;
import org.pgwright.log.LogReading;
import org.pgwright.observation.LogPosition;

/** Keeps what a log tells, and how far it was read, in one: both or neither. */
public interface LogSink {
    /**
     * Keeps a batch together with the position behind it.
     *
     * @throws org.pgwright.error.PgwrightException if it was not kept, or is not known to be
     */
    void keep(LogReading.Batch batch, LogPosition position);

    /** What was logged between the position and what comes next cannot be read any more. */
    void missed(String source);

    /** The position that was kept last; null if none was. */
    @Nullable LogPosition reached(String source);
}
