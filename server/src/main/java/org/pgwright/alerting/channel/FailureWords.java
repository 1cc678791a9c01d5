package org.pgwright.alerting.channel;

/** What several channels say of a failure. */
final class FailureWords {
    static final String REFUSED =
            "its host has a private, loopback, link-local or reserved address; an administrator may"
                    + " allow that for this channel";

    static final String NO_CONNECTION = "no connection came about, or it broke";

    private FailureWords() {}
}
