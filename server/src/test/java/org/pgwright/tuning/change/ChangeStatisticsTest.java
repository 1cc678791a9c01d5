package org.pgwright.tuning.change;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.pgwright.catalog.QualifiedName;
import org.pgwright.change.ChangeEnd;
import org.pgwright.error.PgwrightException;
import org.pgwright.repository.strategy.KnownStrategy;
import org.pgwright.strategy.Action;
import org.pgwright.strategy.Status;
import org.pgwright.testing.TestServers;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;

/** Extended statistics are made, dropped and taken back like indexes. */
final class ChangeStatisticsTest {
    private static final QualifiedName ORDERS = new QualifiedName("shop", "Orders");

    private final ChangeFixture shop = ChangeFixture.on(TestServers.NEWEST);

    @AfterEach
    void close() {
        shop.close();
    }

    @ParameterizedTest
    @FieldSource("org.pgwright.testing.TestServers#MAJORS")
    void makesDropsAndTakesBackOnEveryMajorAsTheOwner(int major) {
        try (ChangeFixture old = ChangeFixture.ofOwner(major)) {
            for (KindOfChange kind : KindOfChange.values()) {
                if (kind.isOfStatistics()) {
                    KnownStrategy strategy = old.approved(kind);
                    assertThat(old.apply(strategy, ChangeFixture.PATIENT))
                            .isInstanceOf(ChangeEnd.Applied.class);
                    old.assertDone(kind, strategy);
                    assertThat(old.rollBack(strategy)).isInstanceOf(ChangeEnd.Applied.class);
                    assertThat(old.indexes()).isEqualTo(old.expected(kind, false));
                }
            }
        }
    }

    @Test
    void signsWhatItDoesAndAnalyzes() {
        KnownStrategy strategy = shop.approved(KindOfChange.STATISTICS_CREATE);

        shop.apply(strategy, ChangeFixture.PATIENT);

        assertThat(shop.journal().statements(strategy))
                .containsExactly(
                        "CREATE /* pgwright:change.create_statistics */ STATISTICS"
                                + " \"shop\".\"Orders together\" (ndistinct, dependencies) ON id,"
                                + " customer FROM \"shop\".\"Orders\"",
                        "ANALYZE /* pgwright:change.analyze */ \"shop\".\"Orders\"");
    }

    @Test
    void bringsBackWhatItDroppedAsItWasThen() {
        shop.database().execute("ALTER TABLE shop.\"Orders\" RENAME customer TO buyer");
        shop.database().execute("ALTER TABLE shop.\"Orders\" RENAME buyer TO customer");
        KnownStrategy strategy = shop.approved(KindOfChange.STATISTICS_DROP);
        shop.apply(strategy, ChangeFixture.PATIENT);
        assertThat(shop.indexes()).isEqualTo(shop.expected(KindOfChange.STATISTICS_DROP, true));

        shop.rollBack(strategy);

        assertThat(shop.journal().statements(strategy))
                .element(1)
                .asString()
                .contains("STATISTICS \"shop\".\"Orders known\" (ndistinct, dependencies) ON id");
        assertThat(shop.isWhole(KindOfChange.STATISTICS_DROP)).isTrue();
    }

    @Test
    void waitsForNobodyWhoWrites() throws SQLException {
        KnownStrategy strategy = shop.approved(KindOfChange.STATISTICS_CREATE);
        try (Connection other = shop.database().connect();
                Statement statement = other.createStatement()) {
            other.setAutoCommit(false);
            statement.execute(ShopDatabase.insert(KindOfChange.STATISTICS_CREATE));

            assertThat(shop.apply(strategy, ChangeFixture.IMPATIENT))
                    .isInstanceOf(ChangeEnd.Applied.class);
        }
    }

    @Test
    void namesOnlyWhoIsInTheWay() throws SQLException {
        KnownStrategy strategy = shop.approved(KindOfChange.STATISTICS_CREATE);
        try (Connection writing = shop.database().connect();
                Connection locking = shop.database().connect();
                Statement write = writing.createStatement();
                Statement lock = locking.createStatement()) {
            writing.setAutoCommit(false);
            write.execute(ShopDatabase.insert(KindOfChange.STATISTICS_CREATE));
            shop.holdUp(locking, lock, KindOfChange.STATISTICS_CREATE);

            ChangeEnd end = shop.apply(strategy, ChangeFixture.IMPATIENT);

            assertThat(end).isInstanceOf(ChangeEnd.Postponed.class);
            assertThat(end.shown())
                    .contains("pid " + ShopDatabase.pid(lock))
                    .doesNotContain("pid " + ShopDatabase.pid(write));
        }
        shop.assertDoneAfterwards(KindOfChange.STATISTICS_CREATE, strategy);
    }

