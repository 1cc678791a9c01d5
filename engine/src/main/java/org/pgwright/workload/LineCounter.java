package org.pgwright.workload;

/** Line numbers of growing positions in a text, counted once. */
final class LineCounter {
    private final String text;
    private int position;
    private int line = 1;

    LineCounter(String text) {
        this.text = text;
    }

    /**
     * The line that the position is in, from 1.
     *
     * @param at not before the position asked for last
     */
    int lineOf(int at) {
        while (position < at) {
            if (text.charAt(position) == '\n') {
                line++;
            }
            position++;
        }
        return line;
    }
}
