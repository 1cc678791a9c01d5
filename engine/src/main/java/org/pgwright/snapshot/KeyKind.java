package org.pgwright.snapshot;

import org.pgwright.catalog.QualifiedName;

import java.util.Arrays;
import java.util.Optional;
import java.util.Set;

/** What a GIN index makes keys of, by its operator class (manual, section 65.4.1). */
public enum KeyKind {
    /** Every name, value and array element of a document. */
    JSONB("jsonb_ops", "snapshot.jsonb_keys"),
    /** A hash of every value with the names that lead to it. */
    JSONB_PATHS("jsonb_path_ops", "snapshot.jsonb_path_keys"),
    /** Every element of an array. */
    ARRAY("array_ops", "snapshot.array_keys"),
    /** The same for intarray. */
    INTEGERS("gin__int_ops", "snapshot.array_keys"),
    /** Every lexeme of a document. */
    LEXEMES("tsvector_ops", "snapshot.array_keys"),
    /** Every three letters of a text. */
    TRIGRAMS("gin_trgm_ops", "snapshot.trigram_keys");

    private static final String METHOD = "gin/";

    /** Types of which all values take the same room. */
    private static final Set<String> FIXED =
            Set.of(
                    "smallint",
                    "integer",
                    "bigint",
                    "oid",
                    "real",
                    "double precision",
                    "boolean",
                    "uuid",
                    "date",
                    "timestamp without time zone",
                    "timestamp with time zone");

    /** What the head of a value in a row takes less than that of one that is computed. */
    private static final int SHORTER_HEAD = 3;

    private final String operatorClass;
    private final String query;

    KeyKind(String operatorClass, String query) {
        this.operatorClass = operatorClass;
        this.query = query;
    }

    /**
     * The kind that an operator family stands for, whose operator class has the same name.
     *
     * @param family as {@code method/schema.name}
     */
    static Optional<KeyKind> ofFamily(String family) {
        return family.startsWith(METHOD)
                ? Arrays.stream(values())
                        .filter(kind -> family.endsWith("." + kind.operatorClass))
                        .findFirst()
                : Optional.empty();
    }

    /** The operator class, in the schema of the family. */
    QualifiedName operatorClass(String family) {
        return new QualifiedName(
                family.substring(METHOD.length(), family.lastIndexOf('.')), operatorClass);
    }

    /**
     * Whether values of a type are taken apart by PostgreSQL's own code alone.
     *
     * @param type as {@code format_type} has it, with a schema unless of {@code pg_catalog}
     */
    boolean takes(String type) {
        String bare = type.replaceFirst("\\(\\d+\\)", "");
        return switch (this) {
            case JSONB, JSONB_PATHS -> bare.equals("jsonb");
            case ARRAY -> bare.endsWith("[]") && !bare.contains(".");
            case INTEGERS -> bare.equals("integer[]");
            case LEXEMES -> bare.equals("tsvector");
            case TRIGRAMS -> bare.equals("text") || bare.equals("character varying");
        };
    }

    String query() {
        return query;
    }

    /** The SQL of what the query takes apart. */
    String value(String sql) {
        return this == LEXEMES ? "tsvector_to_array(%s)".formatted(sql) : sql;
    }

    /** Whether the query takes {@link #surplus} as its last parameter. */
    boolean hasWidths() {
        return this == ARRAY || this == INTEGERS || this == LEXEMES;
    }

    /** Bytes by which a key is wider when it is computed than in an index. */
    int surplus(String type) {
        return FIXED.contains(type.replace("[]", "")) ? 0 : SHORTER_HEAD;
    }
}
