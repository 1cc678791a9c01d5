package org.pgwright.tuning.change;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.pgwright.change.ChangeProgress;
import org.pgwright.change.EndSignal;
import org.pgwright.report.ChangesReport;
import org.pgwright.report.FiguresFormat;
import org.pgwright.repository.strategy.KnownStrategy;
import org.pgwright.strategy.Prediction;
import org.pgwright.strategy.Prediction.QueryCost;
import org.pgwright.testing.TestServers;
import org.pgwright.workload.NormalizedText;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The plans of the statements that an index is for, before and after it is made. */
final class PlansAroundTest {
    private static final String SERVED =
            NormalizedText.of("SELECT note FROM shop.\"Orders\" WHERE customer = 7");
    private static final String OTHER = NormalizedText.of("SELECT count(*) FROM shop.\"Orders\"");
    private static final String UNSAFE = NormalizedText.of("SELECT shop.f(1)");

    private final List<String> messages = new ArrayList<>();
    private ChangeFixture shop;

    @BeforeEach
    void open() {
        shop = ChangeFixture.on(TestServers.NEWEST);
        shop.database()
                .execute(
                        "INSERT INTO shop.\"Orders\" SELECT i, i, 'x' FROM generate_series(1, 9000) i",
                        "ANALYZE shop.\"Orders\"",
                        """
                        CREATE FUNCTION shop.f(a integer) RETURNS integer IMMUTABLE LANGUAGE plpgsql
                            AS $$ BEGIN RAISE EXCEPTION 'planned'; END $$
                        """);
    }

    @AfterEach
    void close() {
        shop.close();
    }

    @Test
    void areKeptAndSayWhetherTheIndexIsUsed() {
        know(SERVED, OTHER, UNSAFE);
        KnownStrategy wanted = wanted(SERVED, OTHER, UNSAFE);

        ChangesReport report = apply(wanted);

        assertThat(report.isAsWanted()).isTrue();
        assertThat(report.render(FiguresFormat.TEXT))
                .contains(
                        "16.0 kB promised, used by the plans of 1 of 2 statements that it is for");
        assertThat(report.render(FiguresFormat.JSON))
                .contains("\"promisedBytes\" : 16384", "\"statements\" : 2", "\"using\" : 1");
        assertThat(
                        ShopDatabase.answers(
                                shop.journal().database(),
                                """
                                SELECT p.plan #>> '{0,Plan,Node Type}'
                                  FROM plan p
                                  JOIN statement s USING (instance_id, statement_id)
                                 WHERE s.query_hash = '%s'
                                 ORDER BY p.first_seen
                                """
                                        .formatted(NormalizedText.hashOf(SERVED))))
                .hasSize(2)
                .startsWith("Seq Scan");
        assertThat(messages).isEmpty();
    }

    @Test
    void areNotSpokenOfWhereNoStatementIsKnown() {
        KnownStrategy wanted = wanted(NormalizedText.of("SELECT 'not known'"));

        assertThat(apply(wanted).render(FiguresFormat.JSON)).contains("\"plans\" : null");
    }

    private ChangesReport apply(KnownStrategy wanted) {
        return new ApplyRun(shop.changes(), shop.changed(), messages::add)
                .apply(
                        List.of(wanted),
                        ChangeFixture.PATIENT,
                        false,
                        new EndSignal(),
                        ChangeProgress.NONE);
    }

    private KnownStrategy wanted(String... texts) {
        return shop.proposed(
                KindOfChange.CREATE,
                new Prediction(
                        16_384,
                        1,
                        0,
                        0,
                        Stream.of(texts)
                                .map(text -> new QueryCost(NormalizedText.hashOf(text), 9, 1, 1))
                                .toList()));
    }

    /** As pgwright collect gets to know them. */
    private void know(String... texts) {
        for (String text : texts) {
            shop.journal()
                    .database()
                    .execute(
                            """
                            INSERT INTO statement (
                                instance_id, query_hash, query_text, is_ours, first_seen)
                            VALUES ('%s', '%s', $text$%s$text$, false, now())
                            ON CONFLICT DO NOTHING
                            """
                                    .formatted(
                                            shop.changed().scope().instanceId(),
                                            NormalizedText.hashOf(text),
                                            text));
        }
    }
}
