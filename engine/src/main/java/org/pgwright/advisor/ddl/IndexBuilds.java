package org.pgwright.advisor.ddl;

import org.pgwright.catalog.CatalogLookup;
import org.pgwright.catalog.Identifier;
import org.pgwright.catalog.IndexDefinition;
import org.pgwright.catalog.QualifiedName;
import org.pgwright.catalog.Table;

import java.util.ArrayList;
import java.util.List;

/**
 * Writes the statements that make indexes.
 *
 * <p>PostgreSQL builds no index concurrently on a partitioned table. There the sequence of its
 * manual (section 5.12.2.2) is given: the empty index of the parent, each partition's concurrently,
 * then each attached. Where a partition is a foreign table, which can have none, the parent's index
 * comes last and adopts the partitions' by itself.
 */
public final class IndexBuilds {
    private final CatalogLookup lookup;
    private final IndexNames names;

    public IndexBuilds(CatalogLookup lookup) {
        this.lookup = lookup;
        this.names = new IndexNames(lookup.catalog());
    }

    /** How to make an index; each call gives a new name. */
    public IndexBuild build(IndexDefinition index) {
        String name = names.name(index);
        if (!isPartitioned(index.table())) {
            String statement = create("CREATE INDEX CONCURRENTLY ", name, index);
            return new IndexBuild(index, name, statement, List.of(statement));
        }
        String definition = create("CREATE INDEX ", name, index);
        List<String> statements = new ArrayList<>();
        if (hasForeignPartition(index.table())) {
            lookup.descendantsOf(index.table()).stream()
                    .filter(t -> t.kind() == Table.Kind.TABLE)
                    .forEach(leaf -> statements.add(concurrently(index.on(leaf.name()))));
            statements.add(definition);
        } else {
            addParts(index, name, statements);
        }
        return new IndexBuild(index, name, definition, statements);
    }

    private boolean isPartitioned(QualifiedName table) {
        return lookup.table(table).filter(t -> t.kind() == Table.Kind.PARTITIONED).isPresent();
    }

    private boolean hasForeignPartition(QualifiedName table) {
        return lookup.descendantsOf(table).stream().anyMatch(t -> t.kind() == Table.Kind.FOREIGN);
    }

    /** The parent's, then for each partition its own and the order to attach it. */
    private void addParts(IndexDefinition index, String name, List<String> statements) {
        statements.add(
                "CREATE INDEX "
                        + Identifier.shown(name)
                        + " ON ONLY "
                        + index.shownAfterName().substring("ON ".length()));
        for (Table partition : lookup.childrenOf(index.table())) {
            IndexDefinition part = index.on(partition.name());
            String partName = names.name(part);
            if (partition.kind() == Table.Kind.PARTITIONED) {
                addParts(part, partName, statements);
            } else {
                statements.add(create("CREATE INDEX CONCURRENTLY ", partName, part));
            }
            statements.add(
                    "ALTER INDEX "
                            + new QualifiedName(index.table().schema(), name)
                            + " ATTACH PARTITION "
                            + new QualifiedName(partition.name().schema(), partName));
        }
    }

    private String concurrently(IndexDefinition index) {
        return create("CREATE INDEX CONCURRENTLY ", names.name(index), index);
    }

    private static String create(String command, String name, IndexDefinition index) {
        return command + Identifier.shown(name) + " " + index.shownAfterName();
    }
}
