package org.pgwright.tuning.watch;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.pgwright.postgres.ConnectionSettings;
import org.pgwright.report.FiguresFormat;
import org.pgwright.report.Layout;
import org.pgwright.repository.Repositories;
import org.pgwright.repository.Repository;
import org.pgwright.testing.TestDatabase;
import org.pgwright.testing.TestServers;
import org.pgwright.tuning.Figures;
import org.pgwright.tuning.FiguresOptions;

import java.time.Duration;

/** Plans of a watched server's statements without its log. */
final class PlanLookTest {
    @ParameterizedTest
    @ValueSource(ints = {14, 18})
    void keepsThePlansOfTheDearestStatements(int major) {
        try (TestDatabase kept = TestServers.freshDatabase(TestServers.NEWEST);
                TestDatabase shop = TestServers.freshDatabase(major);
                Repository repository = Repositories.on(kept)) {
            shop.execute(
                    "CREATE EXTENSION pg_stat_statements",
                    "CREATE TABLE orders AS SELECT i AS id, 'note ' || i AS note"
                            + " FROM generate_series(1, 20000) i",
                    "CREATE VIEW shown AS SELECT * FROM orders",
                    "ANALYZE orders");
            Watching watching =
                    Watching.ofPlans(
                            repository,
                            kept,
                            ConnectionSettings.to(
                                    shop.host(),
                                    shop.port(),
                                    shop.user(),
                                    shop.name(),
                                    shop.password()));
            watching.await("EXISTS (SELECT FROM counter_look WHERE kind = 'statement')");
            shop.execute(
                    "SELECT count(*) FROM shown WHERE note = 'secret'",
                    "SELECT count(*) FROM orders WHERE note = 'secret'");
            watching.await(
                    """
                    EXISTS (SELECT FROM plan JOIN statement USING (instance_id, statement_id)
                             WHERE query_text LIKE 'select count (*) from orders%')
                    """);
            watching.end();

            assertThat(
                            watching.number(
                                    """
                                    SELECT count(*) FROM plan
                                      JOIN statement USING (instance_id, statement_id)
                                     WHERE is_ours OR query_text LIKE '%shown%'
                                        OR plan #> '{0,Plan,Actual Loops}' IS NOT NULL
                                    """))
                    .isZero();
            String hash =
                    repository
                            .jdbc()
                            .sql(
                                    "SELECT query_hash FROM statement"
                                            + " WHERE query_text LIKE 'select count (*) from orders%'")
                            .query(String.class)
                            .single();
            assertThat(
                            new Figures(repository)
                                    .query(
                                            new FiguresOptions(null, Duration.ofMinutes(10), null),
                                            hash)
                                    .render(FiguresFormat.TEXT, Layout.PLAIN))
                    .contains("with estimates only", "->  Seq Scan on orders", "(note = $1)")
                    .contains("(node 2) is to read ");
            assertThat(
                            watching.number(
                                    "SELECT count(*) FROM collector_run WHERE collector = 'plans'"
                                            + " AND failures > 0"))
                    .isZero();
        }
    }
}
