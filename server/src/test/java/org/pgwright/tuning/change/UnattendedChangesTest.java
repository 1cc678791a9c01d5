package org.pgwright.tuning.change;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.pgwright.change.ChangeExecutor;
import org.pgwright.change.ChangeProgress;
import org.pgwright.change.EndSignal;
import org.pgwright.postgres.ConnectionSettings;
import org.pgwright.report.ChangesReport;
import org.pgwright.repository.strategy.Actor;
import org.pgwright.repository.strategy.ChangeJournal;
import org.pgwright.repository.strategy.JournalledChange;
import org.pgwright.repository.strategy.KnownStrategy;
import org.pgwright.repository.strategy.StrategyStory;
import org.pgwright.strategy.Action;
import org.pgwright.strategy.MaintenanceWindow;
import org.pgwright.strategy.Policy;
import org.pgwright.strategy.Source;
import org.pgwright.strategy.Status;
import org.pgwright.testing.TestDatabase;
import org.pgwright.testing.TestServers;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** What is done without anybody who asks. */
final class UnattendedChangesTest {
    private static final Policy.Limits ANY = Policy.NONE.limits();
    private static final Instant NOON = Instant.parse("2026-11-27T12:00:00Z");

    private final List<String> messages = new ArrayList<>();
    private Instant now = Instant.now();
    private ChangeFixture shop;
    private Changes changes;
    private UnattendedChanges unattended;

    @BeforeEach
    void open() {
        shop = ChangeFixture.on(TestServers.NEWEST);
        changes = shop.changes(() -> now);
        unattended =
                new UnattendedChanges(changes, shop.changed().scope().instanceId(), messages::add);
    }

    /** The repository is that of other tests, too, whose databases are of the same server. */
    @AfterEach
    void close() {
        set(List.of(), Policy.Unattended.NOTHING, ANY);
        shop.close();
    }

    @Test
    void doesNothingUnlessThePolicySaysSo() {
        KnownStrategy proposed = shop.proposed(Source.ADVICE, KindOfChange.CREATE);
        KnownStrategy approved = shop.approved(KindOfChange.DROP);

        assertThat(round()).isEmpty();

        assertThat(status(proposed)).isEqualTo(Status.PROPOSED);
        assertThat(status(approved)).isEqualTo(Status.APPROVED);
        assertThat(shop.indexes()).isEqualTo(shop.expected(KindOfChange.CREATE, false));
    }

    @Test
    void approvesAndAppliesWhatIsWithinTheLimits() {
        allow(ANY, Action.CREATE);
        KnownStrategy wanted = shop.proposed(Source.ADVICE, KindOfChange.CREATE);
        KnownStrategy other = shop.proposed(Source.ADVICE, KindOfChange.DROP);

        assertThat(round()).isEmpty();

        shop.assertDone(KindOfChange.CREATE, wanted);
        assertThat(status(other)).isEqualTo(Status.RETIREMENT_PROPOSED);
        assertThat(story(wanted)).contains("by the policy, as it is within its limits");
        assertThat(messages)
                .singleElement()
                .asString()
                .contains("create index shop.\"Orders by customer\": done in ");
    }

    @Test
    void leavesToPeopleWhatIsBeyondTheLimitsOrTheirOwn() {
        Policy.Limits others = new Policy.Limits(null, null, List.of(), List.of("shop.Ord*"));
        allow(others, Action.CREATE, Action.DROP, Action.REINDEX);
        KnownStrategy excluded = shop.proposed(Source.ADVICE, KindOfChange.CREATE);
        KnownStrategy byHand = shop.proposed(Source.SQL, KindOfChange.PARTITIONED_CREATE);

        assertThat(round()).isEmpty();

        assertThat(status(excluded)).isEqualTo(Status.PROPOSED);
        assertThat(status(byHand)).isEqualTo(Status.PROPOSED);
        assertThat(messages).isEmpty();
    }

