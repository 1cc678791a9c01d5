package org.pgwright.twin;

import org.pgwright.catalog.Catalog;
import org.pgwright.catalog.CatalogLookup;
import org.pgwright.catalog.Index;
import org.pgwright.catalog.QualifiedName;
import org.pgwright.catalog.Table;
import org.pgwright.sizes.BtreeSize;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;

/** Gives the twin's tables and indexes the sizes of the monitored ones. */
final class Sizes {
    private static final String RECORD =
            """
            UPDATE pg_catalog.pg_class SET relpages = ?, reltuples = ?, relallvisible = ?
             WHERE oid = ?::int8::oid
            """;

    private final Catalog catalog;
    private final TwinRelations relations;
    private final IndexKeys keys;

    private Sizes(Catalog catalog, TwinRelations relations, IndexKeys keys) {
        this.catalog = catalog;
        this.relations = relations;
        this.keys = keys;
    }

    static Sizes of(Catalog catalog, TwinRelations relations) {
        return new Sizes(catalog, relations, new IndexKeys(relations, new CatalogLookup(catalog)));
    }

    /** What VACUUM and ANALYZE recorded on the monitored server, in one transaction. */
    void record(Connection superuser) throws SQLException {
        superuser.setAutoCommit(false);
        try (PreparedStatement update = superuser.prepareStatement(RECORD)) {
            for (Table table : catalog.tables()) {
                Table.Size size = table.size();
                add(
                        update,
                        table.name(),
                        size.recordedPages(),
                        size.recordedRows(),
                        size.allVisiblePages());
            }
            for (Index index : catalog.indexes()) {
                add(update, index.name(), index.recordedPages(), index.recordedRows(), 0);
            }
            update.executeBatch();
            superuser.commit();
        } finally {
            superuser.setAutoCommit(true);
        }
    }

    private void add(
            PreparedStatement update, QualifiedName name, long pages, double rows, long visible)
            throws SQLException {
        TwinRelations.Relation relation = relations.find(name);
        if (relation != null) {
            update.setLong(1, pages);
            update.setDouble(2, rows);
            update.setLong(3, visible);
            update.setLong(4, relation.oid());
            update.addBatch();
        }
    }

    /** Lengthens the files; the server must be stopped, so that nothing of them is in its cache. */
    void shape(Path dataFolder, StandIns standIns) throws IOException {
        for (Table table : catalog.tables()) {
            TwinRelations.Relation relation = relations.find(table.name());
            if (relation != null && relation.file() != null) {
                RelationFile file = relation.in(dataFolder);
                file.extend(table.size().pages());
                if (standIns.knowsEndsOf(table.name())) {
                    file.markFirstPagesVisible();
                }
            }
        }
        for (Index index : catalog.indexes()) {
            TwinRelations.Relation relation = relations.find(index.name());
            if (relation != null && relation.file() != null) {
                shape(index, relation.in(dataFolder));
            }
        }
    }

    private void shape(Index index, RelationFile file) throws IOException {
        if (index.method().equals("btree")) {
            BtreeFile.raise(file.first(), height(index));
        } else if (index.gin() != null) {
            GinFile.describe(file.first(), index.gin());
        } else if (index.method().equals("brin")) {
            BrinFile.describe(file.first(), tablePages(index.table()));
        }
        file.extend(index.pages());
    }

    /** As read from the monitored server, else what an index of this length would have. */
    private int height(Index index) {
        Integer known = index.height();
        if (known != null) {
            return known;
        }
        return BtreeSize.height(
                index.pages(),
                index.keys().stream()
                        .limit(1)
                        .map(key -> keys.widths(index.table(), key.column()))
                        .toList());
    }

    private long tablePages(QualifiedName name) {
        return catalog.tables().stream()
                .filter(table -> table.name().equals(name))
                .mapToLong(table -> table.size().pages())
                .findFirst()
                .orElse(0);
    }
}
