package org.pgwright.benchmarks.writes;

import org.pgwright.benchmarks.built.BuiltIndexes;
import org.pgwright.catalog.IndexDefinition;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Indexes that are built once and then switched on and off, so that sets of them can take turns
 * without being built anew each time.
 *
 * <p>One that is off is to the server as if it were being dropped: writes leave it alone, and no
 * plan uses it. What is written must be taken back and vacuumed away before others are switched on;
 * then one that was off has missed nothing. Close drops them. Only for a server that nobody else
 * uses: it changes the system catalogs.
 */
public final class SwitchedIndexes implements AutoCloseable {
    private static final String SWITCH =
            """
            UPDATE pg_index AS i
               SET indislive = i.indexrelid = ANY (built.on),
                   indisready = i.indexrelid = ANY (built.on),
                   indisvalid = i.indexrelid = ANY (built.on)
              FROM (SELECT ?::text[]::regclass[]::oid[], ?::text[]::regclass[]::oid[])
                   AS built ("all", "on")
             WHERE i.indexrelid = ANY (built."all")
            """;

    /** Each backend keeps the list of a table's indexes until the table's own row changes. */
    private static final String FORGET =
            """
            UPDATE pg_class
               SET relname = relname
             WHERE oid IN (SELECT indrelid FROM pg_index
                            WHERE indexrelid = ANY (?::text[]::regclass[]::oid[]))
            """;

    private final Connection connection;
    private final BuiltIndexes built;
    private final Map<IndexDefinition, String> names = new LinkedHashMap<>();

    private SwitchedIndexes(Connection connection, BuiltIndexes built) {
        this.connection = connection;
        this.built = built;
        built.all().forEach(index -> names.put(index.definition(), index.qualified()));
    }

    /**
     * Builds them, all switched on.
     *
     * @param connection a superuser's, in autocommit mode
     */
    public static SwitchedIndexes build(
            Connection connection, Collection<IndexDefinition> definitions) throws SQLException {
        return new SwitchedIndexes(
                connection,
                BuiltIndexes.build(connection, definitions.stream().distinct().toList()));
    }

    /** Switches these on and all others off. */
    public void only(Collection<IndexDefinition> definitions) throws SQLException {
        List<String> on = new ArrayList<>();
        for (IndexDefinition definition : definitions) {
            String name = names.get(definition);
            if (name == null) {
                throw new IllegalArgumentException("not built: " + definition.shownAfterName());
            }
            on.add(name);
        }
        String[] all = names.values().toArray(String[]::new);
        try (PreparedStatement change = connection.prepareStatement(SWITCH);
                PreparedStatement forget = connection.prepareStatement(FORGET)) {
            change.setArray(1, connection.createArrayOf("text", all));
            change.setArray(2, connection.createArrayOf("text", on.toArray(String[]::new)));
            change.executeUpdate();
            forget.setArray(1, connection.createArrayOf("text", all));
            forget.executeUpdate();
        }
    }

    @Override
    public void close() throws SQLException {
        only(names.keySet());
        built.close();
    }
}
