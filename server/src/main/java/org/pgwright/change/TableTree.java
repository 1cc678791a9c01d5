package org.pgwright.change;

import org.jspecify.annotations.Nullable;
import org.pgwright.catalog.QualifiedName;
import org.pgwright.postgres.Query;
import org.pgwright.repository.strategy.JournalledChange;
import org.pgwright.repository.strategy.KnownStrategy;
import org.pgwright.strategy.ChangedObject;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A table with its partitions, and all their indexes, as a server has them at a moment; and the
 * extended statistics of the table that a change is about.
 *
 * @param members the table first, each partitioned table before its partitions; empty if there is
 *     no such table
 * @param statistics of the table itself, under the name that was asked for
 */
record TableTree(List<Member> members, Optional<StatisticsSeen> statistics) {
    TableTree {
        members = List.copyOf(members);
    }

    /** What a member is. */
    enum Kind {
        /** It holds rows. */
        TABLE,
        /** Its partitions hold the rows. */
        PARTITIONED,
        /** Its rows are elsewhere, and it can have no index. */
        FOREIGN
    }

    /**
     * A table or partition.
     *
     * @param parent its oid; 0 for the first
     */
    record Member(long oid, QualifiedName name, Kind kind, long parent, List<IndexSeen> indexes) {
        Member {
            indexes = List.copyOf(indexes);
        }

        /** Its index of a name. */
        Optional<IndexSeen> index(String itsName) {
            return indexes.stream().filter(index -> index.name().equals(itsName)).findFirst();
        }

        /** Its part of the index of its parent. */
        Optional<IndexSeen> partOf(long index) {
            return indexes.stream().filter(part -> part.attachedTo() == index).findFirst();
        }
    }

    /**
     * An index.
     *
     * @param isValid whether plans may use it
     * @param attachedTo the oid of the index that it is a part of; 0 for none
     * @param bytes 0 for one of a partitioned table
     */
    record IndexSeen(long oid, String name, boolean isValid, long attachedTo, long bytes) {}

    /** As it is for a change. */
    static TableTree of(Connection connection, JournalledChange change) throws SQLException {
        return of(connection, change.object(), change.table(), change.qualifiedIndex());
    }

    /** As it is for what is wanted. */
    static TableTree of(Connection connection, KnownStrategy strategy) throws SQLException {
        return of(connection, strategy.object(), strategy.table(), strategy.qualifiedIndex());
    }

    private static TableTree of(
            Connection connection, ChangedObject object, QualifiedName table, QualifiedName name)
            throws SQLException {
        List<Member> members = members(connection, table);
        return switch (object) {
            case INDEX -> new TableTree(members, Optional.empty());
            case STATISTICS ->
                    new TableTree(
                            members,
                            StatisticsSeen.named(connection, name)
                                    .filter(seen -> seen.table().equals(table)));
        };
    }

    private static List<Member> members(Connection connection, QualifiedName table)
            throws SQLException {
        Query query = Query.named("change.tree", Query.OLDEST_MAJOR);
        try (PreparedStatement statement = connection.prepareStatement(query.sql())) {
            statement.setString(1, table.schema());
            statement.setString(2, table.name());
            try (ResultSet rows = statement.executeQuery()) {
                return read(rows);
            }
        }
    }

    private static List<Member> read(ResultSet rows) throws SQLException {
        Map<Long, Member> members = new LinkedHashMap<>();
        Map<Long, List<IndexSeen>> indexes = new LinkedHashMap<>();
        while (rows.next()) {
            long oid = rows.getLong("table_oid");
            List<IndexSeen> own = indexes.computeIfAbsent(oid, table -> new ArrayList<>());
            IndexSeen index = index(rows);
            if (index != null) {
                own.add(index);
            }
            members.put(oid, member(rows, own));
        }
        return List.copyOf(members.values());
    }

    private static Member member(ResultSet row, List<IndexSeen> indexes) throws SQLException {
        Kind kind =
                switch (row.getString("kind")) {
                    case "p" -> Kind.PARTITIONED;
                    case "f" -> Kind.FOREIGN;
                    default -> Kind.TABLE;
                };
        return new Member(
                row.getLong("table_oid"),
                new QualifiedName(row.getString("schema"), row.getString("name")),
                kind,
                row.getLong("parent"),
                indexes);
    }

    private static @Nullable IndexSeen index(ResultSet row) throws SQLException {
        String name = row.getString("index_name");
        return name == null
                ? null
                : new IndexSeen(
                        row.getLong("index_oid"),
                        name,
                        row.getBoolean("valid"),
                        row.getLong("attached_to"),
                        row.getLong("bytes"));
    }

    /** Whether there is no such table. */
    boolean isEmpty() {
        return members.isEmpty();
    }

    /** The table itself. */
    Member root() {
        return members.getFirst();
    }

    /** The table that a partition belongs to. */
    Member parentOf(Member partition) {
        return members.stream()
                .filter(member -> member.oid() == partition.parent())
                .findFirst()
                .orElseThrow();
    }

    boolean isPartitioned() {
        return !isEmpty() && root().kind() == Kind.PARTITIONED;
    }

    /** Those of a kind. */
    List<Member> members(Kind kind) {
        return members.stream().filter(member -> member.kind() == kind).toList();
    }

    /** All indexes that are part of one of the table, itself included, with their tables. */
    List<Part> partsOf(String rootIndex) {
        List<Part> parts = new ArrayList<>();
        root().index(rootIndex).ifPresent(index -> parts.add(new Part(root(), index)));
        for (int i = 0; i < parts.size(); i++) {
            long oid = parts.get(i).index().oid();
            members.forEach(
                    member ->
                            member.partOf(oid)
                                    .ifPresent(index -> parts.add(new Part(member, index))));
        }
        return parts;
    }

    /** An index with its table. */
    record Part(Member table, IndexSeen index) {
        QualifiedName name() {
            return new QualifiedName(table.name().schema(), index.name());
        }
    }

    /** What an index of the table takes, with all its parts. */
    long bytes(String rootIndex) {
        return partsOf(rootIndex).stream().mapToLong(part -> part.index().bytes()).sum();
    }
}
