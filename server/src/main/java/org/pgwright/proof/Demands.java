package org.pgwright.proof;

/**
 * What is demanded of figures before they count.
 *
 * @param intervals on each side, with calls of the statement
 * @param calls on each side
 * @param likelihood of chance, after adjusting for the number of statements, that is believed not
 *     to be chance
 * @param difference of the mean, as a share
 * @param weight the least share of the time of all statements that use the table
 * @param rowsFactor by which rows of a call may differ
 * @param callsFactor beyond which calls in the same time are marked as changed
 * @param writePercent by how many percent of their time writes may cost more than was promised
 */
public record Demands(
        int intervals,
        int calls,
        double likelihood,
        double difference,
        double weight,
        double rowsFactor,
        double callsFactor,
        double writePercent) {
    /** Eight intervals and twenty calls, 5 % likely, a tenth of the mean, a hundredth of all. */
    public static final Demands DEFAULT = new Demands(8, 20, 0.05, 0.1, 0.01, 2, 3, 10);
}
