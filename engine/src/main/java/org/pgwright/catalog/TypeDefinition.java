package org.pgwright.catalog;

import org.jspecify.annotations.Nullable;

import java.util.List;

/** A type made by the user, outside extensions. */
public sealed interface TypeDefinition {
    QualifiedName name();

    record Enumeration(QualifiedName name, List<String> labels) implements TypeDefinition {
        public Enumeration {
            labels = List.copyOf(labels);
        }
    }

    /** A domain. Its constraints are left out: they run code and never change a plan. */
    record Domain(QualifiedName name, String baseType, @Nullable QualifiedName collation)
            implements TypeDefinition {}

    record Composite(QualifiedName name, List<Attribute> attributes) implements TypeDefinition {
        public Composite {
            attributes = List.copyOf(attributes);
        }
    }

    /** A range type; the multirange type that PostgreSQL makes along with it is named too. */
    record Range(QualifiedName name, String subtype, QualifiedName multirange)
            implements TypeDefinition {}

    /** An attribute of a composite type, its type as {@code format_type} writes it. */
    record Attribute(String name, String type, @Nullable QualifiedName collation) {}
}
