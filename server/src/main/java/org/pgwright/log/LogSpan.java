package org.pgwright.log;

import org.jspecify.annotations.Nullable;

import java.time.Instant;

/** From the earliest to the latest of some times, whatever their order. */
final class LogSpan {
    private @Nullable Instant first;
    private @Nullable Instant last;

    void add(@Nullable Instant time) {
        if (time != null) {
            first = first == null || time.isBefore(first) ? time : first;
            last = last == null || time.isAfter(last) ? time : last;
        }
    }

    @Nullable Instant first() {
        return first;
    }

    @Nullable Instant last() {
        return last;
    }
}
