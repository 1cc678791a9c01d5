package org.pgwright.report;

/**
 * How text for people is laid out.
 *
 * @param columns that a line may fill
 * @param colour whether headings are emphasised with ANSI escapes
 */
public record Layout(int columns, boolean colour) {
    private static final int NARROWEST = 80;
    private static final int WIDEST = 120;

    /** For a pipe or a file: no colour, 100 columns. */
    public static final Layout PLAIN = new Layout(100, false);

    public Layout {
        columns = Math.clamp(columns, NARROWEST, WIDEST);
    }

    String heading(String text) {
        return colour ? "\033[1m" + text + "\033[0m" : text;
    }
}
