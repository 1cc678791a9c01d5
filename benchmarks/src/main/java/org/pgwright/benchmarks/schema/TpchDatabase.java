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
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * TPC-H: its tables from the standard's generator, its 22 queries with the validation parameters,
 * and shorter queries on the same tables.
 *
 * @param scale 1 for 6,000,000 line items; below 0.01 the generator repeats keys
 * @param bed which tables and queries
 */
public record TpchDatabase(double scale, Bed bed) implements SampleDatabase {
    private static final SampleFiles FILES = new SampleFiles("tpch");
    private static final Pattern STANDARD_QUERY = Pattern.compile("(\\d+) ");
    private static final Set<String> DOMINANT = Set.of("2", "17", "20");

    /** What it is for. */
    public enum Bed {
        /** With primary and foreign keys; all queries. */
        KEYED,
        /**
         * As the literature measures index advisors: no keys at all, dbgen's types, and of the 22
         * queries those that do not outweigh all others together (not 2, 17 and 20).
         */
        LITERATURE
    }

    /** With keys and all queries. */
    public TpchDatabase(double scale) {
        this(scale, Bed.KEYED);
    }

    @Override
    public String name() {
        return switch (bed) {
            case KEYED -> "TPC-H";
            case LITERATURE -> "TPC-H without keys";
        };
    }

    @Override
    public void load(Connection connection, Progress progress) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(FILES.text("schema.sql"));
            if (bed == Bed.LITERATURE) {
                statement.execute(FILES.text("dbgen_types.sql"));
            }
            List<TpchTable<?>> tables = TpchTable.getTables();
            for (int done = 0; done < tables.size(); done++) {
                progress.step("Loading TPC-H", done, tables.size());
                copy(connection, tables.get(done));
            }
            if (bed == Bed.KEYED) {
                statement.execute(FILES.text("keys.sql"));
            }
            progress.step("Vacuuming and analyzing", tables.size(), tables.size());
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
        List<SampleQuery> all = FILES.queries();
        return switch (bed) {
            case KEYED -> all;
            case LITERATURE -> all.stream().filter(TpchDatabase::isOfTheLiterature).toList();
        };
    }

    private static boolean isOfTheLiterature(SampleQuery query) {
        Matcher number = STANDARD_QUERY.matcher(query.name());
        return number.lookingAt() && !DOMINANT.contains(number.group(1));
    }

    @Override
    public List<IndexDefinition> indexes() {
        return FILES.indexes();
    }
}
