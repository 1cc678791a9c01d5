package org.pgwright.benchmarks.built;

import org.pgwright.catalog.Identifier;
import org.pgwright.catalog.IndexDefinition;
import org.pgwright.catalog.QualifiedName;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Indexes built for real, which close drops. */
public final class BuiltIndexes implements AutoCloseable {
    private final Connection connection;
    private final List<Built> all = new ArrayList<>();

    private BuiltIndexes(Connection connection) {
        this.connection = connection;
    }

    /**
     * An index of them.
     *
     * @param bytes of its file
     */
    public record Built(String name, IndexDefinition definition, long bytes) {
        /** Its name, quoted, with its schema, which is the table's. */
        public String qualified() {
            return BuiltIndexes.qualified(name, definition);
        }
    }

    /**
     * Builds them, and analyzes the tables where the planner knows nothing of an expression until
     * then.
     *
     * @param connection in autocommit mode
     */
    public static BuiltIndexes build(Connection connection, List<IndexDefinition> definitions)
            throws SQLException {
        BuiltIndexes built = new BuiltIndexes(connection);
        try {
            for (IndexDefinition definition : definitions) {
                built.add(definition);
            }
            built.analyze();
            return built;
        } catch (SQLException failure) {
            built.closeAfter(failure);
            throw failure;
        }
    }

    /** In the order of the definitions. */
    public List<Built> all() {
        return List.copyOf(all);
    }

    /** All together. */
    public long bytes() {
        return all.stream().mapToLong(Built::bytes).sum();
    }

    private void add(IndexDefinition definition) throws SQLException {
        String name = "measured_" + (all.size() + 1);
        try (Statement statement = connection.createStatement()) {
            statement.execute(
                    "CREATE INDEX %s %s"
                            .formatted(Identifier.quoted(name), definition.sqlAfterName()));
            String size =
                    "SELECT pg_relation_size('%s'::regclass)"
                            .formatted(qualified(name, definition).replace("'", "''"));
            try (ResultSet row = statement.executeQuery(size)) {
                row.next();
                all.add(new Built(name, definition, row.getLong(1)));
            }
        }
    }

    private void analyze() throws SQLException {
        Set<QualifiedName> tables = new LinkedHashSet<>();
        for (Built index : all) {
            if (index.definition().keys().stream().anyMatch(IndexDefinition.Key::expression)) {
                tables.add(index.definition().table());
            }
        }
        try (Statement statement = connection.createStatement()) {
            for (QualifiedName table : tables) {
                statement.execute("ANALYZE " + table.quoted());
            }
        }
    }

    private static String qualified(String name, IndexDefinition definition) {
        return new QualifiedName(definition.table().schema(), name).quoted();
    }

    /** Drops one of them in the connection's transaction, which is to be rolled back. */
    public static void drop(Connection connection, Built index) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("DROP INDEX " + index.qualified());
        }
    }

    private void closeAfter(SQLException failure) {
        try {
            close();
        } catch (SQLException another) {
            failure.addSuppressed(another);
        }
    }

    @Override
    public void close() throws SQLException {
        while (!all.isEmpty()) {
            drop(connection, all.removeLast());
        }
    }
}
