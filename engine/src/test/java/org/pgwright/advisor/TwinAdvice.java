package org.pgwright.advisor;

import static org.assertj.core.api.Assertions.assertThat;

import org.pgwright.catalog.QualifiedName;
import org.pgwright.catalog.Table;
import org.pgwright.catalog.View;
import org.pgwright.planner.Progress;
import org.pgwright.planner.TableReference;
import org.pgwright.postgres.ConnectionSettings;
import org.pgwright.postgres.TargetReader;
import org.pgwright.snapshot.SampleTaker;
import org.pgwright.snapshot.Snapshot;
import org.pgwright.snapshot.SnapshotRequest;
import org.pgwright.snapshot.SnapshotTaker;
import org.pgwright.snapshot.WantedSamples;
import org.pgwright.testing.TestDatabase;
import org.pgwright.testing.TestServers;
import org.pgwright.twin.Twin;
import org.pgwright.twin.TwinOptions;
import org.pgwright.workload.NormalizedText;
import org.pgwright.workload.Statement;
import org.pgwright.workload.Workload;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Advice on a real database through one twin of it: {@code advise(sql).recommends("t (a, b)")}. */
final class TwinAdvice implements AutoCloseable {
    private final TestDatabase database;
    private final Snapshot snapshot;
    private final Twin twin;

    /**
     * Makes a twin of all tables of the database.
     *
     * @param sampledFor statements for which rows are sampled
     */
    TwinAdvice(TestDatabase database, String... sampledFor) {
        this.database = database;
        ConnectionSettings settings =
                ConnectionSettings.to(
                        database.host(),
                        database.port(),
                        database.user(),
                        database.name(),
                        database.password());
        try (TargetReader reader = TargetReader.open(settings)) {
            Snapshot taken =
                    SnapshotTaker.take(reader, SnapshotRequest.everything("test"), Progress.NONE);
            twin = twin(taken, database);
            snapshot = sampled(reader, taken, twin, sampledFor);
            twin.learn(snapshot.catalog().samples());
        }
    }

    private static Snapshot sampled(
            TargetReader reader, Snapshot snapshot, Twin twin, String... statements) {
        List<TableReference> references =
                Stream.of(statements)
                        .flatMap(sql -> twin.references(statement(sql, 1)).stream())
                        .toList();
        WantedSamples wanted = WantedSamples.of(snapshot.catalog(), references);
        return wanted.isEmpty()
                ? snapshot
                : SampleTaker.take(reader, snapshot, wanted, Progress.NONE);
    }

    private static Twin twin(Snapshot snapshot, TestDatabase database) {
        String everyTable =
                Stream.concat(
                                snapshot.catalog().tables().stream().map(Table::name),
                                snapshot.catalog().views().stream().map(View::name))
                        .map(QualifiedName::quoted)
                        .collect(Collectors.joining(", ", "select 1 from ", ""));
        return Twin.build(
                snapshot.catalog(),
                List.of(statement(everyTable, 1)),
                new TwinOptions(
                        TestServers.installations().ofMajor(database.server().major()),
                        TestServers.cache()),
                Progress.NONE);
    }

    private static Statement statement(String sql, double calls) {
        return new Statement(
                sql, NormalizedText.hash(sql), null, calls, Duration.ZERO, -1, null, "test");
    }

    /** Asks for advice on statements that run equally often. */
    Asked advise(String... statements) {
        return advise(Budget.UNLIMITED, statements);
    }

    Asked advise(Budget budget, String... statements) {
        List<Statement> workload = new ArrayList<>();
        for (String sql : statements) {
            workload.add(statement(sql, 1));
        }
        AdviceRequest request =
                new AdviceRequest(
                        snapshot.catalog(),
                        new Workload(workload, List.of()),
                        budget,
                        TableFilter.ALL);
        return new Asked(new Advisor().advise(request, twin, twin, Progress.NONE));
    }

    @Override
    public void close() {
        twin.close();
        database.close();
    }

    /** Advice, and what a test expects of it. */
    record Asked(Advice advice) {
        /** {@code table (a, b DESC)} of each recommended index, without the schema public. */
        List<String> indexes() {
            return advice.recommendations().stream()
                    .map(r -> r.index().shownAfterName().substring("ON ".length()))
                    .map(shown -> shown.replaceFirst("^public\\.", ""))
                    .toList();
        }

        Asked recommends(String... indexes) {
            assertThat(indexes()).as("%s", advice).containsExactlyInAnyOrder(indexes);
            assertThat(advice.cost().after()).isLessThan(advice.cost().before());
            return this;
        }

        /** One of several that are as good. */
        Asked recommendsOneOf(String... indexes) {
            assertThat(indexes()).as("%s", advice).hasSize(1).isSubsetOf(indexes);
            return this;
        }

        Asked recommendsNothing() {
            assertThat(indexes()).as("%s", advice).isEmpty();
            return this;
        }

        Asked because(String words) {
            assertThat(advice.recommendations().getFirst().reason()).contains(words);
            return this;
        }

        Asked rejects(String index, String words) {
            assertThat(advice.rejected())
                    .anySatisfy(
                            r -> {
                                assertThat(r.definition()).contains(index);
                                assertThat(r.reason()).contains(words);
                            });
            return this;
        }
    }
}
