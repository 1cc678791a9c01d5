package org.pgwright.twin;

import org.pgwright.catalog.Catalog;
import org.pgwright.catalog.CatalogLookup;
import org.pgwright.catalog.Index;
import org.pgwright.catalog.IndexDefinition;
import org.pgwright.catalog.QualifiedName;
import org.pgwright.catalog.Samples;
import org.pgwright.catalog.Table;
import org.pgwright.planner.Configuration;
import org.pgwright.planner.Plan;
import org.pgwright.planner.PlannableStatement;
import org.pgwright.planner.Progress;
import org.pgwright.planner.StatementAnalyzer;
import org.pgwright.planner.TableReference;
import org.pgwright.planner.WhatIfPlanner;
import org.pgwright.postgres.ExplainJson;
import org.pgwright.twin.analysis.TreeAnalyzer;
import org.pgwright.workload.Statement;

import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A running planner twin.
 *
 * <p>Holds what the statements that it was built for can reach, and nothing else. Never talks to
 * the monitored server. Ages with the monitored database's statistics: build a new one after
 * ANALYZE.
 */
public final class Twin implements WhatIfPlanner, StatementAnalyzer {
    private final TwinServer server;
    private final TwinRelations relations;
    private final StandInBuild build;
    private final List<String> problems;
    private final Connection superuser;
    private final Connection planner;
    private final PlanningSession session;
    private final Connection analyst;
    private final TreeAnalyzer analyzer;
    private final RowSecurity rowSecurity;
    private final RoleSessions sessions;
    private final Map<QualifiedName, List<Long>> existing;
    private Catalog catalog;
    private HypotheticalIndexes indexes;

    Twin(
            TwinServer server,
            Catalog catalog,
            TwinRelations relations,
            Connection superuser,
            Connection planner,
            Connection analyst,
            StandInBuild build,
            List<String> problems) {
        this.server = server;
        this.catalog = catalog;
        this.relations = relations;
        this.build = build;
        this.problems = List.copyOf(problems);
        this.superuser = superuser;
        this.planner = planner;
        this.analyst = analyst;
        this.analyzer = new TreeAnalyzer(analyst, catalog);
        this.rowSecurity = new RowSecurity(catalog);
        this.sessions = new RoleSessions(catalog);
        this.session =
                new PlanningSession(
                        planner, server.major(), new ExplainJson(new PlanNames(catalog)));
        this.indexes = noIndexes();
        this.existing = existingIndexes(catalog, relations);
    }

    private HypotheticalIndexes noIndexes() {
        CatalogLookup lookup = new CatalogLookup(catalog);
        IndexEstimates estimates =
                new IndexEstimates(lookup, new IndexKeys(relations, lookup), this::estimatedRowsOf);
        return new HypotheticalIndexes(
                superuser,
                server.dataFolder(),
                build,
                estimates,
                new ExpressionStatistics(lookup, new StatisticsLoader(superuser)),
                new TableTree(catalog));
    }

    /**
     * Starts a server and fills it; takes about a second for a server and some milliseconds a table
     * that the statements reach.
     *
     * @throws org.pgwright.error.PgwrightException TWIN_FAILED
     */
    public static Twin build(
            Catalog catalog,
            Collection<Statement> statements,
            TwinOptions options,
            Progress progress) {
        return TwinBuilder.build(catalog, statements, options, progress);
    }

    private static Map<QualifiedName, List<Long>> existingIndexes(
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

    /** The part of the monitored database that the twin holds. */
    public Catalog catalog() {
        return catalog;
    }

    /**
     * Takes in samples of the monitored database's rows, as if it had been built with them. Comes
     * before the first index is offered.
     */
    public void learn(Samples samples) {
        Set<QualifiedName> tables =
                catalog.tables().stream().map(Table::name).collect(Collectors.toSet());
        catalog = catalog.with(Reach.of(samples, tables));
        analyzer.learn(catalog);
        indexes = noIndexes();
    }

    /** What could not be carried over from the monitored database, in words. */
    public List<String> problems() {
        return problems;
    }

    /** The major of the twin's PostgreSQL. */
    public int major() {
        return server.major();
    }

    /** What the twin runs on, to see what its roles may do. */
    TwinServer server() {
        return server;
    }

    /** What a statement asks of tables; nothing if it cannot be analysed. */
    public List<TableReference> references(Statement statement) {
        Map<String, String> settings = sessions.settings(statement.role());
        analyzer.use(settings);
        List<TableReference> references = analyzer.references(statement);
        SchemaGuess guess = sessions.guess(statement.text(), settings);
        if (references.isEmpty() && !guess.settings().isEmpty()) {
            analyzer.use(guess.settings());
            return analyzer.references(statement);
        }
        return references;
    }

    @Override
    public Analysis analyze(Statement statement) {
        Map<String, String> settings = sessions.settings(statement.role());
        Analysis analysis = analyze(statement, settings);
        if (!(analysis instanceof Analysis.Rejected rejected)) {
            return analysis;
        }
        SchemaGuess guess = sessions.guess(statement.text(), settings);
        if (!guess.settings().isEmpty()
                && analyze(statement, guess.settings()) instanceof Analysis.Analyzed found) {
            return found;
        }
        String reason = rejected.reason() + absence(rejected.reason()) + guess.doubt();
        return new Analysis.Rejected(statement, reason);
    }

    private String absence(String reason) {
        List<String> absent = SchemaLoader.absentExtensions(catalog);
        return absent.isEmpty() || !reason.endsWith("does not exist")
                ? ""
                : " on the planner twin, which is without " + String.join(", ", absent);
    }

    private Analysis analyze(Statement statement, Map<String, String> settings) {
        Map<String, String> possible = analyzer.use(settings);
        return switch (analyzer.analyze(statement)) {
            case Analysis.Rejected rejected -> rejected;
            case Analysis.Analyzed analyzed -> inItsSession(analyzed, possible);
        };
    }

    private Analysis inItsSession(Analysis.Analyzed analyzed, Map<String, String> settings) {
        String role = rowSecurity.roleFor(analyzed.statement().role(), analyzed.tables());
        return new Analysis.Analyzed(
                analyzed.statement(),
                analyzed.tables(),
                analyzed.texts().stream().map(text -> text.as(role, settings)).toList());
    }

    @Override
    public List<Offer> offer(List<IndexDefinition> definitions) {
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

    @Override
    public Plan plan(PlannableStatement statement, Configuration configuration) {
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

    private double estimatedRowsOf(String query) throws SQLException {
        return session.plan(PlannableStatement.of(query), List.of(), List.of()).rows();
    }

    @Override
    public long calls() {
        return session.calls();
    }

    @Override
    public void close() {
        try {
            planner.close();
            analyst.close();
            superuser.close();
        } catch (SQLException e) {
            throw TwinFailure.during("stopping", e);
        } finally {
            server.close();
        }
    }
}
