package org.pgwright.app;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pgwright.app.CommandLineFixture.Ending;
import org.pgwright.catalog.QualifiedName;
import org.pgwright.change.ChangeLimits;
import org.pgwright.change.ChangeProgress;
import org.pgwright.change.EndSignal;
import org.pgwright.postgres.ConnectionSettings;
import org.pgwright.report.FiguresFormat;
import org.pgwright.report.Layout;
import org.pgwright.repository.Ids;
import org.pgwright.repository.PartitionedTable;
import org.pgwright.repository.Partitions;
import org.pgwright.repository.Repositories;
import org.pgwright.repository.Repository;
import org.pgwright.repository.Retention;
import org.pgwright.repository.strategy.Actor;
import org.pgwright.repository.strategy.KnownStrategy;
import org.pgwright.strategy.Action;
import org.pgwright.strategy.Prediction;
import org.pgwright.strategy.Proposal;
import org.pgwright.strategy.Source;
import org.pgwright.strategy.Status;
import org.pgwright.testing.TestDatabase;
import org.pgwright.testing.TestServers;
import org.pgwright.tuning.KeptStatements;
import org.pgwright.tuning.PastChanges;
import org.pgwright.tuning.SnapshotRun;
import org.pgwright.tuning.change.ChangedDatabase;
import org.pgwright.tuning.change.Changes;
import org.pgwright.tuning.retirement.RetirementJob;
import org.pgwright.tuning.retirement.RetirementRun;
import org.pgwright.workload.NormalizedText;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;

/** Indexes that pgwright made, that nothing uses, and what becomes of them after a week. */
final class UnusedSinceMadeTest {
    /** Reads all rows, so that no index is of use, whatever was promised. */
    private static final String PROMISED = "SELECT count(note) FROM orders";

    /** Is planned with an index on the day, but is run without. */
    private static final String SERVED = "SELECT note FROM orders WHERE day = 7";

    @TempDir private Path home;

    private final TestDatabase shop = TestServers.freshDatabase(TestServers.NEWEST);
    private final TestDatabase kept = TestServers.freshDatabase(TestServers.NEWEST);
    private final Repository repository = Repositories.on(kept);
    private final Instant begin = Instant.now();
    private Instant now = begin;

    @BeforeEach
    void open() {
        shop.execute(
                "CREATE EXTENSION pg_stat_statements",
                "CREATE TABLE orders (id int PRIMARY KEY, day int, kind int, note text)",
                "INSERT INTO orders SELECT i, i % 5000, i % 9, 'x' FROM generate_series(1, 20000) i",
                "SELECT pg_stat_statements_reset(0, oid, 0) FROM pg_database"
                        + " WHERE datname = current_database()");
        shop.vacuumed();
        collect();
        run(PROMISED);
        run(SERVED);
        collect();
    }

    @AfterEach
    void close() {
        repository.close();
        kept.close();
        shop.close();
    }

    @Test
    void isProposedToBeDroppedAfterAWeekAndNotBefore() {
        KnownStrategy made = made("orders_kind", "kind", PROMISED);
        run(PROMISED);
        collect();

        after(Duration.ofDays(6));
        assertThat(shown(made)).doesNotContain("nothing has used it");
        assertThat(retire(made)).isEqualTo(Status.KEPT);

        after(Duration.ofDays(8));
        assertThat(shown(made)).contains(reason(8));
        assertThat(history()).contains("unused since it was made").contains(reason(8));
        assertThat(retire(made)).isEqualTo(Status.RETIREMENT_PROPOSED);
        assertThat(known(made).action()).isEqualTo(Action.DROP);
        assertThat(known(made).reason())
                .startsWith(reason(8))
                .contains("a job that runs once a month or a quarter may not have been seen");
        assertThat(command("strategy", "list"))
                .contains("retirement proposed")
                .contains("public.orders_kind on public.orders");
    }

    @Test
    void isWithdrawnWhenItIsUsedAfterAll() {
        KnownStrategy made = made("orders_kind", "kind", PROMISED);
        run(PROMISED);
        collect();
        after(Duration.ofDays(8));
        assertThat(retire(made)).isEqualTo(Status.RETIREMENT_PROPOSED);

        day(9, 3, false);
        after(Duration.ofDays(10));

        assertThat(shown(made)).doesNotContain(reason(10));
        assertThat(retire(made)).isEqualTo(Status.EXISTING);
    }

    @Test
    void isNotSaidOfOneThatWasUsed() {
        KnownStrategy made = made("orders_kind", "kind", PROMISED);
        run(PROMISED);
        collect();
        day(1, 3, false);

        after(Duration.ofDays(20));

        assertThat(shown(made)).doesNotContain("nothing has used it");
        assertThat(retire(made)).isEqualTo(Status.KEPT);
    }

