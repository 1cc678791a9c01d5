package org.pgwright.tuning.watch;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.pgwright.catalog.QualifiedName;
import org.pgwright.postgres.ConnectionSettings;
import org.pgwright.repository.Ids;
import org.pgwright.repository.Repositories;
import org.pgwright.repository.Repository;
import org.pgwright.repository.strategy.Actor;
import org.pgwright.strategy.Action;
import org.pgwright.strategy.Policy;
import org.pgwright.strategy.Prediction;
import org.pgwright.strategy.Proposal;
import org.pgwright.strategy.Source;
import org.pgwright.testing.TestDatabase;
import org.pgwright.testing.TestServers;
import org.pgwright.tuning.change.ChangedDatabase;
import org.pgwright.tuning.change.Changes;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.InstantSource;
import java.util.List;
import java.util.Random;
import java.util.Set;

/** Indexes that are made while a server is watched. */
final class ChangeLaneTest {
    private static final String IS_VALID =
            "SELECT indisvalid FROM pg_index WHERE indexrelid = to_regclass('orders_note')";

    @Test
    void appliesWhatThePolicyApprovesAndDoesNothingBefore() {
        try (TestDatabase kept = TestServers.freshDatabase(TestServers.NEWEST);
                Repository repository = Repositories.on(kept);
                TestDatabase shop = TestServers.freshDatabase(TestServers.NEWEST)) {
            shop.execute(
                    "CREATE TABLE orders (id int PRIMARY KEY, note text)",
                    "INSERT INTO orders SELECT i, i::text FROM generate_series(1, 1000) i");
            ConnectionSettings settings =
                    ConnectionSettings.to(
                            shop.host(), shop.port(), shop.user(), shop.name(), shop.password());
            Watching watching = new Watching(repository, kept, settings);
            watching.await("EXISTS (SELECT FROM counter_look WHERE kind = 'index')");
            assertThat(watching.number("SELECT count(*) FROM job WHERE name LIKE 'unattended%'"))
                    .isZero();

            Changes changes = changes(repository);
            ChangedDatabase database = changes.register(settings);
            changes.propose(database, Source.ADVICE, List.of(wanted()));
            watching.await("EXISTS (SELECT FROM job WHERE name = 'unattended_changes')");
            assertThat(watching.number("SELECT count(*) FROM index_change")).isZero();
            allow(changes, database);

            watching.await("EXISTS (SELECT FROM index_strategy WHERE status = 'watched')");
            watching.end();
            assertThat(isValid(shop)).isTrue();
            assertThat(watching.messages())
                    .anyMatch(message -> message.contains("create index public.orders_note: done"));
        }
    }

    private static Changes changes(Repository repository) {
        InstantSource clock = InstantSource.system();
        return new Changes(
                repository, clock, new Ids(clock, new Random()), new Random(), Actor.LOCAL);
    }

    private static Proposal wanted() {
        return new Proposal(
                Action.CREATE,
                new QualifiedName("public", "orders"),
                "orders_note",
                "CREATE INDEX orders_note ON public.orders (note)",
                new Proposal.Form("btree", List.of("note"), List.of(), null),
                "a test wants it",
                Prediction.NONE);
    }

    private static void allow(Changes changes, ChangedDatabase database) {
        changes.setPolicy(
                database.scope().instanceId(),
                null,
                policy ->
                        new Policy(
                                List.of(),
                                new Policy.Unattended(Set.of(Action.CREATE), true, false),
                                policy.limits(),
                                policy.watch(),
                                policy.unused()));
    }

    private static boolean isValid(TestDatabase shop) {
        try (Connection connection = shop.connect();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(IS_VALID)) {
            return row.next() && row.getBoolean(1);
        } catch (SQLException failure) {
            throw new IllegalStateException(failure);
        }
    }
}
