package org.pgwright.findings;

import org.jspecify.annotations.Nullable;
import org.pgwright.catalog.QualifiedName;

import java.util.List;

/**
 * Something in the schema that costs without serving, or that is missing.
 *
 * @param columns that it concerns, as index keys write them
 * @param index the index in question, null where one is missing
 * @param other the index that does the same, the table that a foreign key refers to, or null
 * @param detail in words: what it is, what follows from it, and what to look at before acting
 */
public record Finding(
        Kind kind,
        QualifiedName table,
        List<String> columns,
        @Nullable QualifiedName index,
        @Nullable QualifiedName other,
        String detail) {
    public Finding {
        columns = List.copyOf(columns);
    }

    /** What may be wrong, in the order that findings are reported in. */
    public enum Kind {
        INVALID_INDEX("invalid-index"),
        DUPLICATE_INDEX("duplicate-index"),
        REDUNDANT_INDEX("redundant-index"),
        FOREIGN_KEY_WITHOUT_INDEX("foreign-key-without-index"),
        UNUSED_INDEX("unused-index");

        private final String label;

        Kind(String label) {
            this.label = label;
        }

        /** The word for it in JSON and text. */
        public String label() {
            return label;
        }
    }
}
