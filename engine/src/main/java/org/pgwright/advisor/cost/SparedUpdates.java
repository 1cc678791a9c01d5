package org.pgwright.advisor.cost;

/**
 * Updates of a table that make no entries in its indexes, to a share, as long as no index has a
 * column that they assign. Equal is only the same.
 */
public final class SparedUpdates {
    private final double cost;

    /**
     * @param cost what they pay, weighted, once that is ended: the versions elsewhere in the table,
     *     and the entries in the indexes that exist
     */
    public SparedUpdates(double cost) {
        this.cost = cost;
    }

    public double cost() {
        return cost;
    }
}
