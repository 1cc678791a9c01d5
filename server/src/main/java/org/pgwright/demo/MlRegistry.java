package org.pgwright.demo;

import org.pgwright.planner.Progress;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A registry of machine-learning models with nothing but primary keys: schema, data and workload.
 *
 * <p>The data is skewed as that of real registries (few models have most of the runs, one in twenty
 * deployments is live) and the same at every load of a scale on one major of PostgreSQL.
 */
public final class MlRegistry {
    private static final List<String> TABLES =
            List.of(
                    "environments",
                    "models",
                    "model_versions",
                    "training_runs",
                    "deployments",
                    "approvals");

    private static final List<String> WORKLOAD =
            List.of(
                    "active-deployments",
                    "best-succeeded-runs",
                    "latest-deployments",
                    "model-statistics",
                    "pending-approvals",
                    "portfolio",
                    "runs-by-experiment",
                    "runs-by-hyperparameters",
                    "runs-of-version",
                    "version-history");

    private static final List<String> WRITES = List.of("finish-deployment", "ingest-run");

    private static final String SEED = "SELECT setseed(0.42)";

    private MlRegistry() {}

    /** The queries; their weights add up to 100. */
    public static List<WorkloadQuery> workload() {
        return WORKLOAD.stream().map(name -> WorkloadQuery.read("workload", name)).toList();
    }

    /** What the application writes; the weights add up to 100. They change the data. */
    public static List<WorkloadQuery> writes() {
        return WRITES.stream().map(name -> WorkloadQuery.read("writes", name)).toList();
    }

    /**
     * Creates and fills the tables in schema {@code public}, then vacuums and analyzes.
     *
     * @param connection in autocommit mode, to a database without tables of these names
     * @param scale 1 for 1,000,000 training runs and 300,000 deployments
     */
    public static void load(Connection connection, double scale, Progress progress)
            throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(WorkloadQuery.resource("schema.sql"));
            size(connection, scale);
            statement.execute(SEED);
            for (int done = 0; done < TABLES.size(); done++) {
                String table = TABLES.get(done);
                progress.step("Loading " + table, done, TABLES.size());
                statement.execute(WorkloadQuery.resource("data/" + table + ".sql"));
            }
            progress.step("Vacuuming and analyzing", TABLES.size(), TABLES.size());
            statement.execute("VACUUM (ANALYZE)");
        }
    }

    /** The files of data read how many rows to make from the session's settings. */
    private static void size(Connection connection, double scale) throws SQLException {
        try (PreparedStatement setting =
                connection.prepareStatement("SELECT set_config(?, ?, false)")) {
            for (Map.Entry<String, Long> rows : rows(scale).entrySet()) {
                setting.setString(1, "mlregistry." + rows.getKey());
                setting.setString(2, rows.getValue().toString());
                setting.execute();
            }
        }
    }

    private static Map<String, Long> rows(double scale) {
        Map<String, Long> rows = new LinkedHashMap<>();
        rows.put("models", Math.max(50, Math.round(2_000 * scale)));
        rows.put("versions", Math.max(500, Math.round(40_000 * scale)));
        rows.put("runs", Math.round(1_000_000 * scale));
        rows.put("deployments", Math.round(300_000 * scale));
        rows.put("approvals", Math.round(80_000 * scale));
        return rows;
    }
}
