package org.pgwright.repository.performance;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.pgwright.planner.ExecutedPlan;
import org.pgwright.postgres.ExecutedPlanText;
import org.pgwright.repository.Repositories;
import org.pgwright.repository.Repository;
import org.pgwright.testing.TestDatabase;
import org.pgwright.testing.TestServers;

import java.time.Duration;
import java.time.Instant;
import java.util.UUID;

/** Plans in the repository. */
final class PlansTest {
    private static final UUID INSTANCE = UUID.fromString("10000000-0000-7000-8000-000000000001");
    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

    private TestDatabase kept;
    private Repository repository;
    private int statement;

    @BeforeEach
    void openARepository() {
        kept = TestServers.freshDatabase(TestServers.NEWEST);
        repository = Repositories.on(kept);
        kept.execute(
                """
                INSERT INTO instance (instance_id, system_identifier, name, created_by)
                SELECT '%s', 1, 'shop', id FROM app_user
                """
                        .formatted(INSTANCE),
                """
                INSERT INTO statement (instance_id, query_hash, query_text, is_ours, first_seen)
                SELECT instance_id, 'aaaa', 'select', false, now() FROM instance
                """);
        statement =
                repository
                        .jdbc()
                        .sql("SELECT statement_id FROM statement")
                        .query(Integer.class)
                        .single();
    }

    @AfterEach
    void closeIt() {
        repository.close();
        kept.close();
    }

    @Test
    void keepsTheTwentyPlansThatWereSeenLast() {
        for (int i = 0; i < 25; i++) {
            keep(estimated("orders_" + i, 10), NOON.plusSeconds(i));
        }
        assertThat(number("SELECT count(*) FROM plan")).isEqualTo(20);
        assertThat(
                        text(
                                "SELECT min(plan #>> '{0,Plan,Relation Name}') FROM plan"
                                        + " WHERE first_seen = (SELECT min(first_seen) FROM plan)"))
                .isEqualTo("orders_5");

        // One that is older than all others goes at once, but is counted nowhere.
        keep(estimated("old", 10), NOON.minusSeconds(60));
        assertThat(number("SELECT count(*) FROM plan")).isEqualTo(20);
    }

    @Test
    void figuresOfAnExecutionTakeThePlaceOfEstimatesAndStay() {
        keep(estimated("orders", 10), NOON);
        assertThat(number("SELECT rows_examined FROM plan")).isEqualTo(10);

        keep(measured(400), NOON.plusSeconds(1));
        assertThat(number("SELECT rows_examined FROM plan")).isEqualTo(400);

        keep(measured(900), NOON.plusSeconds(1_000));
        keep(estimated("orders", 10), NOON.plusSeconds(2_000));
        assertThat(number("SELECT rows_examined FROM plan")).isEqualTo(400);
        assertThat(text("SELECT max(last_seen) = '2026-03-01 12:33:20Z' FROM plan")).isEqualTo("t");
    }

    @Test
    void aPlanThatIsSeenAgainAtOnceIsNotWrittenAgain() {
        keep(measured(400), NOON);
        String version = text("SELECT xmin FROM plan");

        keep(measured(400), NOON.plus(Duration.ofMinutes(4)));
        assertThat(text("SELECT xmin FROM plan")).isEqualTo(version);
        keep(measured(400), NOON.plus(Duration.ofMinutes(6)));
        assertThat(text("SELECT xmin FROM plan")).isNotEqualTo(version);
        keep(measured(400), NOON.minus(Duration.ofMinutes(1)));
        assertThat(text("SELECT first_seen = '2026-03-01 11:59Z' FROM plan")).isEqualTo("t");
    }

    @Test
    void aPlanThatIsTooLongIsCutAndSaysHowMuchIsMissing() {
        StringBuilder union = new StringBuilder("Append  (cost=0.00..9.00 rows=9 width=4)\n");
        for (int i = 0; i < 5_000; i++) {
            union.append("  ->  Index Scan using idx_%1$d on part_%1$d".formatted(i))
                    .append("  (cost=0.00..1.00 rows=2 width=4)\n        Filter: (a > 1)\n");
        }
        keep(ExecutedPlanText.read(union.toString()), NOON);

        assertThat(number("SELECT nodes_left_out FROM plan")).isBetween(1_000L, 5_000L);
        assertThat(
                        number(
                                "SELECT nodes_left_out + jsonb_array_length(plan #> '{0,Plan,Plans}') FROM plan"))
                .isEqualTo(5_000);
        assertThat(number("SELECT rows_examined FROM plan")).isEqualTo(10_000);
        assertThat(number("SELECT jsonb_array_length(indexes_used) FROM plan"))
                .isEqualTo(KeptPlan.MOST_INDEXES);
        assertThat(number("SELECT length(plan::text) FROM plan"))
                .isLessThan(2L * KeptPlan.MOST_CHARACTERS);
    }

    private static ExecutedPlan estimated(String table, int rows) {
        return ExecutedPlanText.read(
                "Seq Scan on %s  (cost=0.00..9.00 rows=%d width=4)".formatted(table, rows));
    }

    private static ExecutedPlan measured(int rows) {
        return ExecutedPlanText.read(
                "Seq Scan on orders  (cost=0.00..9.00 rows=10 width=4) (actual rows=%d loops=1)"
                        .formatted(rows));
    }

    private void keep(ExecutedPlan plan, Instant seen) {
        repository.inTransaction(jdbc -> new Plans().keep(jdbc, INSTANCE, statement, plan, seen));
    }

    private long number(String sql) {
        return repository.jdbc().sql(sql).query(Long.class).single();
    }

    private String text(String sql) {
        return repository.jdbc().sql(sql).query(String.class).single();
    }
}
