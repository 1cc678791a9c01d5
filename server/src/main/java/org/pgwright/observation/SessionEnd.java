package org.pgwright.observation;

/** What came of ending a session or its query. */
public enum SessionEnd {
    /** It is over. */
    ENDED("ended"),
    /** It was over before. */
    WAS_GONE("was gone already"),
    /** The server has told it to end, and it has not done so yet. */
    TOLD("was told to end, and has not done so yet");

    private final String sentence;

    SessionEnd(String sentence) {
        this.sentence = sentence;
    }

    /** As it goes on after the name of what was ended. */
    public String sentence() {
        return sentence;
    }
}
