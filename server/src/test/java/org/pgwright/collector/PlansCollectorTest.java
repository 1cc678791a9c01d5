package org.pgwright.collector;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.pgwright.observation.CapturedPlan;
import org.pgwright.observation.PlanCandidate;
import org.pgwright.postgres.ConnectionSettings;
import org.pgwright.postgres.Deadlines;
import org.pgwright.postgres.Query;
import org.pgwright.postgres.ReadTransaction;
import org.pgwright.postgres.TargetReader;
import org.pgwright.testing.TestDatabase;
import org.pgwright.testing.TestServers;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** What servers plan for us, and what we do not ask them to. */
final class PlansCollectorTest {
    /** Each leads to code that is not the server's own. */
    private static final List<String> FOREIGN =
            List.of(
                    "select spy($1)",
                    "select t.spy from orders t",
                    "select * from shown",
                    "select * from by_spy where id = $1",
                    "select * from checked where id = $1",
                    "insert into filled (id) values ($1)",
                    "select * from hidden",
                    "select * from parted where id = $1",
                    "select * from typed where id = $1",
                    "select id &&& $1 from orders",
                    "select $1::even");

    private static final List<String> PLAIN =
            List.of(
                    "select * from orders where id = $1",
                    "select count (*) from orders o join moods m on m.id = o.id where o.note like $1"
                            + " and m.mood = $2",
                    "update orders set note = $1 where id = $2",
                    "with few as (select * from orders limit $1) delete from orders where id in"
                            + " (select id from few)",
                    "insert into orders (id, note) values ($1, $2)");

    private static TestDatabase shop(int major) {
        return TestServers.freshDatabase(major)
                .execute(
                        "CREATE FUNCTION spy(int) RETURNS int LANGUAGE plpgsql IMMUTABLE AS"
                                + " 'BEGIN RAISE ''spied''; END'",
                        "CREATE FUNCTION calm(int) RETURNS int LANGUAGE sql IMMUTABLE AS 'SELECT 1'",
                        "CREATE TYPE mood AS ENUM ('sad', 'ok')",
                        "CREATE TABLE moods (id int PRIMARY KEY, mood mood, moods mood[])",
                        "CREATE TABLE orders (id int PRIMARY KEY, note text DEFAULT lower('A'))",
                        "CREATE INDEX ON orders (upper(note)) WHERE length(note) > 3",
                        "CREATE VIEW shown AS SELECT * FROM orders",
                        "CREATE TABLE by_spy (id int)",
                        "CREATE INDEX ON by_spy (calm(id))",
                        "CREATE TABLE checked (id int CHECK (calm(id) > 0))",
                        "CREATE TABLE filled (id int, other int DEFAULT calm(3))",
                        "CREATE TABLE hidden (id int)",
                        "ALTER TABLE hidden ENABLE ROW LEVEL SECURITY",
                        "CREATE TABLE parted (id int) PARTITION BY RANGE (id)",
                        "CREATE TABLE part PARTITION OF parted FOR VALUES FROM (0) TO (9)",
                        "CREATE INDEX ON part (calm(id))",
                        "CREATE DOMAIN even AS int CHECK (calm(VALUE) > 0)",
                        "CREATE TABLE typed (id even)",
                        "CREATE FUNCTION together(int, int) RETURNS int LANGUAGE sql AS 'SELECT 1'",
                        "CREATE OPERATOR &&& (FUNCTION = together, LEFTARG = int, RIGHTARG = int)");
    }

    @ParameterizedTest
    @FieldSource("org.pgwright.testing.TestServers#MAJORS")
    void plansWhatIsSafeAndNothingElse(int major) {
        try (TestDatabase shop = shop(major)) {
            List<String> all = new ArrayList<>(PLAIN);
            all.addAll(FOREIGN);
            all.add("select * from missing");
            all.add("vacuum orders");
            all.add("select 1; select 2");

            List<CapturedPlan> found = read(shop, all);

            assertThat(found).extracting(CapturedPlan::statementId).containsExactly(0, 1, 2, 3, 4);
            assertThat(found.getFirst().plan().details()).containsEntry("Index Cond", "(id = $1)");
            assertThat(found.getFirst().plan().isAnalyzed()).isFalse();
            assertThat(found.get(2).plan().details()).containsEntry("Operation", "Update");
        }
    }

    @Test
    void doesNotWaitForATableThatIsLocked() throws SQLException {
        try (TestDatabase shop = shop(TestServers.NEWEST);
                Connection other = shop.connect();
                Statement lock = other.createStatement()) {
            other.setAutoCommit(false);
            lock.execute("LOCK TABLE orders");

            assertThat(read(shop, List.of(PLAIN.getFirst(), "select * from moods")))
                    .extracting(CapturedPlan::statementId)
                    .containsExactly(1);
            other.rollback();
        }
    }

    private static List<CapturedPlan> read(TestDatabase shop, List<String> statements) {
        List<PlanCandidate> candidates = new ArrayList<>();
        statements.forEach(text -> candidates.add(new PlanCandidate(candidates.size(), text)));
        try (TargetReader reader =
                        TargetReader.open(
                                ConnectionSettings.to(
                                        shop.host(),
                                        shop.port(),
                                        shop.user(),
                                        shop.name(),
                                        shop.password()));
                ReadTransaction transaction = reader.begin()) {
            List<CapturedPlan> found = PlansCollector.read(transaction, candidates);
            assertThat(
                            transaction.rows(
                                    new Query(
                                            "test.left",
                                            "SELECT name AS left_over FROM pg_prepared_statements"
                                                    + " WHERE from_sql UNION ALL SELECT setting FROM"
                                                    + " pg_settings WHERE name = 'search_path' AND"
                                                    + " setting <> 'pg_catalog'"),
                                    Deadlines.CHECKUP,
                                    row -> row.text("left_over")))
                    .isEmpty();
            return found;
        }
    }
}
