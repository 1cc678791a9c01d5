package org.pgwright.strategy;

import org.jspecify.annotations.Nullable;
import org.pgwright.catalog.QualifiedName;

import java.util.List;

/**
 * A wish for an index, or for extended statistics of a table, that nobody has decided on.
 *
 * @param index its name, or that of the statistics, in the schema of its table
 * @param createStatement what makes it, or brings it back
 * @param reason why, for people
 */
public record Proposal(
        Action action,
        QualifiedName table,
        String index,
        String createStatement,
        Form form,
        String reason,
        Prediction prediction) {
    /**
     * What the index, or what the statistics are like.
     *
     * @param method the access method, such as {@code btree}; {@value #STATISTICS} for statistics
     * @param keys columns, and expressions in SQL, in order
     * @param include columns beside the keys
     * @param predicate of a partial index
     */
    public record Form(
            String method, List<String> keys, List<String> include, @Nullable String predicate) {
        /** In place of an access method. */
        public static final String STATISTICS = "statistics";

        public Form {
            keys = List.copyOf(keys);
            include = List.copyOf(include);
        }

        /** That of extended statistics, which are no index, on columns. */
        public static Form ofStatistics(List<String> columns) {
            return new Form(STATISTICS, columns, List.of(), null);
        }
    }

    /** What it is about. */
    public ChangedObject object() {
        return form.method().equals(Form.STATISTICS)
                ? ChangedObject.STATISTICS
                : ChangedObject.INDEX;
    }

    /** The index or the statistics, with the schema. */
    public QualifiedName qualifiedIndex() {
        return new QualifiedName(table.schema(), index);
    }
}
