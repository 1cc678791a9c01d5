package org.pgwright.collector;

import org.pgwright.catalog.CatalogLookup;
import org.pgwright.catalog.ColumnStatistics;
import org.pgwright.catalog.Index;
import org.pgwright.catalog.Table;
import org.pgwright.findings.Finding;
import org.pgwright.findings.SchemaFindings;
import org.pgwright.observation.SchemaReading;
import org.pgwright.observation.SchemaReading.ColumnFigures;
import org.pgwright.observation.SchemaReading.IndexSize;
import org.pgwright.observation.SchemaReading.TableSize;
import org.pgwright.postgres.ReadTransaction;
import org.pgwright.sizes.FreshSizes;
import org.pgwright.snapshot.Schema;
import org.pgwright.snapshot.SchemaReader;

import java.util.List;
import java.util.Optional;

/**
 * Looks at the schema of one database, by a fixed number of queries whatever its size. Indexes that
 * are not used are not among what it finds: that takes more than one look, at all servers.
 */
public final class SchemaCollector {
    private final Schema schema;
    private final CatalogLookup lookup;
    private final FreshSizes sizes;
    private final int blockSize;

    private SchemaCollector(Schema schema) {
        this.schema = schema;
        this.lookup = new CatalogLookup(schema.catalog());
        this.sizes = new FreshSizes(lookup, schema.layouts());
        this.blockSize = schema.catalog().server().blockSize();
    }

    /** The schema of the database of the transaction. */
    public static SchemaReading read(ReadTransaction transaction) {
        return new SchemaCollector(SchemaReader.read(transaction)).reading();
    }

    private SchemaReading reading() {
        List<Finding> findings =
                SchemaFindings.of(schema.catalog()).stream()
                        .filter(finding -> finding.kind() != Finding.Kind.UNUSED_INDEX)
                        .toList();
        return new SchemaReading(
                schema.catalog().database().oid(),
                schema.takenAt(),
                findings,
                schema.catalog().tables().stream()
                        .filter(SchemaCollector::hasFile)
                        .map(this::table)
                        .toList(),
                schema.catalog().indexes().stream()
                        .filter(index -> !index.partitioned())
                        .map(this::index)
                        .toList());
    }

    private static boolean hasFile(Table table) {
        return switch (table.kind()) {
            case TABLE, MATERIALIZED_VIEW -> true;
            case PARTITIONED, FOREIGN -> false;
        };
    }

    private TableSize table(Table table) {
        long bytes = table.size().pages() * blockSize;
        long indexes =
                lookup.indexesOf(table.name()).stream()
                        .mapToLong(index -> index.pages() * blockSize)
                        .sum();
        return new TableSize(
                table.name(),
                bytes,
                Math.max(0, table.size().total().count() - bytes - indexes),
                sizes.of(table),
                table.columns().stream().map(column -> column(table, column)).toList());
    }

    private ColumnFigures column(Table table, Table.Column column) {
        Optional<ColumnStatistics> known = lookup.statisticsOf(table.name(), column.name());
        return new ColumnFigures(
                column.name(),
                column.type(),
                known.map(ColumnStatistics::distinct).orElse(null),
                known.map(ColumnStatistics::nullFraction).orElse(null),
                known.map(ColumnStatistics::averageWidth).orElse(null));
    }

    private IndexSize index(Index index) {
        return new IndexSize(
                index.table(), index.name().name(), index.pages() * blockSize, sizes.of(index));
    }
}