    @Test
    void waitsForTheMaintenanceWindow() {
        now = NOON;
        set(
                List.of(MaintenanceWindow.parse("22:00-23:00")),
                new Policy.Unattended(Set.of(Action.CREATE), true, false),
                ANY);
        KnownStrategy wanted = shop.proposed(Source.ADVICE, KindOfChange.CREATE);

        assertThat(round()).isEmpty();
        assertThat(round()).isEmpty();
        assertThat(status(wanted)).isEqualTo(Status.SCHEDULED);
        assertThat(story(wanted))
                .contains("the maintenance window that begins at 2026-11-27T22:00");

        now = Instant.parse("2026-11-27T22:01:00Z");
        assertThat(round()).isEmpty();
        shop.assertDone(KindOfChange.CREATE, wanted);
    }

    @Test
    void asksAgainWhereThePolicyDoesNothingAnyMore() {
        now = NOON;
        List<MaintenanceWindow> nightly = List.of(MaintenanceWindow.parse("22:00-23:00"));
        set(nightly, new Policy.Unattended(Set.of(), true, false), ANY);
        KnownStrategy approved = shop.approved(KindOfChange.CREATE);
        round();
        assertThat(status(approved)).isEqualTo(Status.SCHEDULED);

        set(nightly, Policy.Unattended.NOTHING, ANY);
        round();

        assertThat(status(approved)).isEqualTo(Status.APPROVED);
    }

    @Test
    void proposesAgainWhatWasDeferred() {
        now = NOON;
        KnownStrategy create = shop.proposed(Source.ADVICE, KindOfChange.CREATE);
        KnownStrategy drop = shop.proposed(Source.ADVICE, KindOfChange.DROP);
        changes.defer(create, Duration.ofDays(14), null);
        changes.defer(drop, Duration.ofDays(14), null);

        now = NOON.plus(Duration.ofDays(13));
        round();
        assertThat(status(create)).isEqualTo(Status.DEFERRED);

        now = NOON.plus(Duration.ofDays(14));
        round();
        assertThat(status(create)).isEqualTo(Status.PROPOSED);
        assertThat(status(drop)).isEqualTo(Status.RETIREMENT_PROPOSED);
    }

    @Test
    void takesBackWhatDidHarmAndDoesNotDoItAgain() {
        allow(ANY, Action.CREATE);
        KnownStrategy made = shop.proposed(Source.ADVICE, KindOfChange.CREATE);
        round();
        shop.assertDone(KindOfChange.CREATE, made);

        judgeHarmful(made);
        round();
        assertThat(status(made)).isEqualTo(Status.WATCHED);

        set(List.of(), new Policy.Unattended(Set.of(Action.CREATE), true, true), ANY);
        assertThat(round()).isEmpty();
        assertThat(status(made)).isEqualTo(Status.ROLLED_BACK);
        assertThat(shop.indexes()).isEqualTo(shop.expected(KindOfChange.CREATE, false));

        KnownStrategy again = shop.proposed(Source.ADVICE, KindOfChange.CREATE);
        assertThat(round()).isEmpty();
        assertThat(status(again)).isEqualTo(Status.PROPOSED);
    }

    /** Or it would be made and dropped over and over. */
    @Test
    void leavesToPeopleToMakeAgainWhatWasDropped() {
        allow(ANY, Action.CREATE, Action.DROP);
        KnownStrategy dropped = shop.proposed(Source.ADVICE, KindOfChange.DROP);
        assertThat(round()).isEmpty();
        shop.assertDone(KindOfChange.DROP, dropped);

        KnownStrategy again = shop.proposed(Action.CREATE, KindOfChange.DROP);
        assertThat(round()).isEmpty();

        assertThat(status(again)).isEqualTo(Status.PROPOSED);
    }

    @Test
    void doesNotTryAgainWhatFailedUntilItIsProposedAnew() {
        allow(ANY, Action.CREATE);
        shop.database().execute("ALTER TABLE shop.\"Orders\" RENAME COLUMN customer TO buyer");
        KnownStrategy wanted = shop.proposed(Source.ADVICE, KindOfChange.CREATE);

        assertThat(round()).hasValueSatisfying(told -> assertThat(told).contains("failed: "));
        assertThat(round()).isEmpty();
        now = now.plus(Duration.ofHours(1));
        assertThat(round()).isEmpty();
        assertThat(status(wanted)).isEqualTo(Status.PROPOSED);

        shop.database().execute("ALTER TABLE shop.\"Orders\" RENAME COLUMN buyer TO customer");
        shop.proposed(Source.ADVICE, KindOfChange.CREATE);
        assertThat(round()).isEmpty();
        shop.assertDone(KindOfChange.CREATE, wanted);
    }

