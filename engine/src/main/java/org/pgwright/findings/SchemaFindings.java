package org.pgwright.findings;

import org.pgwright.catalog.Catalog;
import org.pgwright.catalog.CatalogLookup;
import org.pgwright.catalog.QualifiedName;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Looks for duplicate, redundant, invalid and unused indexes, and for foreign keys without one.
 *
 * <p>An index is named at most once, by its most serious kind. Nothing that belongs to an extension
 * is named, and the parts of a partitioned index only through it.
 */
public final class SchemaFindings {
    private SchemaFindings() {}

    /** The findings, by kind, then by table and index. */
    public static List<Finding> of(Catalog catalog) {
        CatalogLookup lookup = new CatalogLookup(catalog);
        List<Finding> found = new ArrayList<>();
        found.addAll(new InvalidIndexes(lookup).find());
        found.addAll(new DuplicateIndexes(lookup).find());
        found.addAll(new RedundantIndexes(lookup).find());
        found.addAll(new ForeignKeysWithoutIndex(lookup).find());
        found.addAll(new UnusedIndexes(lookup).find());
        found.sort(
                Comparator.comparing(Finding::kind)
                        .thenComparing(Finding::table)
                        .thenComparing(SchemaFindings::subject));
        Set<QualifiedName> named = new LinkedHashSet<>();
        return found.stream().filter(f -> f.index() == null || named.add(f.index())).toList();
    }

    /**
     * Every foreign key without an index, those of small tables too: what it says of a schema is
     * the same whatever its rows and counters.
     */
    public static List<Finding> foreignKeysWithoutIndex(Catalog catalog) {
        return new ForeignKeysWithoutIndex(new CatalogLookup(catalog))
                .find(true).stream()
                        .sorted(
                                Comparator.comparing(Finding::table)
                                        .thenComparing(SchemaFindings::subject))
                        .toList();
    }

    private static String subject(Finding finding) {
        return finding.index() == null
                ? String.join(",", finding.columns())
                : finding.index().shown();
    }
}
