package org.pgwright.demo;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.pgwright.planner.Progress;
import org.pgwright.testing.TestDatabase;
import org.pgwright.testing.TestServers;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

final class MlRegistryTest {
    private static final double SCALE = 0.01;

    @ParameterizedTest
    @ValueSource(ints = {14, 18})
    void runsItsWholeWorkload(int major) throws SQLException {
        try (TestDatabase database = TestServers.freshDatabase(major);
                Connection connection = database.connect()) {
            MlRegistry.load(connection, SCALE, Progress.NONE);

            WorkloadTimes reads =
                    new WorkloadRun(connection, MlRegistry.workload()).measure(1, 1, Progress.NONE);
            WorkloadTimes writes =
                    new WorkloadRun(connection, MlRegistry.writes()).measure(1, 1, Progress.NONE);

            assertThat(reads.all().calls()).isEqualTo(100);
            assertThat(writes.all().calls()).isEqualTo(100);
        }
    }

    @Test
    void isTheSameAtEveryLoad() throws SQLException {
        assertThat(fingerprint()).isEqualTo(fingerprint());
    }

    @Test
    void hasNoIndexButThoseOfItsKeys() throws SQLException {
        try (TestDatabase database = TestServers.freshDatabase(TestServers.NEWEST);
                Connection connection = database.connect()) {
            MlRegistry.load(connection, SCALE, Progress.NONE);

            assertThat(
                            one(
                                    connection,
                                    "SELECT count(*) FROM pg_index i JOIN pg_class c ON c.oid ="
                                            + " i.indrelid WHERE c.relnamespace ="
                                            + " 'public'::regnamespace AND NOT i.indisunique"))
                    .isEqualTo("0");
        }
    }

    @Test
    void weighsItsQueriesAndWritesTo100() {
        for (List<WorkloadQuery> queries : List.of(MlRegistry.workload(), MlRegistry.writes())) {
            assertThat(queries.stream().mapToInt(WorkloadQuery::weight).sum()).isEqualTo(100);
        }
    }

    private static String fingerprint() throws SQLException {
        try (TestDatabase database = TestServers.freshDatabase(TestServers.NEWEST);
                Connection connection = database.connect()) {
            MlRegistry.load(connection, SCALE, Progress.NONE);
            return one(
                    connection,
                    "SELECT md5(string_agg(t::text, ',' ORDER BY run_id)) FROM training_runs t");
        }
    }

    private static String one(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getString(1);
        }
    }
}