    @Test
    void triesAgainLaterWhatWasPostponed() throws SQLException {
        allow(ANY, Action.CREATE);
        shop.database().execute("CREATE TABLE shop.\"Orders by customer\" ()");
        KnownStrategy wanted = shop.proposed(Source.ADVICE, KindOfChange.CREATE);
        assertThat(round()).hasValueSatisfying(told -> assertThat(told).contains("has the name"));

        try (Connection connection = shop.database().connect();
                Statement statement = connection.createStatement()) {
            statement.execute("DROP TABLE shop.\"Orders by customer\"");
        }
        now = now.plus(Duration.ofMinutes(14));
        assertThat(round()).hasValueSatisfying(told -> assertThat(told).contains("has the name"));
        assertThat(status(wanted)).isEqualTo(Status.APPROVED);

        now = now.plus(Duration.ofMinutes(2));
        assertThat(round()).isEmpty();
        shop.assertDone(KindOfChange.CREATE, wanted);
    }

    @Test
    void watchesOnWhatCouldNotBeTakenBackYet() throws SQLException {
        set(List.of(), new Policy.Unattended(Set.of(), false, true), ANY);
        KnownStrategy made = shop.approved(KindOfChange.CREATE);
        assertThat(shop.apply(made, ChangeFixture.PATIENT).isAsWanted()).isTrue();
        try (Connection connection = shop.database().connect();
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            statement.execute("LOCK TABLE shop.\"Orders\"");

            changes.rollBack(
                    shop.changed(),
                    shop.known(made.id()),
                    ChangeFixture.BRIEF,
                    new EndSignal(),
                    ChangeProgress.NONE);
        }
        assertThat(status(made)).isEqualTo(Status.WATCHED);

        judgeHarmful(made);
        assertThat(round()).isEmpty();
        assertThat(status(made)).isEqualTo(Status.ROLLED_BACK);
    }

    @Test
    void settlesWhatACrashLeft() {
        allow(ANY);
        KnownStrategy begun = begunAndLeft(KindOfChange.CREATE);
        assertThat(status(begun)).isEqualTo(Status.BUILDING);

        round();

        shop.assertDone(KindOfChange.CREATE, begun);
    }

    @Test
    void waitsForAProcessThatWasKilledToLoseItsLease() {
        KnownStrategy left = begunAndLeft(KindOfChange.CREATE);
        holdLease("2 seconds");

        assertThat(reconciled(new EndSignal())).hasSize(1);

        assertThat(status(left)).isEqualTo(Status.APPROVED);
    }

    @Test
    void leavesToAnotherProcessWhatItIsAtWorkOn() {
        allow(ANY);
        KnownStrategy left = begunAndLeft(KindOfChange.CREATE);
        holdLease("1 hour");
        EndSignal stop = new EndSignal();
        stop.give();

        assertThat(reconciled(stop))
                .singleElement()
                .satisfies(
                        one ->
                                assertThat(one.end().shown())
                                        .contains("another pgwright changes indexes"));
        assertThat(round()).isEmpty();
        assertThat(messages).isEmpty();
        assertThat(status(left)).isEqualTo(Status.BUILDING);

        holdLease("-1 seconds");
        assertThat(round()).isPresent();
        shop.assertDone(KindOfChange.CREATE, left);
    }

    private List<ChangeExecutor.Reconciled> reconciled(EndSignal stop) {
        return changes.reconcile(shop.changed(), ChangeFixture.PATIENT, stop, ChangeProgress.NONE);
    }