    @Test
    void leavesNoneThatCannotBeFilled() throws SQLException {
        KindOfChange kind = KindOfChange.PARTITIONED_STATISTICS;
        KnownStrategy strategy = shop.approved(kind);
        try (Connection other = shop.database().connect();
                Statement statement = other.createStatement()) {
            shop.holdUp(other, statement, kind);

            ChangeEnd end = shop.apply(strategy, ChangeFixture.IMPATIENT);

            assertThat(end).isInstanceOf(ChangeEnd.Postponed.class);
            assertThat(shop.indexes()).isEqualTo(shop.expected(kind, false));
            assertThat(shop.journal().unsettled(strategy)).isEmpty();
        }
        shop.assertDoneAfterwards(kind, strategy);
    }

    @Test
    void takesTheSameThatAreThereAlreadyAsDone() {
        KnownStrategy strategy = shop.approved(KindOfChange.STATISTICS_CREATE);
        shop.database()
                .execute(
                        "CREATE STATISTICS shop.\"Orders together\" (dependencies, ndistinct)"
                                + " ON customer, id FROM shop.\"Orders\"");

        assertThat(shop.apply(strategy, ChangeFixture.PATIENT))
                .isInstanceOf(ChangeEnd.Unneeded.class);
        assertThat(shop.journal().statements(strategy)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "CREATE STATISTICS shop.\"Orders together\" (mcv) ON id, customer"
                        + " FROM shop.\"Orders\"",
                "CREATE STATISTICS shop.\"Orders together\" (dependencies, ndistinct) ON id, note"
                        + " FROM shop.\"Orders\"",
                "CREATE STATISTICS shop.\"Orders together\" ON id, day FROM shop.events"
            })
    void leavesOthersThatHaveTheName(String others) {
        KnownStrategy strategy = shop.approved(KindOfChange.STATISTICS_CREATE);
        shop.database().execute(others);

        ChangeEnd end = shop.apply(strategy, ChangeFixture.PATIENT);

        assertThat(end).isInstanceOf(ChangeEnd.Postponed.class);
        assertThat(end.shown()).contains("shop.\"Orders together\"", "choose another name");
        assertThat(shop.known(strategy.id()).standing().status()).isEqualTo(Status.APPROVED);
        shop.database().execute("DROP STATISTICS shop.\"Orders together\"");
        shop.assertDoneAfterwards(KindOfChange.STATISTICS_CREATE, strategy);
    }

    @Test
    void dropsNoOthersThatTookThePlaceOfItsOwn() {
        KnownStrategy strategy = shop.approved(KindOfChange.STATISTICS_CREATE);
        shop.apply(strategy, ChangeFixture.PATIENT);
        shop.database()
                .execute(
                        "DROP STATISTICS shop.\"Orders together\"",
                        "CREATE STATISTICS shop.\"Orders together\" (mcv) ON id, note"
                                + " FROM shop.\"Orders\"");

        ChangeEnd end = shop.rollBack(strategy);

        assertThat(end).isInstanceOf(ChangeEnd.Postponed.class);
        assertThat(shop.answers("SELECT stxname FROM pg_statistic_ext"))
                .contains("Orders together");
    }

    @Test
    void makesAnIndexAndStatisticsOfTheSameName() {
        KnownStrategy index =
                shop.approved(
                        Action.CREATE,
                        ORDERS,
                        "Orders together",
                        "CREATE INDEX \"Orders together\" ON shop.\"Orders\" (note)");
        KnownStrategy statistics = shop.approved(KindOfChange.STATISTICS_CREATE);

        assertThatThrownBy(() -> shop.changes().named("Orders together"))
                .hasMessageContaining("several strategies");
        assertThat(shop.apply(index, ChangeFixture.PATIENT)).isInstanceOf(ChangeEnd.Applied.class);
        ChangeEnd end = shop.apply(statistics, ChangeFixture.PATIENT);

        assertThat(end)
                .isInstanceOfSatisfying(
                        ChangeEnd.Applied.class, applied -> assertThat(applied.bytes()).isZero());
        assertThat(shop.rollBack(statistics)).isInstanceOf(ChangeEnd.Applied.class);
        assertThat(shop.indexes()).contains("Orders together");
        assertThat(shop.known(index.id()).standing().status()).isEqualTo(Status.WATCHED);
    }

