package org.pgwright.advisor.analysis;

import org.jspecify.annotations.Nullable;
import org.pgwright.catalog.CatalogLookup;
import org.pgwright.catalog.Table;
import org.pgwright.planner.PlannableStatement;
import org.pgwright.planner.Progress;
import org.pgwright.planner.StatementAnalyzer;
import org.pgwright.planner.StatementAnalyzer.Analysis;
import org.pgwright.planner.TableReference;
import org.pgwright.workload.Statement;
import org.pgwright.workload.Workload;
import org.pgwright.workload.Workload.Skipped;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A workload taken apart into what can be advised on and what cannot.
 *
 * @param skipped with its reasons; nothing of the workload is left out silently
 */
public record PreparedWorkload(List<AdvisedStatement> statements, List<Skipped> skipped) {
    /** The reason to skip what no index could serve. */
    public static final String NO_TABLE = "it uses no table of the database";

    public PreparedWorkload {
        statements = List.copyOf(statements);
        skipped = List.copyOf(skipped);
    }

    /** Analyses every statement of the workload, in its order. */
    public static PreparedWorkload prepare(
            CatalogLookup lookup,
            Workload workload,
            StatementAnalyzer analyzer,
            Progress progress) {
        Preparation preparation = new Preparation(lookup, workload.skipped());
        int done = 0;
        for (Statement statement : workload.statements()) {
            progress.step("Analysing statements", done++, workload.statements().size());
            preparation.add(statement, analyzer.analyze(statement));
        }
        progress.step("Analysing statements", done, done);
        return preparation.result();
    }

    /** What makes two statements one: the same text, planned the same way. */
    private record Identity(String hash, List<TableReference> references, List<Planned> texts) {}

    /** A text with the role only where row security makes it matter. */
    private record Planned(
            String text,
            int parameters,
            @Nullable String role,
            Map<String, String> settings,
            double share) {}

    private static final class Preparation {
        private final CatalogLookup lookup;
        private final List<Skipped> skipped;
        private final Map<Identity, AdvisedStatement> statements = new LinkedHashMap<>();

        Preparation(CatalogLookup lookup, List<Skipped> skipped) {
            this.lookup = lookup;
            this.skipped = new ArrayList<>(skipped);
        }

        PreparedWorkload result() {
            return new PreparedWorkload(List.copyOf(statements.values()), skipped);
        }

        void add(Statement statement, Analysis analysis) {
            switch (analysis) {
                case Analysis.Rejected rejected ->
                        skipped.add(new Skipped(statement.text(), rejected.reason()));
                case Analysis.Analyzed analyzed -> addAnalyzed(statement, analyzed);
            }
        }

        private void addAnalyzed(Statement statement, Analysis.Analyzed analyzed) {
            List<TableReference> references =
                    analyzed.tables().stream()
                            .filter(r -> lookup.table(r.table()).isPresent())
                            .toList();
            if (references.isEmpty()) {
                skipped.add(new Skipped(statement.text(), NO_TABLE));
                return;
            }
            if (analyzed.texts().isEmpty()) {
                skipped.add(new Skipped(statement.text(), "no text of it could be planned"));
                return;
            }
            double calls = statement.calls();
            if (!(calls > 0)) {
                skipped.add(new Skipped(statement.text(), "it was never called"));
                return;
            }
            Identity identity =
                    new Identity(
                            statement.hash(), references, planned(analyzed.texts(), references));
            AdvisedStatement known = statements.get(identity);
            statements.put(
                    identity,
                    known == null
                            ? new AdvisedStatement(
                                    statements.size(),
                                    statement,
                                    calls,
                                    references,
                                    analyzed.texts())
                            : new AdvisedStatement(
                                    known.number(),
                                    known.statement(),
                                    known.calls() + calls,
                                    references,
                                    known.texts()));
        }

        private List<Planned> planned(
                List<PlannableStatement> texts, List<TableReference> references) {
            boolean roleMatters =
                    references.stream()
                            .flatMap(r -> lookup.table(r.table()).stream())
                            .anyMatch(Table::rowSecurity);
            return texts.stream()
                    .map(
                            t ->
                                    new Planned(
                                            t.text(),
                                            t.parameters(),
                                            roleMatters ? t.role() : null,
                                            t.settings(),
                                            t.share()))
                    .toList();
        }
    }
}
