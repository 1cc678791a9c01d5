package org.pgwright.benchmarks.staged;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

final class ComparedStatementsTest {
    private static final Instant BEGIN = Instant.parse("2026-11-27T12:00:00Z");
    private static final Instant CHANGED = Instant.parse("2026-11-27T12:40:00Z");
    private static final Instant BACK = Instant.parse("2026-11-27T13:50:00Z");

    private static final JsonNode SHOWN =
            new JsonMapper()
                    .readTree(
                            """
                            {"strategy": {"index": "note_body_trigrams", "status": "rolled_back"},
                             "events": [
                               {"at": "2026-11-27T13:50:00Z", "who": "policy", "to": "rolled_back"},
                               {"at": "2026-11-27T12:41:00Z", "who": "local", "to": "watched"}],
                             "proof": {"verdict": "worse", "reason": "slower", "finished": true,
                               "judgedAt": "2026-11-27T13:49:00Z",
                               "beforeFrom": "2026-11-27T11:40:00Z",
                               "beforeUntil": "2026-11-27T12:40:00Z",
                               "afterFrom": "2026-11-27T12:41:00Z",
                               "afterUntil": "2026-11-27T13:41:00Z",
                               "figures": {"beforeMillis": 100, "afterMillis": 400,
                                 "othersRatio": null, "index": {"scans": 0},
                                 "queries": [{
                                   "text": "update note set body = md5 ($1 :: text) || $2",
                                   "finding": "slower",
                                   "before": {"calls": 5, "meanMillis": 1},
                                   "after": {"calls": 7, "meanMillis": 4}}]}}}
                            """);

    @Test
    void readsWhatBecameOfAChange() {
        Outcome outcome = Outcome.of(SHOWN, 8_192);

        assertThat(outcome.verdict()).isEqualTo("worse");
        assertThat(outcome.status()).isEqualTo("rolled_back");
        assertThat(outcome.decidedBy()).isEqualTo("policy");
        assertThat(outcome.percent()).isEqualTo(300);
        assertThat(outcome.othersRatio()).isNull();
        assertThat(outcome.judged()).isEqualTo(Duration.ofMinutes(68));
        assertThat(outcome.rolledBack()).isEqualTo(Duration.ofMinutes(69));
    }

    @Test
    void takesTheCallsOfTheSameTimesWithoutWhatTheMachineDidToAll() {
        List<ClientCall> calls = new ArrayList<>();
        StagedStatement update = StagedDatabase.STATEMENTS.get(1);
        for (int number = 0; number < StagedDatabase.STATEMENTS.size(); number++) {
            calls.add(new ClientCall(number, BEGIN.minusSeconds(1), 1_000));
            calls.add(new ClientCall(number, CHANGED.minusSeconds(1), 1.5));
            calls.add(new ClientCall(number, CHANGED.plusSeconds(600), number == 1 ? 5 : 2));
            calls.add(new ClientCall(number, BACK.plusSeconds(1), 1.6));
        }

        List<Compared> compared =
                new ComparedStatements(calls, BEGIN, Outcome.of(SHOWN, 0))
                        .of(SHOWN, Outcome.of(SHOWN, 0));

        assertThat(compared).singleElement().extracting(Compared::name).isEqualTo(update.name());
        Compared one = compared.getFirst();
        assertThat(one.before()).isEqualTo(new Seen(1, 1.5, 1.5));
        assertThat(one.after()).isEqualTo(new Seen(1, 5, 5));
        assertThat(one.back()).isEqualTo(new Seen(1, 1.6, 1.6));
        assertThat(one.ownDifference()).isEqualTo(3);
        assertThat(one.differenceBesideOthers()).isCloseTo(3, within(1e-9));
    }

    @Test
    void knowsStatementsAgainAsPgwrightWritesThem() {
        StagedStatement update = StagedDatabase.STATEMENTS.get(1);

        assertThat(ComparedStatements.isShown(update, "update note set body = md5 ($1 :: text)"))
                .isTrue();
        assertThat(ComparedStatements.isShown(update, "update note set author = $1")).isFalse();
        assertThat(StagedDatabase.STATEMENTS)
                .allSatisfy(
                        one ->
                                assertThat(StagedDatabase.STATEMENTS)
                                        .filteredOn(
                                                other ->
                                                        ComparedStatements.isShown(
                                                                other, one.sql()))
                                        .containsExactly(one));
    }
}
