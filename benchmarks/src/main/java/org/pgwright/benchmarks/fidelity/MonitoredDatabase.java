package org.pgwright.benchmarks.fidelity;

import org.pgwright.benchmarks.schema.SampleDatabase;
import org.pgwright.benchmarks.schema.SampleQuery;
import org.pgwright.catalog.Catalog;
import org.pgwright.catalog.Identifier;
import org.pgwright.catalog.IndexDefinition;
import org.pgwright.catalog.QualifiedName;
import org.pgwright.embedded.EmbeddedPostgres;
import org.pgwright.planner.Plan;
import org.pgwright.planner.Progress;
import org.pgwright.postgres.ConnectionSettings;
import org.pgwright.postgres.ExplainJson;
import org.pgwright.postgres.TargetReader;
import org.pgwright.snapshot.Snapshot;
import org.pgwright.snapshot.SnapshotRequest;
import org.pgwright.snapshot.SnapshotTaker;
import org.pgwright.workload.Workload;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;

/** A sample database on a real server: what a twin is compared with. */
public final class MonitoredDatabase implements AutoCloseable {
    /** Its children on partitions have names of the server's own making. */
    private static final String INDEX = "pgwright_measured";

    private static final Duration COUNTED_WITHIN = Duration.ofSeconds(30);

    /** Last of all scanned, so that its count comes after those of all others. */
    private static final String SCANS_OF_MARKER =
            """
            SELECT seq_scan + idx_scan FROM pg_stat_all_tables
             WHERE relid = 'pg_largeobject_metadata'::regclass
            """;

    private final EmbeddedPostgres server;
    private final String name;
    private final boolean stays;
    private final Connection connection;

    private MonitoredDatabase(
            EmbeddedPostgres server, String name, boolean stays, Connection connection) {
        this.server = server;
        this.name = name;
        this.stays = stays;
        this.connection = connection;
    }

    /**
     * Makes and fills a database of the sample on the server, which stays the caller's; nothing may
     * analyze or vacuum there meanwhile.
     */
    public static MonitoredDatabase create(
            EmbeddedPostgres server, SampleDatabase sample, Progress progress) throws SQLException {
        load(server, sample, progress);
        return prepared(server, sample, false);
    }

    /**
     * The same on a server that keeps its data: what an earlier run loaded is used, and the
     * database stays when this is closed.
     */
    public static MonitoredDatabase kept(
            EmbeddedPostgres server, SampleDatabase sample, Progress progress) throws SQLException {
        if (!isLoaded(server, sample.name())) {
            load(server, sample, progress);
        }
        return prepared(server, sample, true);
    }

    /** It gets its name when it is complete: what an interrupted run left is not taken for it. */
    private static void load(EmbeddedPostgres server, SampleDatabase sample, Progress progress)
            throws SQLException {
        String loading = sample.name() + " (loading)";
        try (Connection connection = server.connect(EmbeddedPostgres.SUPERUSER);
                Statement statement = connection.createStatement()) {
            statement.execute("DROP DATABASE IF EXISTS %s".formatted(quoted(loading)));
            statement.execute("CREATE DATABASE %s TEMPLATE template0".formatted(quoted(loading)));
            try (Connection fresh = server.connect(loading)) {
                sample.load(fresh, progress);
            }
            statement.execute(
                    "ALTER DATABASE %s RENAME TO %s"
                            .formatted(quoted(loading), quoted(sample.name())));
        }
    }

    private static boolean isLoaded(EmbeddedPostgres server, String name) throws SQLException {
        try (Connection connection = server.connect(EmbeddedPostgres.SUPERUSER);
                PreparedStatement statement =
                        connection.prepareStatement("SELECT FROM pg_database WHERE datname = ?")) {
            statement.setString(1, name);
            try (ResultSet row = statement.executeQuery()) {
                return row.next();
            }
        }
    }

    private static MonitoredDatabase prepared(
            EmbeddedPostgres server, SampleDatabase sample, boolean stays) throws SQLException {
        Connection connection = server.connect(sample.name());
        MonitoredDatabase database =
                new MonitoredDatabase(server, sample.name(), stays, connection);
        // The heights of B-trees are read from files, which a server in use writes all the time.
        database.execute("CHECKPOINT");
        database.planAll(sample, COUNTED_WITHIN);
        return database;
    }

