package org.pgwright.ddl;

import org.jspecify.annotations.Nullable;
import org.pgwright.catalog.Identifier;
import org.pgwright.catalog.QualifiedName;

import java.util.Optional;

/**
 * A name as a statement has it.
 *
 * @param schema null where the search path decides
 */
public record ObjectName(@Nullable String schema, String name) {
    /**
     * Reads a name, in double quotes or not, with a schema or without.
     *
     * @return empty for anything else
     */
    public static Optional<ObjectName> read(String text) {
        return IndexStatement.read("DROP INDEX " + text)
                .map(IndexStatement.Drop.class::cast)
                .filter(drop -> drop.indexes().size() == 1 && !drop.isCascade())
                .map(drop -> drop.indexes().getFirst());
    }

    /** With the schema that it has, or else with this one. */
    public QualifiedName in(String otherwise) {
        return new QualifiedName(schema == null ? otherwise : schema, name);
    }

    /** In double quotes, safe in any statement. */
    public String quoted() {
        return schema == null
                ? Identifier.quoted(name)
                : Identifier.quoted(schema) + "." + Identifier.quoted(name);
    }

    /** As a person writes it. */
    public String shown() {
        return schema == null
                ? Identifier.shown(name)
                : Identifier.shown(schema) + "." + Identifier.shown(name);
    }
}
