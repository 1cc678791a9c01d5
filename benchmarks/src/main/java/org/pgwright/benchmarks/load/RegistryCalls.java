package org.pgwright.benchmarks.load;

import org.pgwright.demo.MlRegistry;
import org.pgwright.demo.WorkloadQuery;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/** What the application of the ML registry reads and writes, in equal parts. */
public final class RegistryCalls implements Work {
    @Override
    public Turn on(Connection connection) throws SQLException {
        Statement statement = connection.createStatement();
        List<String> calls = calls();
        Random random = new Random();
        return () -> statement.execute(calls.get(random.nextInt(calls.size())));
    }

    private static List<String> calls() {
        List<String> calls = new ArrayList<>();
        for (List<WorkloadQuery> queries : List.of(MlRegistry.workload(), MlRegistry.writes())) {
            queries.forEach(
                    query -> calls.addAll(Collections.nCopies(query.weight(), query.sql())));
        }
        return calls;
    }
}
