package org.pgwright.catalog;

import java.util.List;

/**
 * A view (not a materialised one, which is a {@link Table}).
 *
 * @param definition {@code pg_get_viewdef}, every name with its schema
 * @param options such as {@code security_barrier=true}
 * @param relations the tables and views that it reads
 */
public record View(
        QualifiedName name,
        String owner,
        String definition,
        List<String> options,
        List<QualifiedName> relations) {
    public View {
        options = List.copyOf(options);
        relations = List.copyOf(relations);
    }
}
