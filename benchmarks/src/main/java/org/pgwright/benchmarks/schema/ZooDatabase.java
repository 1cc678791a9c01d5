package org.pgwright.benchmarks.schema;

import org.pgwright.catalog.IndexDefinition;
import org.pgwright.planner.Progress;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

/**
 * One of every kind: partitions (range, list, two levels), inheritance, expression, partial and
 * covering indexes, GIN, GiST, BRIN and hash, enums, domains, composites, row security, views,
 * names of mixed case, extended statistics.
 *
 * @param scale 1 for 200,000 rows in each of the two largest tables
 */
public record ZooDatabase(double scale) implements SampleDatabase {
    private static final SampleFiles FILES = new SampleFiles("zoo");

    @Override
    public String name() {
        return "zoo";
    }

    @Override
    public void load(Connection connection, Progress progress) throws SQLException {
        try (Statement statement = connection.createStatement();
                PreparedStatement setting =
                        connection.prepareStatement("SELECT set_config('zoo.scale', ?, false)")) {
            progress.step("Creating the zoo", 0, 3);
            statement.execute(FILES.text("schema.sql"));
            setting.setString(1, Double.toString(scale));
            setting.execute();
            progress.step("Filling the zoo", 1, 3);
            statement.execute(FILES.text("data.sql"));
            progress.step("Analyzing the zoo", 2, 3);
            statement.execute("VACUUM (ANALYZE)");
        }
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
