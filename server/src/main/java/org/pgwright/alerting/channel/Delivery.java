package org.pgwright.alerting.channel;

import org.jspecify.annotations.Nullable;

import java.time.Duration;

/** How an attempt to tell people ended. */
public sealed interface Delivery {
    /** The other side took it. */
    record Sent() implements Delivery {}

    /**
     * It did not, or nobody knows; later it may.
     *
     * @param reason for people; without secrets, and without what the other side said
     * @param pause for how long it wants to be left alone; null where it did not say so
     */
    record Failed(String reason, @Nullable Duration pause) implements Delivery {
        public Failed(String reason) {
            this(reason, null);
        }
    }

    /**
     * It will not take it, however often it is asked.
     *
     * @param reason for people, as of a failure
     */
    record Refused(String reason) implements Delivery {}
}
