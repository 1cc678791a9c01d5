package org.pgwright.collector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.pgwright.catalog.QualifiedName;
import org.pgwright.error.PgwrightException;
import org.pgwright.observation.Activity;
import org.pgwright.observation.CounterReading;
import org.pgwright.observation.DatabaseReading;
import org.pgwright.observation.DatabaseReadings;
import org.pgwright.observation.IndexCounter;
import org.pgwright.observation.IndexDuty;
import org.pgwright.observation.IndexMarks;
import org.pgwright.observation.IndexReading;
import org.pgwright.observation.RelationReadings;
import org.pgwright.observation.ServerIdentity;
import org.pgwright.observation.Session;
import org.pgwright.observation.Setting;
import org.pgwright.observation.StatementCounter;
import org.pgwright.observation.StatementKey;
import org.pgwright.observation.StatementLogging;
import org.pgwright.observation.StatementReadings;
import org.pgwright.observation.StatementText;
import org.pgwright.observation.TableCounter;
import org.pgwright.observation.TableReading;
import org.pgwright.postgres.ConnectionSettings;
import org.pgwright.postgres.ReadTransaction;
import org.pgwright.postgres.TargetReader;
import org.pgwright.testing.TestDatabase;
import org.pgwright.testing.TestServers;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/** Every collector on every supported major. */
final class CollectorsTest {
    private static final String MAJORS = "org.pgwright.testing.TestServers#MAJORS";

    @ParameterizedTest
    @FieldSource(MAJORS)
    void readsStatementsWithTheirTexts(int major) {
        try (TestDatabase database = TestServers.freshDatabase(major)) {
            database.execute(
                    "CREATE EXTENSION pg_stat_statements",
                    "SELECT count(*) AS beans FROM generate_series(1, 1000)",
                    "SELECT count(*) AS beans FROM generate_series(1, 2000)");

            try (TargetReader reader = TargetReader.open(settings(database));
                    ReadTransaction transaction = reader.begin()) {
                StatementReadings found = StatementsCollector.read(transaction);
                List<StatementKey> keys =
                        found.readings().stream().map(CounterReading::object).toList();
                Map<StatementKey, StatementText> texts =
                        StatementsCollector.texts(transaction, keys);

                StatementKey key =
                        texts.entrySet().stream()
                                .filter(e -> e.getValue().text().contains("AS beans"))
                                .map(Map.Entry::getKey)
                                .filter(k -> k.databaseOid() == oid(database) && k.isTopLevel())
                                .findFirst()
                                .orElseThrow();
                assertThat(texts)
                        .hasEntrySatisfying(
                                key,
                                text -> assertThat(text.roleName()).isEqualTo(database.user()));
                CounterReading<StatementKey> beans =
                        found.readings().stream()
                                .filter(reading -> reading.object().equals(key))
                                .findFirst()
                                .orElseThrow();
                assertThat(beans.counters().at(StatementCounter.CALLS)).isEqualTo(2);
                assertThat(beans.counters().at(StatementCounter.ROW_COUNT)).isEqualTo(2);
                assertThat(beans.counters().at(StatementCounter.LONGEST_TIME))
                        .isPositive()
                        .isLessThanOrEqualTo(beans.counters().at(StatementCounter.EXECUTION_TIME));
                assertThat(beans.since() != null).isEqualTo(major >= 17);
                assertThat(found.look().isRestricted()).isFalse();
                assertThat(found.look().takenAt()).isAfter(found.look().serverStartedAt());
            }
        }
    }

    @Test
    void saysWhatToDoWithoutTheExtension() {
        try (TestDatabase database = TestServers.freshDatabase(TestServers.NEWEST)) {
            assertThatThrownBy(() -> read(database, StatementsCollector::read))
                    .isInstanceOf(PgwrightException.class)
                    .hasMessageContaining("no extension pg_stat_statements; see pgwright doctor");
        }
    }

