package org.pgwright.catalog;

import org.jspecify.annotations.Nullable;

import java.util.List;

/**
 * A primary key, unique, exclusion, foreign-key or check constraint of a table.
 *
 * @param definition {@code pg_get_constraintdef}, every name with its schema
 * @param columns the constrained columns in order
 * @param referencedTable of a foreign key
 * @param referencedColumns of a foreign key, as many as {@code columns}
 * @param inherited whether it came from a parent table or partitioned table
 */
public record Constraint(
        QualifiedName table,
        String name,
        Kind kind,
        String definition,
        boolean validated,
        boolean inherited,
        List<String> columns,
        @Nullable QualifiedName referencedTable,
        List<String> referencedColumns) {
    public Constraint {
        columns = List.copyOf(columns);
        referencedColumns = List.copyOf(referencedColumns);
    }

    /** Whether the server checks it; from 18 one may be NOT ENFORCED, which its text ends with. */
    public boolean isEnforced() {
        return !definition.endsWith(" NOT ENFORCED");
    }

    public enum Kind {
        PRIMARY_KEY,
        UNIQUE,
        EXCLUSION,
        FOREIGN_KEY,
        CHECK
    }
}
