package org.pgwright.benchmarks.schema;

import io.trino.tpch.TpchEntity;
import io.trino.tpch.TpchTable;

import org.pgwright.catalog.Identifier;
import org.pgwright.catalog.IndexDefinition;
import org.pgwright.planner.Progress;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;

import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

/**
 * TPC-H: its tables from the standard's generator, its 22 queries with the validation parameters,
 * and shorter queries on the same tables.
 *
 * @param scale 1 for 6,000,000 line items; below 0.01 the generator repeats keys
 */
public record TpchDatabase(double scale) implements SampleDatabase {
    private static final SampleFiles FILES = new SampleFiles("tpch");

    @Override
    public String name() {
        return "TPC-H";
    }

    @Override
    public void load(Connection connection, Progress progress) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(FILES.text("schema.sql"));
            List<TpchTable<?>> tables = TpchTable.getTables();
            for (int done = 0; done < tables.size(); done++) {
                progress.step("Loading TPC-H", done, tables.size());
                copy(connection, tables.get(done));
            }
            statement.execute(FILES.text("constraints.sql"));
            statement.execute("VACUUM (ANALYZE)");
        }
    }

    private void copy(Connection connection, TpchTable<?> table) throws SQLException {
        String sql =
                "COPY %s FROM STDIN (DELIMITER '|')"
                        .formatted(Identifier.quoted(table.getTableName()));
        CopyIn copy = connection.unwrap(PGConnection.class).getCopyAPI().copyIn(sql);
        for (TpchEntity row : table.createGenerator(scale, 1, 1)) {
            byte[] line = row.toLine().getBytes(StandardCharsets.UTF_8);
            // The generator's lines end with the delimiter, COPY's with a line feed.
            line[line.length - 1] = '\n';
            copy.writeToCopy(line, 0, line.length);
        }
        copy.endCopy();
    }

    @Override
    public List<SampleQuery> queries() {
        return FILES.queries();
    }

    @Override
    public List<IndexDefinition> indexes() {
        return FILES.indexes();
    }
}