    @ParameterizedTest
    @FieldSource(MAJORS)
    void readsTablesAndIndexes(int major) {
        try (TestDatabase database = TestServers.freshDatabase(major)) {
            database.execute(
                    "CREATE SCHEMA shop",
                    "CREATE TABLE shop.orders (id int PRIMARY KEY, customer int, note text)",
                    "CREATE INDEX by_customer ON shop.orders (customer DESC, lower(note)) INCLUDE (id)"
                            + " WHERE customer > 5",
                    "INSERT INTO shop.orders SELECT i, i % 100, 'n' FROM generate_series(1, 5000) i");
            database.vacuumed();
            database.executeCounted(
                    "SET enable_seqscan = off",
                    "SELECT * FROM shop.orders WHERE id = 7",
                    "UPDATE shop.orders SET note = 'm' WHERE id < 11");

            RelationReadings found = read(database, RelationsCollector::read);

            assertThat(found.tables()).hasSize(1);
            TableReading orders = found.tables().getFirst();
            assertThat(orders.name()).isEqualTo(new QualifiedName("shop", "orders"));
            assertThat(orders.kind()).isEqualTo('r');
            assertThat(orders.size().rows()).isBetween(4_990L, 5_010L);
            assertThat(orders.size().bytes()).isPositive();
            assertThat(orders.vacuum().lastVacuum()).isNotNull();
            assertThat(orders.counters().at(TableCounter.ROWS_INSERTED)).isEqualTo(5_000);
            assertThat(orders.counters().at(TableCounter.ROWS_UPDATED)).isEqualTo(10);
            assertThat(orders.counters().at(TableCounter.VACUUMS)).isEqualTo(1);
            assertThat(orders.counters().at(TableCounter.INDEX_SCANS)).isPositive();

            IndexReading index = index(found, "by_customer");
            assertThat(index.method()).isEqualTo("btree");
            assertThat(index.predicate()).isEqualTo("(customer > 5)");
            assertThat(index.flags())
                    .isEqualTo(new IndexReading.Flags(false, false, false, true, Set.of()));
            assertThat(index.keys())
                    .containsExactly(
                            new IndexReading.Key("customer", false, true, true, false),
                            new IndexReading.Key("lower(note)", true, false, false, false),
                            new IndexReading.Key("id", false, false, false, true));
            assertThat(index(found, "orders_pkey").flags())
                    .isEqualTo(new IndexReading.Flags(true, true, true, true, Set.of()));
            assertThat(index(found, "orders_pkey").counters().at(IndexCounter.SCANS))
                    .isGreaterThanOrEqualTo(2);
        }
    }

    @ParameterizedTest
    @FieldSource(MAJORS)
    void readsDatabasesAndTheServer(int major) {
        try (TestDatabase database = TestServers.freshDatabase(major)) {
            DatabaseReadings found = read(database, DatabasesCollector::read);
            ServerIdentity server = read(database, ServerCollector::read);

            DatabaseReading own =
                    found.databases().stream()
                            .filter(d -> d.name().equals(database.name()))
                            .findFirst()
                            .orElseThrow();
            assertThat(own.mayConnect()).isTrue();
            assertThat(own.size()).isGreaterThan(1_000_000);
            assertThat(own.oid()).isEqualTo(oid(database));
            assertThat(found.databases()).noneMatch(d -> d.name().startsWith("template"));
            assertThat(server.isStandby()).isFalse();
            assertThat(server.version()).startsWith(major + ".");
            assertThat(server.startedAt()).isEqualTo(found.serverStartedAt());
        }
    }

    @ParameterizedTest
    @FieldSource(MAJORS)
    void readsWhoWaitsForWhom(int major) throws SQLException {
        try (TestDatabase database = TestServers.freshDatabase(major)) {
            database.execute("CREATE TABLE beans (id int)");
            try (Connection holder = database.connect();
                    Connection waiter = database.connect();
                    Statement hold = holder.createStatement();
                    Statement wait = waiter.createStatement()) {
                holder.setAutoCommit(false);
                hold.execute("LOCK TABLE beans");
                Thread waiting =
                        Thread.ofVirtual()
                                .start(
                                        () ->
                                                ignoringCancel(
                                                        wait, "SELECT * FROM beans WHERE id = 42"));

                Session found = waiting(database);
                wait.cancel();
                join(waiting);

                assertThat(found.state()).isEqualTo("active");
                assertThat(found.waiting().type()).isEqualTo("Lock");
                assertThat(found.queryText()).isEqualTo("select * from beans where id = $1");
                assertThat(found.client().databaseName()).isEqualTo(database.name());
                assertThat(found.blockers()).hasSize(1);
            }
        }
    }

    private static Session waiting(TestDatabase database) {
        while (true) {
            Activity activity = read(database, ActivityCollector::read);
            assertThat(activity.connectionLimit()).isEqualTo(50);
            for (Session session : activity.sessions()) {
                if (!session.blockers().isEmpty()) {
                    return session;
                }
            }
        }
    }

    private static void ignoringCancel(Statement statement, String sql) {
        try {
            statement.execute(sql);
        } catch (SQLException cancelled) {
            assertThat(cancelled.getSQLState()).isEqualTo("57014");
        }
    }

