package org.pgwright.twin;

import org.pgwright.planner.Plan;
import org.pgwright.planner.PlannableStatement;
import org.pgwright.planner.Progress;
import org.pgwright.postgres.ConnectionSettings;
import org.pgwright.postgres.ExplainJson;
import org.pgwright.postgres.TargetReader;
import org.pgwright.snapshot.Snapshot;
import org.pgwright.snapshot.SnapshotRequest;
import org.pgwright.snapshot.SnapshotTaker;
import org.pgwright.testing.TestDatabase;
import org.pgwright.testing.TestServers;
import org.pgwright.workload.Workload;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;

/** Takes the way from a test database to its twin. */
final class TwinFixture {
    private TwinFixture() {}

    static List<org.pgwright.workload.Statement> statements(List<String> texts) {
        return texts.stream()
                .map(
                        text ->
                                new org.pgwright.workload.Statement(
                                        text, text, null, 1, Duration.ZERO, -1, null, "test"))
                .toList();
    }

    static org.pgwright.workload.Statement statement(String text, String role) {
        return new org.pgwright.workload.Statement(
                text, text, null, 1, Duration.ZERO, -1, role, "test");
    }

    static Snapshot snapshot(TestDatabase database, List<String> texts) {
        return snapshot(database, new Workload(statements(texts), List.of()));
    }

    static Snapshot snapshot(TestDatabase database, Workload workload) {
        ConnectionSettings settings =
                ConnectionSettings.to(
                        database.host(),
                        database.port(),
                        database.user(),
                        database.name(),
                        database.password());
        try (TargetReader reader = TargetReader.open(settings)) {
            return SnapshotTaker.take(
                    reader,
                    SnapshotRequest.everything("test").withWorkload(workload),
                    Progress.NONE);
        }
    }

    static Twin twin(TestDatabase database, List<String> texts) {
        return twin(snapshot(database, texts), database.server().major(), texts);
    }

    static Twin twin(Snapshot snapshot, int major, List<String> texts) {
        return Twin.build(snapshot.catalog(), statements(texts), options(major), Progress.NONE);
    }

    static TwinOptions options(int major) {
        return new TwinOptions(TestServers.installations().ofMajor(major), TestServers.cache());
    }

    static PlannableStatement plannable(String text) {
        return PlannableStatement.of(text);
    }

    /** The real server's plan. */
    static Plan realPlan(TestDatabase database, Twin twin, String text) {
        try (Connection connection = database.connect();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("EXPLAIN (FORMAT JSON) " + text)) {
            row.next();
            return new ExplainJson(new PlanNames(twin.catalog())).read(row.getString(1));
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The bytes of a relation's file. */
    static double sizeOf(TestDatabase database, String relation) throws SQLException {
        try (Connection connection = database.connect();
                Statement statement = connection.createStatement();
                ResultSet row =
                        statement.executeQuery("SELECT pg_relation_size('" + relation + "')")) {
            row.next();
            return row.getDouble(1);
        }
    }
}