    @Test
    void waitsWhereTheStatementsItWasMadeForWereNotCalled() {
        KnownStrategy made = made("orders_kind", "kind", PROMISED);
        collect();

        after(Duration.ofDays(8));

        assertThat(shown(made))
                .contains(reason(8))
                .contains("but no statement that it was made for was called since, either");
        assertThat(retire(made)).isEqualTo(Status.KEPT);
    }

    @Test
    void waitsWhereNobodyKnowsWhatItWasMadeFor() {
        KnownStrategy made = made("orders_kind", "kind");
        run(PROMISED);
        collect();

        after(Duration.ofDays(8));

        assertThat(shown(made)).contains(reason(8) + "; for which statements is not known");
        assertThat(retire(made)).isEqualTo(Status.KEPT);
    }

    @Test
    void beginsAnewWhereScansMayHaveBeenMissed() {
        KnownStrategy made = made("orders_kind", "kind", PROMISED);
        run(PROMISED);
        collect();
        day(4, 0, true);

        after(Duration.ofDays(10));
        assertThat(shown(made)).doesNotContain("nothing has used it");
        assertThat(retire(made)).isEqualTo(Status.KEPT);

        after(Duration.ofDays(13));
        assertThat(shown(made)).contains(", before which scans may have been missed");
        assertThat(retire(made)).isEqualTo(Status.RETIREMENT_PROPOSED);
    }

    @Test
    void isNotProposedWhileAReplicaIsNotWatched() {
        KnownStrategy made = made("orders_kind", "kind", PROMISED);
        run(PROMISED);
        collect();
        kept.execute(
                """
                INSERT INTO replication_sample (instance_id, node_id, taken_at, peer, state,
                                                is_replica)
                SELECT instance_id, node_id, now(), 'a replica', 'streaming', true FROM node
                """);

        after(Duration.ofDays(8));

        assertThat(shown(made)).doesNotContain("nothing has used it");
        assertThat(retire(made)).isEqualTo(Status.KEPT);
    }

    @Test
    void staysWhereAPlanUsesItAndWhereItsEffectIsBeingMeasured() {
        KnownStrategy made = made("orders_day", "day", SERVED);
        run(SERVED);
        collect();
        after(Duration.ofDays(8));

        assertThat(shown(made)).contains(reason(8));
        assertThat(retire(made)).isEqualTo(Status.KEPT);

        KnownStrategy watched = made("orders_kind", "kind", PROMISED);
        kept.execute("UPDATE index_strategy SET status = 'watched' WHERE status = 'kept'");
        run(PROMISED);
        collect();
        after(Duration.ofDays(8));
        assertThat(retire(watched)).isEqualTo(Status.WATCHED);
    }

    @Test
    void staysWhereAForeignKeyNeedsIt() {
        shop.execute("ALTER TABLE orders ADD FOREIGN KEY (kind) REFERENCES orders (id) NOT VALID");
        KnownStrategy made = made("orders_kind", "kind", PROMISED);
        run(PROMISED);
        collect();

        after(Duration.ofDays(8));

        assertThat(retire(made)).isEqualTo(Status.KEPT);
    }

    @Test
    void commandsPointItOutAndAskingForMoreTimeLeavesItAlone() {
        KnownStrategy made = made("orders_kind", "kind", PROMISED);
        run(PROMISED);
        collect();
        backdate(8);

        for (String[] arguments :
                List.of(
                        new String[] {"strategy", "show", made.shortId()},
                        new String[] {"history"},
                        new String[] {"indexes"},
                        new String[] {"strategy", "show", made.shortId(), "--format", "json"},
                        new String[] {"history", "--format", "json"},
                        new String[] {"indexes", "--format", "json"},
                        new String[] {"retire"})) {
            assertThat(command(arguments).replaceAll("\\s+", " "))
                    .as(String.join(" ", arguments))
                    .contains("and nothing has used it in the 8 days since");
        }
        assertThat(command("retire", "--unused-for", "20d").replaceAll("\\s+", " "))
                .contains(
                        "public.orders_kind: whether it is used is not known: watched for 8 of 20");
    }

    /** Makes an index for statements, and keeps it. */
    private KnownStrategy made(String index, String column, String... statements) {
        List<Prediction.QueryCost> costs = new ArrayList<>();
        for (String statement : statements) {
            costs.add(new Prediction.QueryCost(hash(statement), 1_000, 10, 5));
        }
        String sql = "CREATE INDEX %s ON public.orders (%s)".formatted(index, column);
        Proposal proposal =
                new Proposal(
                        Action.CREATE,
                        new QualifiedName("public", "orders"),
                        index,
                        sql,
                        new Proposal.Form("btree", List.of(column), List.of(), null),
                        "a test wants it",
                        new Prediction(8192, 1, 0, 1, costs));
        Changes changes = changes();
        ChangedDatabase database = changes.register(settings());
        UUID id = changes.propose(database, Source.ADVICE, List.of(proposal)).getFirst().strategy();
        KnownStrategy approved =
                changes.approve(changes.withId(database.scope().instanceId(), id), null);
        assertThat(
                        changes.apply(
                                        database,
                                        approved,
                                        ChangeLimits.DEFAULT,
                                        new EndSignal(),
                                        ChangeProgress.NONE)
                                .isAsWanted())
                .isTrue();
        kept.execute("UPDATE index_strategy SET status = 'kept' WHERE status = 'watched'");
        collect();
        return known(approved);
    }