    /**
     * Plans the workload and waits until the server has counted what it looked up: the ends of
     * columns are read only where it did so before, as that of an application in use did.
     */
    private void planAll(SampleDatabase sample, Duration within) throws SQLException {
        long before = scansOfMarker();
        try (Connection planning = server.connect(name)) {
            for (SampleQuery query : sample.queries()) {
                plan(planning, query);
            }
            try (Statement statement = planning.createStatement()) {
                statement.execute("SELECT count(*) FROM pg_largeobject_metadata");
            }
        }
        long end = System.nanoTime() + within.toNanos();
        while (scansOfMarker() == before) {
            if (System.nanoTime() - end > 0) {
                throw new IllegalStateException("the server has not counted scans in " + within);
            }
        }
    }

    private long scansOfMarker() throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(SCANS_OF_MARKER)) {
            row.next();
            return row.getLong(1);
        }
    }

    /** The superuser's connection, in autocommit mode; not to be closed. */
    public Connection connection() {
        return connection;
    }

    /** Runs a statement as superuser. */
    public void execute(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /** How to reach it as its superuser. */
    public ConnectionSettings settings() {
        return ConnectionSettings.to(
                server.host(),
                server.port(),
                EmbeddedPostgres.SUPERUSER,
                name,
                server.superuserPassword());
    }

    /** Whether the server could have the extension HypoPG. */
    public boolean hasHypoPg() throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row =
                        statement.executeQuery(
                                "SELECT FROM pg_available_extensions WHERE name = 'hypopg'")) {
            return row.next();
        }
    }

    /** Makes the extension, which a kept database may have already. */
    public void createHypoPg() throws SQLException {
        execute("CREATE SCHEMA IF NOT EXISTS hypopg");
        execute("CREATE EXTENSION IF NOT EXISTS hypopg SCHEMA hypopg");
    }

    /** Everything that its planner knows of what the workload concerns. */
    public Catalog catalog(Workload workload) {
        return snapshot(workload).catalog();
    }

    /** What advice on the workload needs. */
    public Snapshot snapshot(Workload workload) {
        try (TargetReader reader = TargetReader.open(settings())) {
            SnapshotRequest request =
                    SnapshotRequest.everything("benchmarks").withWorkload(workload);
            return SnapshotTaker.take(reader, request, Progress.NONE);
        }
    }

    /** The real plan. */
    public Plan plan(SampleQuery query) throws SQLException {
        return plan(connection, query);
    }

    private static Plan plan(Connection connection, SampleQuery query) throws SQLException {
        String role = query.role();
        try (Statement statement = connection.createStatement()) {
            statement.execute("SET ROLE " + (role == null ? "NONE" : quoted(role)));
            try (ResultSet row = statement.executeQuery("EXPLAIN (FORMAT JSON) " + query.sql())) {
                row.next();
                return new ExplainJson(RealNames.AS_THEY_ARE).read(row.getString(1));
            } finally {
                statement.execute("RESET ROLE");
            }
        }
    }

    /**
     * Builds the index, with all its partitions.
     *
     * @return its length in bytes
     */
    public long build(IndexDefinition index) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("CREATE INDEX %s %s".formatted(quoted(INDEX), index.sqlAfterName()));
            try (ResultSet row = statement.executeQuery(size(index))) {
                row.next();
                return row.getLong(1);
            }
        }
    }

    private static String size(IndexDefinition index) {
        String built = new QualifiedName(index.table().schema(), INDEX).quoted();
        return """
        SELECT sum(pg_relation_size(part)) FROM (
            SELECT '%1$s'::regclass AS part
            UNION
            SELECT relid FROM pg_partition_tree('%1$s'::regclass)) AS parts
        """
                .formatted(built.replace("'", "''"));
    }

    /** Drops what {@link #build} built. */
    public void drop(IndexDefinition index) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(
                    "DROP INDEX " + new QualifiedName(index.table().schema(), INDEX).quoted());
        }
    }

    private static String quoted(String identifier) {
        return Identifier.quoted(identifier);
    }

    @Override
    public void close() throws SQLException {
        connection.close();
        if (stays) {
            return;
        }
        try (Connection other = server.connect(EmbeddedPostgres.SUPERUSER);
                Statement statement = other.createStatement()) {
            statement.execute("DROP DATABASE IF EXISTS %s WITH (FORCE)".formatted(quoted(name)));
        }
    }
}
