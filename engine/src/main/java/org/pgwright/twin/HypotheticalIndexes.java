package org.pgwright.twin;

import org.pgwright.catalog.Bytes;
import org.pgwright.catalog.Index.GinPages;
import org.pgwright.catalog.IndexDefinition;
import org.pgwright.catalog.QualifiedName;
import org.pgwright.catalog.Table;
import org.pgwright.planner.HypotheticalIndex;
import org.pgwright.planner.WhatIfPlanner.Offer;
import org.pgwright.sizes.BtreeSize;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Makes indexes on the twin that the monitored database does not have, all switched off.
 *
 * <p>Each is a real index of the twin, built over the table's stand-in, then given the length and
 * height that it would have. An index on a partitioned table is one on each of its leaves.
 */
final class HypotheticalIndexes {
    static final String PREFIX = "pgwright_h";

    /**
     * Where a B-tree's metapage says whether equal keys share an entry ({@code access/nbtree.h}).
     */
    private static final int SHARES_ENTRIES_OFFSET = 64;

    private static final String SWITCH_OFF =
            "UPDATE pg_catalog.pg_index SET indisvalid = false WHERE indexrelid = ?::int8::oid";

    /** The server takes numbers from the other end, and never gets so far. */
    private static final long LAST_FILE_NODE = 0xFFFF_0000L;

    private static final String POINT_AT =
            """
            UPDATE pg_catalog.pg_class SET relfilenode = ?::int8::oid WHERE oid = ?::int8::oid
            """;

    private static final String RECORD =
            """
            UPDATE pg_catalog.pg_class SET relpages = ?, reltuples = ?
             WHERE oid = ?::int8::oid RETURNING pg_catalog.pg_relation_filepath(oid)
            """;

    private final Connection superuser;
    private final Path dataFolder;
    private final StandInBuild build;
    private final IndexEstimates estimates;
    private final ExpressionStatistics expressions;
    private final TableTree tables;
    private final Map<IndexDefinition, Made> made = new HashMap<>();
    private final List<Made> byId = new ArrayList<>();

    HypotheticalIndexes(
            Connection superuser,
            Path dataFolder,
            StandInBuild build,
            IndexEstimates estimates,
            ExpressionStatistics expressions,
            TableTree tables) {
        this.superuser = superuser;
        this.dataFolder = dataFolder;
        this.build = build;
        this.estimates = estimates;
        this.expressions = expressions;
        this.tables = tables;
    }

    /** A hypothetical index with the twin's own indexes that it consists of. */
    record Made(HypotheticalIndex index, List<Long> oids) {}

    /** The hypothetical index of this id, which was offered before. */
    Made byId(int id) {
        return byId.get(id);
    }

    /** A definition that was offered before keeps its index. */
    Offer offer(IndexDefinition definition) throws SQLException, IOException {
        Made known = made.get(definition);
        if (known != null) {
            return new Offer.Made(known.index());
        }
        List<Table> leaves = tables.leaves(definition.table());
        if (leaves.isEmpty()) {
            return new Offer.Refused(definition, "the twin does not hold the table");
        }
        superuser.setAutoCommit(false);
        try {
            Made index = make(definition, leaves);
            superuser.commit();
            made.put(definition, index);
            byId.add(index);
            return new Offer.Made(index.index());
        } catch (SQLException e) {
            superuser.rollback();
            if (TwinFailure.isFatal(e)) {
                throw e;
            }
            return new Offer.Refused(definition, reason(e));
        } finally {
            superuser.setAutoCommit(true);
        }
    }

    private static String reason(SQLException failure) {
        String message = String.valueOf(failure.getMessage());
        return message.lines().findFirst().orElse("").replaceFirst("^ERROR: ", "");
    }

