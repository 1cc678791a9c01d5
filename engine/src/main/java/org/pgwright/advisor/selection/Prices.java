package org.pgwright.advisor.selection;

/**
 * What having options is priced at beside what writes pay for them, in units of cost.
 *
 * @param perByte on disk, in memory and in every backup
 * @param perOption for one thing more to look after
 */
public record Prices(double perByte, double perOption) {
    /** Indexes as large as all the tables have to save a hundredth of the cost. */
    private static final double OF_BEFORE_FOR_BYTES_OF_TABLES = 0.01;

    private static final double OF_BEFORE_FOR_OPTION = 0.0002;

    /** Where the user says how many bytes there are, they are there to be used. */
    private static final double WHERE_GIVEN = 0.01;

    /** The same where indexes may take what they are worth. */
    public static Prices usual(double before, long tableBytes) {
        return new Prices(
                OF_BEFORE_FOR_BYTES_OF_TABLES * before / Math.max(1, tableBytes),
                OF_BEFORE_FOR_OPTION * before);
    }

    /** The same where a budget says what they may take. */
    public static Prices within(double before, long tableBytes) {
        Prices usual = usual(before, tableBytes);
        return new Prices(WHERE_GIVEN * usual.perByte, WHERE_GIVEN * usual.perOption);
    }
}
