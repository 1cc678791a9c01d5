package org.pgwright.sessions;

/** What is done to a session. */
public enum SessionAct {
    /** Ends its query; the session stays, and its transaction fails. */
    CANCEL("cancel"),
    /** Ends the session, and takes back its transaction. */
    TERMINATE("terminate");

    private final String word;

    SessionAct(String word) {
        this.word = word;
    }

    /** As addresses and commands have it. */
    public String word() {
        return word;
    }
}