    private static void join(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException failure) {
            throw new IllegalStateException(failure);
        }
    }

    @ParameterizedTest
    @FieldSource(MAJORS)
    void readsSettingsReplicationAndBuilds(int major) {
        try (TestDatabase database = TestServers.freshDatabase(major)) {
            assertThat(read(database, SettingsCollector::read))
                    .anySatisfy(
                            setting -> {
                                assertThat(setting.name()).isEqualTo("max_connections");
                                assertThat(setting.value()).isEqualTo("50");
                            })
                    .extracting(Setting::name)
                    .doesNotContain("statement_timeout");
            assertThat(read(database, ReplicationCollector::read)).isEmpty();
            assertThat(read(database, BuildsCollector::read)).isEmpty();
        }
    }

    /** Whatever way the values are written in. */
    @ParameterizedTest
    @FieldSource(MAJORS)
    void readsWhichStatementsOfWhomAreLogged(int major) {
        try (TestDatabase database = TestServers.freshDatabase(major)) {
            String name = database.name();
            database.execute(
                    "CREATE ROLE logged_" + name,
                    "ALTER ROLE logged_" + name + " SET log_min_duration_statement = '2s'",
                    "ALTER ROLE logged_" + name + " SET log_statement_sample_rate = 0.25",
                    "ALTER DATABASE " + name + " SET log_min_duration_sample = 100",
                    "ALTER ROLE logged_"
                            + name
                            + " IN DATABASE "
                            + name
                            + " SET log_min_duration_statement TO '1min'",
                    // ours: what it sets for us is not taken for everybody's
                    "ALTER ROLE "
                            + database.user()
                            + " IN DATABASE "
                            + name
                            + " SET log_min_duration_statement = 0");

            assertThat(read(database, LoggingCollector::read))
                    .contains(
                            new StatementLogging("", "", -1.0, -1.0, 1.0),
                            new StatementLogging("", "logged_" + name, 2_000.0, null, 0.25),
                            new StatementLogging(name, "", null, 100.0, null),
                            new StatementLogging(name, "logged_" + name, 60_000.0, null, null),
                            new StatementLogging(name, database.user(), 0.0, null, null));

            database.execute("DROP ROLE logged_" + name);
        }
    }

    @ParameterizedTest
    @FieldSource(MAJORS)
    void readsWhatElseIndexesAreNeededFor(int major) {
        try (TestDatabase database = TestServers.freshDatabase(major)) {
            database.execute(
                    "CREATE TABLE customers (id int NOT NULL, code text NOT NULL)",
                    "CREATE UNIQUE INDEX customers_id ON customers (id)",
                    "CREATE UNIQUE INDEX customers_code ON customers (code)",
                    "ALTER TABLE customers REPLICA IDENTITY USING INDEX customers_code",
                    "CREATE TABLE orders (id int, customer int REFERENCES customers (id), at date)"
                            + " PARTITION BY RANGE (at)",
                    "CREATE TABLE orders_all PARTITION OF orders DEFAULT",
                    "CREATE INDEX by_id ON orders (id)",
                    "CREATE INDEX by_customer ON orders_all (customer, id)",
                    "CREATE INDEX id_then_customer ON orders_all (id, customer)");

            RelationReadings found = read(database, RelationsCollector::read);

            assertThat(index(found, "customers_id").flags().duties())
                    .containsExactly(IndexDuty.FOREIGN_KEY);
            assertThat(index(found, "customers_code").flags().duties())
                    .containsExactly(IndexDuty.REPLICA_IDENTITY);
            assertThat(index(found, "orders_all_id_idx").flags().duties())
                    .containsExactly(IndexDuty.PARTITIONED_INDEX);
            assertThat(index(found, "by_customer").flags().duties())
                    .containsExactly(IndexDuty.FOREIGN_KEY);
            assertThat(index(found, "id_then_customer").flags().duties()).isEmpty();
        }
    }

    @ParameterizedTest
    @FieldSource(MAJORS)
    void readsWhatDefinitionsOfIndexesDoNotSay(int major) {
        try (TestDatabase database = TestServers.freshDatabase(major)) {
            database.execute(
                    "CREATE TABLE orders (id int, note text)",
                    "CREATE INDEX plain ON orders (id)",
                    "CREATE INDEX marked ON orders (lower(note))",
                    "COMMENT ON INDEX marked IS 'for the report'",
                    "ALTER INDEX marked ALTER COLUMN 1 SET STATISTICS 500",
                    "ALTER INDEX marked DEPENDS ON EXTENSION plpgsql",
                    "COMMENT ON COLUMN orders.id IS 'not of an index'");

            List<IndexMarks> found = read(database, IndexMarksCollector::read);

            assertThat(found)
                    .extracting(marks -> marks.index().name())
                    .containsExactlyInAnyOrder("plain", "marked");
            assertThat(found)
                    .filteredOn(marks -> marks.index().name().equals("plain"))
                    .allSatisfy(
                            plain -> {
                                assertThat(plain.tablespace()).isNull();
                                assertThat(plain.hasComment() || plain.hasTargets()).isFalse();
                                assertThat(plain.extensions()).isEmpty();
                            });
            assertThat(found)
                    .filteredOn(marks -> marks.index().name().equals("marked"))
                    .allSatisfy(
                            marked -> {
                                assertThat(marked.hasComment() && marked.hasTargets()).isTrue();
                                assertThat(marked.extensions()).containsExactly("plpgsql");
                            });
        }
    }

    private static IndexReading index(RelationReadings readings, String name) {
        return readings.indexes().stream()
                .filter(index -> index.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static <T> T read(TestDatabase database, Function<ReadTransaction, T> collector) {
        try (TargetReader reader = TargetReader.open(settings(database));
                ReadTransaction transaction = reader.begin()) {
            return collector.apply(transaction);
        }
    }

    private static long oid(TestDatabase database) {
        return read(database, transaction -> RelationsCollector.read(transaction).databaseOid());
    }

    private static ConnectionSettings settings(TestDatabase database) {
        return ConnectionSettings.to(
                database.host(),
                database.port(),
                database.user(),
                database.name(),
                database.password());
    }
}
