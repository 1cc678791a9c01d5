package org.pgwright.strategy;

import org.jspecify.annotations.Nullable;
import org.pgwright.catalog.QualifiedName;

import java.util.List;

/**
 * A wish for an index that nobody has decided on.
 *
 * @param index its name, in the schema of its table
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
     * What the index is like.
     *
     * @param method the access method, such as {@code btree}
     * @param keys columns, and expressions in SQL, in order
     * @param include columns beside the keys
     * @param predicate of a partial index
     */
    public record Form(
            String method, List<String> keys, List<String> include, @Nullable String predicate) {
        public Form {
            keys = List.copyOf(keys);
            include = List.copyOf(include);
        }

        /** That of extended statistics, which are no index, on columns. */
        public static Form ofStatistics(List<String> columns) {
            return new Form("statistics", columns, List.of(), null);
        }
    }

    /** The index with its schema. */
    public QualifiedName qualifiedIndex() {
        return new QualifiedName(table.schema(), index);
    }
}