    private String hash(String statement) {
        return NormalizedText.hash(statement.replaceAll("[0-9]+", "\\$1"));
    }

    private Changes changes() {
        return new Changes(
                repository,
                () -> now,
                new Ids(() -> begin, new Random()),
                new Random(),
                Actor.LOCAL);
    }

    /** Runs it without any index. */
    private void run(String statement) {
        shop.executeCounted(
                "SET enable_indexscan = off",
                "SET enable_bitmapscan = off",
                "SET enable_indexonlyscan = off",
                statement,
                statement);
    }

    private void collect() {
        Ending ending =
                command(
                        List.of(
                                "collect",
                                "--databases",
                                shop.name(),
                                "--for",
                                "300ms",
                                "--no-plans"));
        assertThat(ending.code()).as(ending.err()).isZero();
    }

    /** What is known of the index on a day after it was made. */
    private void day(int daysLater, int scans, boolean isIncomplete) {
        LocalDate date = LocalDate.ofInstant(begin, ZoneOffset.UTC).plusDays(daysLater);
        new Partitions(repository, () -> begin, Retention.DEFAULT)
                .ensure(
                        PartitionedTable.INDEX_USAGE_STATS,
                        date.atStartOfDay().toInstant(ZoneOffset.UTC));
        repository.inTransaction(
                jdbc ->
                        jdbc.sql(
                                        """
                                        INSERT INTO index_usage_stats (
                                            id, instance_id, index_strategy_id, schema_name,
                                            table_name, index_name, stats_date, total_scans,
                                            is_incomplete)
                                        SELECT gen_random_uuid(), instance_id, id, schema_name,
                                               table_name, index_name, :date, :scans, :incomplete
                                          FROM index_strategy
                                         WHERE index_name = 'orders_kind' AND is_active
                                        """)
                                .param("date", date)
                                .param("scans", scans)
                                .param("incomplete", isIncomplete)
                                .update());
    }

    private void after(Duration time) {
        now = begin.plus(time).plus(Duration.ofHours(1));
    }

    /** As if all of it had been some days ago, but for the calls. */
    private void backdate(int days) {
        String ago = "interval '%d days 1 hour'".formatted(days);
        kept.execute(
                "UPDATE node SET first_seen = first_seen - " + ago,
                "UPDATE monitored_index SET first_seen = first_seen - " + ago,
                "UPDATE index_change SET settled_at = settled_at - " + ago);
        day(-days - 1, 0, false);
    }

    private String reason(int days) {
        return "pgwright made it on %s, and nothing has used it in the %d days since"
                .formatted(LocalDate.ofInstant(begin, ZoneOffset.UTC), days);
    }

    private String shown(KnownStrategy strategy) {
        return changes().story(strategy.id().toString()).render(FiguresFormat.TEXT, Layout.PLAIN);
    }

    private String history() {
        return new PastChanges(repository, () -> now)
                .history(null, null)
                .render(FiguresFormat.JSON, Layout.PLAIN)
                .concat(
                        new PastChanges(repository, () -> now)
                                .history(null, null)
                                .render(FiguresFormat.TEXT, Layout.PLAIN));
    }

    /** What the daily job makes of a strategy. */
    private Status retire(KnownStrategy strategy) {
        RetirementJob job =
                new RetirementJob(
                        repository,
                        new RetirementRun.Tools(
                                new SnapshotRun(
                                        TestServers.installations(),
                                        TestServers.cache(),
                                        new KeptStatements(where -> Repositories.on(kept)),
                                        "test"),
                                TestServers.installations(),
                                TestServers.cache(),
                                () -> now),
                        UUID::randomUUID,
                        () -> false);
        UUID instance = strategy.scope().instanceId();
        assertThat(job.run(List.of(new RetirementJob.Watched(instance, settings())))).isEmpty();
        return known(strategy).standing().status();
    }

    private KnownStrategy known(KnownStrategy strategy) {
        return changes().withId(strategy.scope().instanceId(), strategy.id());
    }

    private ConnectionSettings settings() {
        return ConnectionSettings.to(
                shop.host(), shop.port(), shop.user(), shop.name(), shop.password());
    }

    private String command(String... arguments) {
        Ending ending = command(List.of(arguments));
        assertThat(ending.code()).as(ending.err()).isZero();
        return ending.out();
    }

    private Ending command(List<String> arguments) {
        List<String> all = new ArrayList<>(arguments);
        all.add("--repository");
        all.add(
                "postgres://postgres:%s@%s:%d/%s"
                        .formatted(kept.password(), kept.host(), kept.port(), kept.name()));
        return new CommandLineFixture(home).on(shop).run(all.toArray(String[]::new));
    }
}
