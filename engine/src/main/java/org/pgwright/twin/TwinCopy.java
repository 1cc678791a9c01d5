package org.pgwright.twin;

import org.pgwright.catalog.Catalog;
import org.pgwright.catalog.CatalogLookup;
import org.pgwright.catalog.Index;
import org.pgwright.catalog.IndexDefinition;
import org.pgwright.catalog.PairSample;
import org.pgwright.catalog.QualifiedName;
import org.pgwright.planner.Configuration;
import org.pgwright.planner.Plan;
import org.pgwright.planner.PlannableStatement;
import org.pgwright.planner.WhatIfPlanner.Offer;
import org.pgwright.postgres.ExplainJson;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * One database of a twin's server, with the session that plans in it. Used by one thread at a time.
 *
 * <p>Which indexes are on is a matter of a database, so copies do not wait for each other.
 */
final class TwinCopy implements AutoCloseable {
    private final Path dataFolder;
    private final Connection superuser;
    private final Connection planner;
    private final PlanningSession session;
    private final TwinRelations relations;
    private final StandInBuild build;
    private final Map<QualifiedName, List<Long>> existing;
    private final HypotheticalStatistics statistics;
    private HypotheticalIndexes indexes;
    private long estimates;

    private TwinCopy(
            TwinServer server,
            Catalog catalog,
            StandIns standIns,
            TwinRelations relations,
            Connection superuser,
            Connection planner) {
        this.dataFolder = server.dataFolder();
        this.superuser = superuser;
        this.planner = planner;
        this.session =
                new PlanningSession(
                        planner, server.major(), new ExplainJson(new PlanNames(catalog)));
        this.relations = relations;
        this.build = new StandInBuild(superuser, relations, standIns);
        this.existing = existing(catalog, relations);
        this.statistics = new HypotheticalStatistics(superuser, server.major());
        this.indexes = noIndexes(catalog);
    }

    /**
     * Shapes the files of a database that was just copied, and logs in to it.
     *
     * @param problems is told what could not be carried over
     */
    static TwinCopy open(
            TwinServer server,
            String database,
            Catalog catalog,
            StandIns standIns,
            List<String> problems)
            throws SQLException, IOException {
        Connection superuser = server.superuser(database);
        try {
            TwinRelations relations = TwinRelations.read(superuser);
            Sizes.of(catalog, relations).shape(server.dataFolder(), standIns);
            Connection planner = server.planner(database);
            problems.addAll(PlannerSettings.apply(planner, catalog.server().settings()));
            return new TwinCopy(server, catalog, standIns, relations, superuser, planner);
        } catch (SQLException | IOException | RuntimeException e) {
            superuser.close();
            throw e;
        }
    }

    private static Map<QualifiedName, List<Long>> existing(
            Catalog catalog, TwinRelations relations) {
        Map<QualifiedName, List<Long>> oids = new HashMap<>();
        for (Index index : catalog.indexes()) {
            TwinRelations.Relation relation = relations.find(index.name());
            if (relation != null) {
                oids.computeIfAbsent(index.name(), name -> new ArrayList<>()).add(relation.oid());
                if (index.parent() != null) {
                    oids.computeIfAbsent(index.parent(), name -> new ArrayList<>())
                            .add(relation.oid());
                }
            }
        }
        return oids;
    }

    private HypotheticalIndexes noIndexes(Catalog catalog) {
        CatalogLookup lookup = new CatalogLookup(catalog);
        return new HypotheticalIndexes(
                superuser,
                dataFolder,
                build,
                new IndexEstimates(lookup, new IndexKeys(relations, lookup), this::estimatedRowsOf),
                new ExpressionStatistics(lookup, new StatisticsLoader(superuser)),
                new TableTree(catalog));
    }

    private double estimatedRowsOf(String query) throws SQLException {
        estimates++;
        return session.plan(PlannableStatement.of(query), List.of(), List.of()).rows();
    }

    /**
     * Forgets the indexes that were offered, and takes another catalogue's samples for the next.
     */
    void learn(Catalog catalog) {
        indexes = noIndexes(catalog);
    }

    /** How many plans were made to find out how large indexes would be. */
    long estimates() {
        return estimates;
    }

    /** Offers in the order of the definitions. */
    List<Offer> offer(List<IndexDefinition> definitions) {
        List<Offer> offers = new ArrayList<>();
        try {
            for (IndexDefinition definition : definitions) {
                offers.add(indexes.offer(definition));
            }
            return offers;
        } catch (SQLException e) {
            throw TwinFailure.during("making a hypothetical index", e);
        } catch (IOException e) {
            throw TwinFailure.during("shaping a hypothetical index", e);
        }
    }

    /** The plans if the planner knew how two columns hang together. */
    List<Plan> plansKnowing(
            PairSample pair, List<PlannableStatement> statements, Configuration configuration) {
        try {
            return statistics.during(
                    pair,
                    () ->
                            statements.stream()
                                    .map(statement -> plan(statement, configuration))
                                    .toList());
        } catch (SQLException e) {
            throw TwinFailure.during("making hypothetical statistics", e);
        }
    }

    Plan plan(PlannableStatement statement, Configuration configuration) {
        List<Long> on = new ArrayList<>();
        configuration.added().forEach(id -> on.addAll(indexes.byId(id).oids()));
        List<Long> off = new ArrayList<>();
        configuration.hidden().forEach(name -> off.addAll(existing.getOrDefault(name, List.of())));
        try {
            return session.plan(statement, on, off);
        } catch (SQLException e) {
            throw TwinFailure.planning(e);
        }
    }

    @Override
    public void close() throws SQLException {
        planner.close();
        superuser.close();
    }
}
