package org.pgwright.catalog;

import java.util.Comparator;

/** The name of a relation, type, function or other object, with its schema. */
public record QualifiedName(String schema, String name) implements Comparable<QualifiedName> {
    private static final Comparator<QualifiedName> ORDER =
            Comparator.comparing(QualifiedName::schema).thenComparing(QualifiedName::name);

    /** Both parts in double quotes, safe in any statement. */
    public String quoted() {
        return Identifier.quoted(schema) + "." + Identifier.quoted(name);
    }

    /** As a person writes it: {@code public.orders}, quoted only where needed. */
    public String shown() {
        return Identifier.shown(schema) + "." + Identifier.shown(name);
    }

    @Override
    public int compareTo(QualifiedName other) {
        return ORDER.compare(this, other);
    }

    @Override
    public String toString() {
        return shown();
    }
}