    private Made make(IndexDefinition definition, List<Table> leaves)
            throws SQLException, IOException {
        int id = byId.size();
        long pages = 0;
        double rows = 0;
        double entries = 0;
        List<Long> oids = new ArrayList<>();
        for (Table leaf : leaves) {
            String name = PREFIX + id + (leaves.size() == 1 ? "" : "_" + oids.size());
            BtreeSize.Estimate size = make(name, definition, leaf, oids);
            pages += size.pages();
            rows += estimates.rows(leaf);
            entries += estimates.rows(definition, leaf);
        }
        HypotheticalIndex index =
                new HypotheticalIndex(
                        id,
                        definition,
                        new Bytes(pages * BtreeFile.PAGE),
                        rows > 0 ? Math.min(1, entries / rows) : 1);
        return new Made(index, List.copyOf(oids));
    }

    private BtreeSize.Estimate make(
            String name, IndexDefinition definition, Table leaf, List<Long> oids)
            throws SQLException, IOException {
        build.pointAtStandIn(leaf.name());
        long oid = create(name, definition, leaf.name());
        build.pointBack(leaf);
        switchOff(oid);
        expressions.load(oid, definition, leaf.name());
        Path file = filePath(oid);
        BtreeSize.Estimate estimate =
                estimates.of(definition, leaf, sharesEntries(definition.method(), file));
        String path = record(oid, estimate.pages(), estimates.rows(definition, leaf));
        if (definition.method().equals("btree")) {
            BtreeFile.raise(file, estimate.height());
        }
        RelationFile pages = new RelationFile(dataFolder, path);
        if (definition.method().equals("gin")) {
            pages = counted(oid, pages, estimates.gin(definition, leaf));
        }
        pages.extend(estimate.pages());
        oids.add(oid);
        return estimate;
    }

    /**
     * Gives a GIN index another file, whose metapage has the counters: that of the build is in the
     * server's cache.
     */
    private RelationFile counted(long oid, RelationFile built, GinPages counters)
            throws SQLException, IOException {
        long fileNode = LAST_FILE_NODE - oid;
        RelationFile counted = built.beside(fileNode, GinFile.metapage(counters));
        try (PreparedStatement update = superuser.prepareStatement(POINT_AT)) {
            update.setLong(1, fileNode);
            update.setLong(2, oid);
            update.executeUpdate();
        }
        return counted;
    }

    private long create(String name, IndexDefinition definition, QualifiedName table)
            throws SQLException {
        try (Statement statement = superuser.createStatement()) {
            statement.execute("CREATE INDEX " + name + " " + definition.on(table).sqlAfterName());
        }
        try (PreparedStatement query =
                superuser.prepareStatement(
                        """
                        SELECT c.oid FROM pg_catalog.pg_class c
                          JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
                         WHERE n.nspname = ? AND c.relname = ?
                        """)) {
            query.setString(1, table.schema());
            query.setString(2, name);
            try (ResultSet row = query.executeQuery()) {
                row.next();
                return row.getLong(1);
            }
        }
    }

    private void switchOff(long oid) throws SQLException {
        try (PreparedStatement update = superuser.prepareStatement(SWITCH_OFF)) {
            update.setLong(1, oid);
            update.executeUpdate();
        }
    }

    private Path filePath(long oid) throws SQLException {
        try (PreparedStatement query =
                superuser.prepareStatement(
                        "SELECT pg_catalog.pg_relation_filepath(?::int8::oid)")) {
            query.setLong(1, oid);
            try (ResultSet row = query.executeQuery()) {
                row.next();
                return dataFolder.resolve(row.getString(1));
            }
        }
    }

    private static boolean sharesEntries(String method, Path file) throws IOException {
        if (!method.equals("btree")) {
            return false;
        }
        try (RandomAccessFile pages = new RandomAccessFile(file.toFile(), "r")) {
            pages.seek(SHARES_ENTRIES_OFFSET);
            return pages.readByte() != 0;
        }
    }

    private String record(long oid, long pages, double rows) throws SQLException {
        try (PreparedStatement update = superuser.prepareStatement(RECORD)) {
            update.setLong(1, pages);
            update.setDouble(2, rows);
            update.setLong(3, oid);
            try (ResultSet row = update.executeQuery()) {
                row.next();
                return row.getString(1);
            }
        }
    }
}
