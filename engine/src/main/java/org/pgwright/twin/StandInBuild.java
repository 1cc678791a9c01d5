package org.pgwright.twin;

import org.pgwright.catalog.Index;
import org.pgwright.catalog.QualifiedName;
import org.pgwright.catalog.Table;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/**
 * Builds indexes of a table over the file of its stand-in.
 *
 * <p>Everything happens in a transaction of the caller's that points the table at the stand-in
 * first and back at the end: building an index writes to the table's row of pg_class in place, even
 * if it is rolled back, and that is safe on a row that the transaction has made itself.
 */
final class StandInBuild {
    private static final String POINT_AT_STAND_IN =
            """
            UPDATE pg_catalog.pg_class
               SET relfilenode = (SELECT s.relfilenode FROM pg_catalog.pg_class s
                                   WHERE s.oid = ?::int8::oid)
             WHERE oid = ?::int8::oid
            """;

    private static final String POINT_BACK =
            """
            UPDATE pg_catalog.pg_class
               SET relfilenode = ?::int8::oid, relpages = ?, reltuples = ?, relallvisible = ?
             WHERE oid = ?::int8::oid
            """;

    private final Connection superuser;
    private final TwinRelations relations;
    private final StandIns standIns;

    StandInBuild(Connection superuser, TwinRelations relations, StandIns standIns) {
        this.superuser = superuser;
        this.relations = relations;
        this.standIns = standIns;
    }

    void pointAtStandIn(QualifiedName table) throws SQLException {
        try (PreparedStatement update = superuser.prepareStatement(POINT_AT_STAND_IN)) {
            update.setLong(1, relations.known(standIns.of(table)).oid());
            update.setLong(2, relations.known(table).oid());
            update.executeUpdate();
        }
    }

    void pointBack(Table table) throws SQLException {
        TwinRelations.Relation relation = relations.known(table.name());
        Table.Size size = table.size();
        try (PreparedStatement update = superuser.prepareStatement(POINT_BACK)) {
            update.setLong(1, relation.fileNode());
            update.setLong(2, size.recordedPages());
            update.setDouble(3, size.recordedRows());
            update.setLong(4, size.allVisiblePages());
            update.setLong(5, relation.oid());
            update.executeUpdate();
        }
    }

    /**
     * Builds the existing B-trees again, so that their leaves hold the ends. One that cannot be
     * built so, because an expression fails on the ends, stays empty.
     *
     * @return what could not be done, in words
     */
    List<String> rebuild(List<Index> indexes, TableTree tables) throws SQLException {
        List<String> problems = new ArrayList<>();
        for (Index index : indexes) {
            Table table = tables.find(index.table());
            boolean hasEnds =
                    index.method().equals("btree")
                            && !index.partitioned()
                            && standIns.knowsEndsOf(index.table());
            if (hasEnds && table != null && relations.find(index.name()) != null) {
                rebuild(index, table, problems);
            }
        }
        return problems;
    }

    private void rebuild(Index index, Table table, List<String> problems) throws SQLException {
        superuser.setAutoCommit(false);
        try (Statement statement = superuser.createStatement()) {
            pointAtStandIn(table.name());
            statement.execute("REINDEX INDEX " + index.name().quoted());
            pointBack(table);
            superuser.commit();
        } catch (SQLException e) {
            superuser.rollback();
            if (TwinFailure.isFatal(e)) {
                throw e;
            }
            problems.add("ends of index " + index.name());
        } finally {
            superuser.setAutoCommit(true);
        }
    }
}
