package org.pgwright.catalog;

import java.util.List;

/**
 * What decides how large a table or index would be when freshly built, beside its rows.
 *
 * @param columns in order, those that were dropped too
 * @param fillFactor in percent
 * @param sharesEntries whether equal keys of a B-tree share an entry when it is built
 * @param isReadable whether the role may see the statistics of the table
 */
public record RelationLayout(
        QualifiedName relation,
        List<Column> columns,
        int fillFactor,
        boolean sharesEntries,
        boolean isReadable) {
    public RelationLayout {
        columns = List.copyOf(columns);
    }

    /**
     * How values of a column lie in a tuple (manual, section 52.7).
     *
     * @param length in bytes; negative for a variable length
     * @param alignment in bytes
     * @param isStored whether there is anything but NULL in it: not where it was dropped, or is
     *     computed when it is read
     */
    public record Column(String name, int length, int alignment, boolean isStored) {}
}
