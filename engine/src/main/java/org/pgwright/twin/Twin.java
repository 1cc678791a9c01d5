package org.pgwright.twin;

import org.pgwright.catalog.Catalog;
import org.pgwright.catalog.IndexDefinition;
import org.pgwright.catalog.PairSample;
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
import org.pgwright.twin.analysis.TreeAnalyzer;
import org.pgwright.workload.Statement;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
    private final TwinCopies copies;
    private final List<String> problems;
    private final Connection analyst;
    private final TreeAnalyzer analyzer;
    private final RowSecurity rowSecurity;
    private final RoleSessions sessions;
    private Catalog catalog;

    Twin(
            TwinServer server,
            Catalog catalog,
            TwinCopies copies,
            Connection analyst,
            List<String> problems) {
        this.server = server;
        this.catalog = catalog;
        this.copies = copies;
        this.problems = List.copyOf(problems);
        this.analyst = analyst;
        this.analyzer = new TreeAnalyzer(analyst, catalog);
        this.rowSecurity = new RowSecurity(catalog);
        this.sessions = new RoleSessions(catalog);
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
        copies.learn(catalog);
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
        return copies.offer(definitions);
    }

    @Override
    public Plan plan(PlannableStatement statement, Configuration configuration) {
        return copies.plan(statement, configuration);
    }

    @Override
    public Optional<List<Plan>> plansKnowing(
            PairSample pair, List<PlannableStatement> statements, Configuration configuration) {
        return Optional.of(copies.plansKnowing(pair, statements, configuration));
    }

    @Override
    public int openSessions(int most) {
        return copies.open(most);
    }

    @Override
    public long calls() {
        return copies.calls();
    }

    @Override
    public void close() {
        try {
            analyst.close();
            copies.close();
        } catch (SQLException e) {
            throw TwinFailure.during("stopping", e);
        } finally {
            server.close();
        }
    }
}
