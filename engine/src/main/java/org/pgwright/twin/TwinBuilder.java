package org.pgwright.twin;

import org.pgwright.catalog.Catalog;
import org.pgwright.catalog.Index;
import org.pgwright.error.ErrorCode;
import org.pgwright.error.PgwrightException;
import org.pgwright.planner.Progress;
import org.pgwright.workload.Statement;

import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * Starts a twin's server and fills it, in this order: schema, statistics, ends, sizes recorded in
 * the catalogues, and last the files.
 *
 * <p>All but the files is made in a template, of which the twin has copies: nothing of the copy is
 * in the server's cache, so its files can be shaped behind the server's back.
 */
final class TwinBuilder {
    static final String DATABASE = "pgwright_twin";
    static final String TEMPLATE = "pgwright_template";

    private static final String SWITCH_FUNCTION =
            """
            CREATE FUNCTION pgwright_switch.switch_indexes(wanted oid[], unwanted oid[])
            RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
            BEGIN
                UPDATE pg_index SET indisvalid = true WHERE indexrelid = ANY (wanted);
                UPDATE pg_index SET indisvalid = false WHERE indexrelid = ANY (unwanted);
            END $$
            """;

    private final TwinServer server;
    private final Catalog catalog;
    private final Progress progress;
    private final List<String> problems = new ArrayList<>();

    private TwinBuilder(TwinServer server, Catalog catalog, Progress progress) {
        this.server = server;
        this.catalog = catalog;
        this.progress = progress;
    }

    static Twin build(
            Catalog catalog,
            Collection<Statement> statements,
            TwinOptions options,
            Progress progress) {
        checkBlockSize(catalog.server().blockSize());
        progress.step("Starting the planner twin", 0, 0);
        TwinServer server;
        try {
            server = TwinServer.start(options);
        } catch (SQLException e) {
            throw TwinFailure.during("starting", e);
        }
        try {
            return new TwinBuilder(server, Reach.of(catalog, statements), progress).fill();
        } catch (SQLException e) {
            server.close();
            throw TwinFailure.during("loading the schema and statistics", e);
        } catch (IOException e) {
            server.close();
            throw TwinFailure.during("shaping its files", e);
        } catch (RuntimeException e) {
            server.close();
            throw e;
        }
    }

    private static void checkBlockSize(int bytes) {
        if (bytes != BtreeFile.PAGE) {
            throw new PgwrightException(
                    ErrorCode.TWIN_FAILED,
                    "the monitored server has blocks of %s bytes, the planner twin of %s"
                            .formatted(bytes, BtreeFile.PAGE),
                    "name a PostgreSQL built like it with --twin-postgres");
        }
    }

    private Twin fill() throws SQLException, IOException {
        server.createDatabase(TEMPLATE, catalog.database(), problems);
        StandIns standIns;
        try (Connection superuser = server.superuser(TEMPLATE);
                Connection owner = server.owner(TEMPLATE)) {
            createSwitch(superuser);
            problems.addAll(new SchemaLoader(superuser, owner, progress).load(catalog));
            standIns = StandIns.make(owner, catalog);
            loadStatistics(superuser);
            loadSizes(superuser, standIns);
        }
        server.copyDatabase(TEMPLATE, DATABASE);
        return open(standIns);
    }

    /**
     * Comes before anything of the monitored database, so that nothing of it can take the place.
     */
    private static void createSwitch(Connection superuser) throws SQLException {
        try (var statement = superuser.createStatement()) {
            statement.execute("CREATE SCHEMA pgwright_switch");
            statement.execute(SWITCH_FUNCTION);
            statement.execute("GRANT USAGE ON SCHEMA pgwright_switch TO PUBLIC");
        }
    }

    private void loadStatistics(Connection superuser) throws SQLException {
        progress.step("Loading statistics", 0, 0);
        StatisticsLoader statistics = new StatisticsLoader(superuser);
        problems.addAll(statistics.load(catalog.columnStatistics()));
        problems.addAll(
                new ExtendedStatisticsLoader(superuser, server.major())
                        .load(catalog.extendedStatistics()));
    }

    private void loadSizes(Connection superuser, StandIns standIns) throws SQLException {
        TwinRelations relations = TwinRelations.read(superuser);
        StandInBuild build = new StandInBuild(superuser, relations, standIns);
        problems.addAll(build.rebuild(catalog.indexes(), new TableTree(catalog)));
        Sizes.of(catalog, relations).record(superuser);
        switchOffInvalidIndexes(superuser, relations);
    }

    /** The planner leaves an index alone that a failed build left behind. */
    private void switchOffInvalidIndexes(Connection superuser, TwinRelations relations)
            throws SQLException {
        String sql =
                "UPDATE pg_catalog.pg_index SET indisvalid = false WHERE indexrelid = ?::int8::oid";
        try (var update = superuser.prepareStatement(sql)) {
            for (Index index : catalog.indexes()) {
                TwinRelations.Relation relation = relations.find(index.name());
                if (!index.valid() && relation != null) {
                    update.setLong(1, relation.oid());
                    update.executeUpdate();
                }
            }
        }
    }

    private Twin open(StandIns standIns) throws SQLException, IOException {
        TwinCopy first = TwinCopy.open(server, DATABASE, catalog, standIns, problems);
        try {
            Connection analyst = server.analyst(DATABASE);
            PlannerSettings.apply(analyst, catalog.server().settings());
            TwinCopies copies = new TwinCopies(server, catalog, standIns, first);
            return new Twin(server, catalog, copies, analyst, problems);
        } catch (SQLException | RuntimeException e) {
            first.close();
            throw e;
        }
    }
}
