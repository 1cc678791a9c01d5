package org.pgwright.observation;

import org.jspecify.annotations.Nullable;
import org.pgwright.catalog.QualifiedName;
import org.pgwright.findings.Finding;
import org.pgwright.sizes.FreshSize;

import java.time.Instant;
import java.util.List;

/**
 * What is wrong with the schema of a database at one moment, and how large its tables and indexes
 * are beside what they would be if written anew.
 *
 * @param findings without those that have to be seen over a time and on all servers
 */
public record SchemaReading(
        long databaseOid,
        Instant takenAt,
        List<Finding> findings,
        List<TableSize> tables,
        List<IndexSize> indexes) {
    public SchemaReading {
        findings = List.copyOf(findings);
        tables = List.copyOf(tables);
        indexes = List.copyOf(indexes);
    }

    /**
     * A table that has a file.
     *
     * @param bytes of its main part
     * @param toastBytes of the main part of its TOAST table
     * @param fresh what its main part would be
     */
    public record TableSize(
            QualifiedName name,
            long bytes,
            long toastBytes,
            FreshSize fresh,
            List<ColumnFigures> columns) {
        public TableSize {
            columns = List.copyOf(columns);
        }
    }

    /** An index that has a file. */
    public record IndexSize(QualifiedName table, String name, long bytes, FreshSize fresh) {}

    /**
     * What ANALYZE found of a column; nulls where that is not known.
     *
     * @param distinct a number, or minus a share of the rows
     * @param averageWidth in bytes
     */
    public record ColumnFigures(
            String name,
            String type,
            @Nullable Double distinct,
            @Nullable Double nullFraction,
            @Nullable Integer averageWidth) {}
}
