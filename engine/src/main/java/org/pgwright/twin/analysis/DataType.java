package org.pgwright.twin.analysis;

import java.util.List;

/**
 * A data type of the twin.
 *
 * @param name as {@code format_type} writes it, fit for a cast
 * @param kind {@code pg_type.typtype}: {@code b} base, {@code d} domain, {@code e} enum, {@code r}
 *     range
 * @param category {@code pg_type.typcategory}
 * @param element oid of an array's elements, 0 for any other type
 * @param base oid of a domain's base type, 0 for any other type
 * @param labels of an enumeration
 */
record DataType(
        long oid,
        String name,
        char kind,
        char category,
        long element,
        long base,
        List<String> labels) {
    DataType {
        labels = List.copyOf(labels);
    }

    boolean isArray() {
        return element != 0;
    }
}
