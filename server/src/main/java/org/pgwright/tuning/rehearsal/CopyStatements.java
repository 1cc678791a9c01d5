package org.pgwright.tuning.rehearsal;

import org.pgwright.advisor.analysis.AdvisedStatement;
import org.pgwright.advisor.analysis.PreparedWorkload;
import org.pgwright.catalog.Catalog;
import org.pgwright.catalog.CatalogLookup;
import org.pgwright.catalog.QualifiedName;
import org.pgwright.catalog.Table;
import org.pgwright.embedded.PostgresInstallations;
import org.pgwright.planner.PlannableStatement;
import org.pgwright.planner.Progress;
import org.pgwright.postgres.ConnectionSettings;
import org.pgwright.postgres.TargetReader;
import org.pgwright.rehearsal.NotRun;
import org.pgwright.rehearsal.Promise;
import org.pgwright.repository.strategy.KnownStrategy;
import org.pgwright.snapshot.Snapshot;
import org.pgwright.snapshot.SnapshotRequest;
import org.pgwright.snapshot.SnapshotTaker;
import org.pgwright.strategy.Prediction.QueryCost;
import org.pgwright.twin.Twin;
import org.pgwright.twin.TwinOptions;
import org.pgwright.workload.NormalizedText;
import org.pgwright.workload.Statement;
import org.pgwright.workload.Workload;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Finds out which statements of a workload can run on a copy, with values that it has. */
final class CopyStatements {
    private final PostgresInstallations installations;
    private final Path cache;
    private final String version;

    CopyStatements(PostgresInstallations installations, Path cache, String version) {
        this.installations = installations;
        this.cache = cache;
        this.version = version;
    }

    /**
     * A statement with values.
     *
     * @param texts that can run; at least one
     */
    record Sampled(
            Statement statement, double calls, List<PlannableStatement> texts, Promise promise) {}

    /**
     * What is to run, and what is not.
     *
     * @param elsewhere how many use no table whose indexes change
     */
    record Chosen(List<Sampled> statements, List<NotRun> notRun, long elsewhere) {}

    /**
     * Chooses: statements of tables whose indexes change, those that something is promised for
     * first, then by the time that they took.
     *
     * @throws org.pgwright.error.PgwrightException if the copy cannot be read
     */
    Chosen choose(
            ConnectionSettings copy,
            Workload workload,
            List<KnownStrategy> strategies,
            int most,
            Progress progress) {
        Snapshot snapshot;
        try (TargetReader reader = TargetReader.open(copy)) {
            SnapshotRequest request =
                    new SnapshotRequest(true, workload, 0, Duration.ZERO, version);
            snapshot = SnapshotTaker.take(reader, request, progress);
        }
        Catalog catalog = snapshot.catalog();
        TwinOptions options =
                new TwinOptions(installations.ofMajor(catalog.server().major()), cache);
        try (Twin twin = Twin.build(catalog, snapshot.workload().statements(), options, progress)) {
            CatalogLookup lookup = new CatalogLookup(catalog);
            PreparedWorkload prepared =
                    PreparedWorkload.prepare(lookup, snapshot.workload(), twin, progress);
            return new Choosing(lookup, strategies, most).of(prepared);
        }
    }

    private static final class Choosing {
        private final Map<KnownStrategy, Set<QualifiedName>> tables = new LinkedHashMap<>();
        private final Map<String, Double> promised = new HashMap<>();
        private final List<NotRun> notRun = new ArrayList<>();
        private final int most;

        private Choosing(CatalogLookup lookup, List<KnownStrategy> strategies, int most) {
            this.most = most;
            for (KnownStrategy strategy : strategies) {
                QualifiedName table = strategy.table();
                Set<QualifiedName> family = new HashSet<>(lookup.partitionAncestorsOf(table));
                family.add(table);
                lookup.descendantsOf(table).stream().map(Table::name).forEach(family::add);
                tables.put(strategy, family);
                strategy.prediction()
                        .queries()
                        .forEach(query -> promised.merge(query.hash(), ratio(query), Math::min));
            }
        }

        private static double ratio(QueryCost query) {
            return query.costBefore() > 0 ? query.costAfter() / query.costBefore() : 1;
        }

        private Chosen of(PreparedWorkload prepared) {
            List<Sampled> runnable = new ArrayList<>();
            for (Workload.Skipped skipped : prepared.skipped()) {
                notRun.add(
                        new NotRun(
                                NormalizedText.hash(skipped.query()),
                                skipped.query(),
                                skipped.reason()));
            }
            long elsewhere = 0;
            for (AdvisedStatement statement : prepared.statements()) {
                if (isConcerned(statement)) {
                    runnable(statement).ifPresent(runnable::add);
                } else {
                    elsewhere++;
                }
            }
            runnable.sort(
                    Comparator.comparing((Sampled one) -> !isPromised(one))
                            .thenComparingDouble(one -> -one.statement().totalTime().toNanos()));
            runnable.stream()
                    .skip(most)
                    .forEach(one -> leaveOut(one.statement(), "others took more time"));
            List<Sampled> first = runnable.stream().limit(most).toList();
            missing(prepared);
            return new Chosen(first, notRun, elsewhere);
        }

        private boolean isPromised(Sampled one) {
            return promised.containsKey(one.statement().hash());
        }

        private boolean isConcerned(AdvisedStatement statement) {
            return promised.containsKey(statement.statement().hash())
                    || statement.references().stream()
                            .anyMatch(
                                    reference ->
                                            tables.values().stream()
                                                    .anyMatch(
                                                            family ->
                                                                    family.contains(
                                                                            reference.table())));
        }

        private Optional<Sampled> runnable(AdvisedStatement statement) {
            Optional<String> effect = OutsideEffects.in(statement.statement().text());
            if (effect.isPresent()) {
                leaveOut(
                        statement.statement(),
                        "it calls %s, whose effect no rollback takes back".formatted(effect.get()));
                return Optional.empty();
            }
            List<PlannableStatement> texts =
                    statement.texts().stream().filter(text -> text.parameters() == 0).toList();
            if (texts.isEmpty()) {
                leaveOut(statement.statement(), "no values are known for its parameters");
                return Optional.empty();
            }
            return Optional.of(
                    new Sampled(
                            statement.statement(), statement.calls(), texts, promise(statement)));
        }

        private Promise promise(AdvisedStatement statement) {
            double percent = 0;
            for (Map.Entry<KnownStrategy, Set<QualifiedName>> each : tables.entrySet()) {
                boolean isWritten =
                        statement.references().stream()
                                .anyMatch(
                                        reference ->
                                                reference.modified()
                                                        && each.getValue()
                                                                .contains(reference.table()));
                percent += isWritten ? each.getKey().prediction().writeOverheadPercent() : 0;
            }
            return new Promise(promised.get(statement.statement().hash()), percent);
        }

        private void leaveOut(Statement statement, String reason) {
            notRun.add(new NotRun(statement.hash(), statement.text(), reason));
        }

        /** A promise for a statement that nobody runs any more. */
        private void missing(PreparedWorkload prepared) {
            Set<String> unknown = new HashSet<>(promised.keySet());
            prepared.statements().forEach(one -> unknown.remove(one.statement().hash()));
            notRun.forEach(one -> unknown.remove(one.hash()));
            unknown.stream()
                    .sorted()
                    .forEach(
                            hash ->
                                    notRun.add(
                                            new NotRun(
                                                    hash,
                                                    "",
                                                    "something is promised for it, but it is not"
                                                            + " among the statements")));
        }
    }
}
