package org.pgwright.advisor.ddl;

import org.pgwright.catalog.IndexDefinition;

import java.util.List;

/**
 * How an index is made.
 *
 * @param definition one statement that says what is made
 * @param statements what to run for it, one by one and outside a transaction; never blocks writes
 *     for longer than it takes to change the catalogue
 */
public record IndexBuild(
        IndexDefinition index, String name, String definition, List<String> statements) {
    public IndexBuild {
        statements = List.copyOf(statements);
    }
}
