package org.pgwright.benchmarks.schema;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.pgwright.catalog.IndexDefinition;
import org.pgwright.planner.Progress;
import org.pgwright.testing.TestDatabase;
import org.pgwright.testing.TestServers;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.stream.Stream;

final class SampleDatabaseTest {
    @ParameterizedTest
    @MethodSource("onMajors")
    void canBeLoadedAskedAndIndexed(SampleDatabase sample, int major) throws SQLException {
        try (TestDatabase database = TestServers.freshDatabase(major);
                Connection connection = database.connect();
                Statement statement = connection.createStatement()) {
            sample.load(connection, Progress.NONE);

            assertThat(sample.queries()).hasSizeGreaterThanOrEqualTo(40);
            for (SampleQuery query : sample.queries()) {
                explain(statement, query);
            }
            for (IndexDefinition index : sample.indexes()) {
                statement.execute("CREATE INDEX tried " + index.sqlAfterName());
                statement.execute("DROP INDEX " + index.table().schema() + ".tried");
            }
        }
    }

    private static void explain(Statement statement, SampleQuery query) throws SQLException {
        statement.execute("SET ROLE " + (query.role() == null ? "NONE" : query.role()));
        statement.execute("EXPLAIN " + query.sql());
        statement.execute("RESET ROLE");
    }

    private static Stream<Arguments> onMajors() {
        List<SampleDatabase> samples =
                List.of(new RegistryDatabase(0.005), new TpchDatabase(0.01), new ZooDatabase(0.02));
        return Stream.of(14, TestServers.NEWEST)
                .flatMap(major -> samples.stream().map(sample -> Arguments.of(sample, major)));
    }
}
