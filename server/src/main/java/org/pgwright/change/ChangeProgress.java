package org.pgwright.change;

/** Hears how far a change is. */
public interface ChangeProgress {
    /** Hears nothing. */
    ChangeProgress NONE =
            new ChangeProgress() {
                @Override
                public void step(String what, long done, long total) {
                    // Nobody listens.
                }

                @Override
                public void note(String sentence) {
                    // Nobody listens.
                }
            };

    /**
     * How far the statement at work is.
     *
     * @param what it does, for people
     * @param done of the total, in the server's own units
     * @param total 0 where it is not known
     */
    void step(String what, long done, long total);

    /** Something that people should know, a sentence. */
    void note(String sentence);
}