    private void holdLease(String time) {
        shop.journal()
                .database()
                .execute(
                        """
                        INSERT INTO change_lease (instance_id, holder, held_until)
                        VALUES ('%s', gen_random_uuid(), now() + interval '%s')
                        ON CONFLICT (instance_id) DO UPDATE SET held_until = excluded.held_until
                        """
                                .formatted(shop.changed().scope().instanceId(), time));
    }

    @Test
    void applyGoesOnWithWhatACrashLeft() {
        KnownStrategy begun = begunAndLeft(KindOfChange.CREATE);
        ApplyRun run = new ApplyRun(changes, shop.changed(), messages::add);

        List<KnownStrategy> chosen = run.chosen(new ApplyRun.Choice.Approved());
        assertThat(chosen).extracting(KnownStrategy::id).containsExactly(begun.id());
        ChangesReport report =
                run.apply(
                        chosen, ChangeFixture.PATIENT, false, new EndSignal(), ChangeProgress.NONE);

        assertThat(report.isAsWanted()).isTrue();
        assertThat(report.changes()).hasSize(1);
        shop.assertDone(KindOfChange.CREATE, begun);
    }

    @Test
    void touchesNoOtherDatabaseAtTheSameAddress() {
        allow(ANY, Action.CREATE);
        KnownStrategy wanted = shop.proposed(Source.ADVICE, KindOfChange.CREATE);
        String name = shop.database().name();
        try (TestDatabase other = TestServers.freshDatabase(TestServers.NEWEST);
                TestDatabase third = TestServers.freshDatabase(TestServers.NEWEST)) {
            String rename = "ALTER DATABASE \"%s\" RENAME TO \"%s\"";
            third.execute(rename.formatted(name, "away"), rename.formatted(other.name(), name));
            assertThat(round())
                    .hasValueSatisfying(
                            told -> assertThat(told).contains("answers at this address now"));
            third.execute(rename.formatted(name, other.name()), rename.formatted("away", name));
        }
        assertThat(status(wanted)).isEqualTo(Status.APPROVED);
        assertThat(shop.indexes()).isEqualTo(shop.expected(KindOfChange.CREATE, false));
    }

    /** As a process leaves it that is killed before its first statement. */
    private KnownStrategy begunAndLeft(KindOfChange kind) {
        KnownStrategy approved = shop.approved(kind);
        new ChangeJournal(shop.repository(), UUID::randomUUID, UUID.randomUUID())
                .intend(
                        new ChangeJournal.Intent(
                                approved,
                                kind.action(),
                                false,
                                approved.createStatement(),
                                JournalledChange.Before.NOTHING,
                                Actor.LOCAL));
        return shop.known(approved.id());
    }

    /** As when the time of watching is over. */
    private void judgeHarmful(KnownStrategy strategy) {
        shop.journal()
                .database()
                .execute(
                        """
                        INSERT INTO change_proof (
                            instance_id, change_id, before_from, before_until, after_from,
                            after_until, verdict, reason, figures, is_final)
                        SELECT c.instance_id, c.id, now(), now(), now(), now(), 'worse', 'slower',
                               '{}', true
                          FROM index_change c
                         WHERE c.strategy_id = '%s'
                        """
                                .formatted(strategy.id()));
    }

    private Optional<String> round() {
        ConnectionSettings server = shop.changed().settings();
        return unattended.round(server, new EndSignal());
    }

    private void allow(Policy.Limits limits, Action... approved) {
        set(
                List.of(),
                new Policy.Unattended(Set.copyOf(Arrays.asList(approved)), true, false),
                limits);
    }

    private void set(
            List<MaintenanceWindow> windows, Policy.Unattended allowed, Policy.Limits limits) {
        changes.setPolicy(
                shop.changed().scope().instanceId(),
                shop.changed().settings().database(),
                policy -> new Policy(windows, allowed, limits, policy.watch(), policy.unused()));
    }

    private Status status(KnownStrategy strategy) {
        return shop.known(strategy.id()).standing().status();
    }

    private String story(KnownStrategy strategy) {
        return shop.repository()
                .inTransaction(jdbc -> StrategyStory.of(jdbc, shop.known(strategy.id())))
                .toString();
    }
}