    @Test
    void makesStatisticsOfExpressionsOnce() {
        String definition =
                "CREATE STATISTICS shop.parity ON (id % 2), lower(note), customer"
                        + " FROM shop.\"Orders\"";
        KnownStrategy first = shop.approved(Action.CREATE, ORDERS, "parity", definition);
        assertThat(shop.apply(first, ChangeFixture.PATIENT)).isInstanceOf(ChangeEnd.Applied.class);
        shop.rollBack(first);
        shop.database().execute(definition);

        KnownStrategy again = shop.approved(Action.CREATE, ORDERS, "parity", definition);

        assertThat(shop.apply(again, ChangeFixture.PATIENT)).isInstanceOf(ChangeEnd.Unneeded.class);
    }

    @Test
    void saysWhatTheServerDoesNotMake() {
        KnownStrategy strategy =
                shop.approved(
                        Action.CREATE,
                        ORDERS,
                        "broken",
                        "CREATE STATISTICS shop.broken ON id, nothing FROM shop.\"Orders\"");

        ChangeEnd end = shop.apply(strategy, ChangeFixture.PATIENT);

        assertThat(end).isInstanceOf(ChangeEnd.Failed.class);
        assertThat(end.shown()).contains("nothing");
        assertThat(shop.journal().unsettled(strategy)).isEmpty();
        assertThat(shop.known(strategy.id()).standing().status()).isEqualTo(Status.PROPOSED);
    }

    @Test
    void refusesAViewAndATableThatIsNotThere() {
        shop.database().execute("CREATE VIEW shop.seen AS SELECT * FROM shop.\"Orders\"");
        for (String table : new String[] {"seen", "nowhere"}) {
            KnownStrategy strategy =
                    shop.approved(
                            Action.CREATE,
                            new QualifiedName("shop", table),
                            "of " + table,
                            "CREATE STATISTICS ON id, note FROM shop." + table);

            ChangeEnd end = shop.apply(strategy, ChangeFixture.PATIENT);

            assertThat(end).isInstanceOf(ChangeEnd.Postponed.class);
            assertThat(end.shown()).contains("shop." + table);
        }
    }

    @Test
    void settlesWhenTheTableIsDroppedMeanwhile() throws Exception {
        KnownStrategy strategy = shop.approved(KindOfChange.STATISTICS_CREATE);

        ChangeEnd end =
                shop.begin(
                                strategy,
                                ChangeFixture.PATIENT,
                                begun -> shop.database().execute("DROP TABLE shop.\"Orders\""))
                        .join();

        assertThat(end).isInstanceOf(ChangeEnd.Failed.class);
        assertThat(shop.journal().unsettled(strategy)).isEmpty();
    }

    @Test
    void refusesToDropWhatBelongsToSomebodyElse() {
        try (ChangeFixture owned = ChangeFixture.ofOwner(TestServers.NEWEST)) {
            owned.database()
                    .execute(
                            "ALTER SCHEMA shop OWNER TO postgres",
                            "GRANT ALL ON SCHEMA shop TO PUBLIC",
                            "ALTER STATISTICS shop.\"Orders known\" OWNER TO postgres");
            KnownStrategy strategy = owned.approved(KindOfChange.STATISTICS_DROP);

            ChangeEnd end = owned.apply(strategy, ChangeFixture.PATIENT);

            assertThat(end.shown()).contains("the statistics belong to postgres", "GRANT postgres");
            owned.database().execute("REVOKE ALL ON SCHEMA shop FROM PUBLIC", "SELECT 1");
        }
    }

    @Test
    void refusesToBuildThemAnew() {
        KnownStrategy strategy =
                shop.approved(
                        Action.REINDEX,
                        ORDERS,
                        "Orders known",
                        KindOfChange.STATISTICS_DROP.definition());

        assertThatThrownBy(() -> shop.apply(strategy, ChangeFixture.PATIENT))
                .isInstanceOf(PgwrightException.class)
                .hasMessageContaining("cannot be built anew")
                .hasMessageContaining("ANALYZE");
    }
}
