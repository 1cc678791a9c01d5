package org.pgwright.alerting.channel;

/** How an attempt to tell people ended. */
public sealed interface Delivery {
    /** The other side took it. */
    record Sent() implements Delivery {}

    /**
     * It did not, or nobody knows.
     *
     * @param reason for people; without secrets, and without what the other side said
     */
    record Failed(String reason) implements Delivery {}
}
