package org.pgwright.snapshot;

import org.pgwright.catalog.Catalog;
import org.pgwright.catalog.Constraint;
import org.pgwright.catalog.Index;
import org.pgwright.catalog.Table;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * Recognises a schema: equal for databases whose tables, columns, types, constraints and indexes
 * are the same, whatever their rows, sizes and statistics.
 */
public final class SchemaFingerprint {
    private final MessageDigest digest;

    private SchemaFingerprint() {
        try {
            digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    /** The fingerprint: 64 hexadecimal digits. */
    public static String of(Catalog catalog) {
        SchemaFingerprint fingerprint = new SchemaFingerprint();
        catalog.tables().forEach(fingerprint::add);
        catalog.constraints().forEach(fingerprint::add);
        catalog.indexes().forEach(fingerprint::add);
        return HexFormat.of().formatHex(fingerprint.digest.digest());
    }

    private void add(Table table) {
        part("table");
        part(table.name().quoted());
        part(table.kind().name());
        table.parents().forEach(parent -> part(parent.quoted()));
        part(String.valueOf(table.partitionKey()));
        part(String.valueOf(table.partitionBound()));
        for (Table.Column column : table.columns()) {
            part("column");
            part(column.name());
            part(column.type());
            part(column.notNull() ? "not null" : "null");
        }
    }

    private void add(Constraint constraint) {
        part("constraint");
        part(constraint.table().quoted());
        part(constraint.name());
        part(constraint.definition());
    }

    private void add(Index index) {
        part("index");
        part(index.definition());
        part(index.valid() ? "valid" : "invalid");
    }

    /** Each part ends in a zero byte, which no name and no definition can hold. */
    private void part(String text) {
        digest.update(text.getBytes(StandardCharsets.UTF_8));
        digest.update((byte) 0);
    }
}
