package org.pgwright.tuning.watch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.pgwright.tuning.watch.ProvenWorkload.BEGAN;
import static org.pgwright.tuning.watch.ProvenWorkload.SETTLED;
import static org.pgwright.tuning.watch.ProvenWorkload.usual;
import static org.pgwright.tuning.watch.ProvenWorkload.usualBut;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.pgwright.maintenance.MadeIndex;
import org.pgwright.proof.Verdict;
import org.pgwright.report.FiguresFormat;
import org.pgwright.report.Layout;
import org.pgwright.report.StrategyReport;
import org.pgwright.repository.performance.MadeIndexes;
import org.pgwright.repository.proof.ChangeProof;
import org.pgwright.repository.proof.ProofFigures;
import org.pgwright.repository.proof.Proofs;
import org.pgwright.repository.proof.ProvenChange;
import org.pgwright.repository.proof.WatchedChanges;
import org.pgwright.repository.strategy.KnownStrategy;
import org.pgwright.repository.strategy.StrategyStory;
import org.pgwright.strategy.Action;
import org.pgwright.strategy.Status;
import org.pgwright.tuning.PastChanges;
import org.pgwright.tuning.watch.ProvenWorkload.Rate;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;

/** Changes that are judged by counters which were collected around them. */
final class ChangeProofsTest {
    private static final Duration LOOK = Duration.ofMinutes(30);
    private static final Duration TWO_DAYS = Duration.ofDays(2);

    private ProvenWorkload workload;

    @BeforeEach
    void open() {
        workload = new ProvenWorkload();
    }

    @AfterEach
    void close() {
        workload.close();
    }

    @Test
    void keepsWhatMadeTheSameCallsFaster() {
        KnownStrategy strategy = judged(usual(), usualBut(1, new Rate(20, 1, 1)));

        ChangeProof proof = proof(strategy);
        assertThat(status(strategy)).isEqualTo(Status.KEPT);
        assertThat(proof.verdict()).isEqualTo(Verdict.IMPROVED);
        assertThat(proof.isFinal()).isTrue();
        assertThat(proof.times().beforeUntil()).isEqualTo(BEGAN);
        assertThat(proof.times().afterFrom()).isEqualTo(SETTLED);
        ProofFigures.Query wanted = query(proof, "hash1");
        assertThat(wanted.finding()).isEqualTo("faster");
        assertThat(wanted.predicted()).isTrue();
        assertThat(wanted.promisedRatio()).isCloseTo(0.05, within(1e-9));
        assertThat(wanted.measuredRatio()).isCloseTo(0.05, within(0.005));
        assertThat(wanted.before().cacheHitPercent()).isEqualTo(90);
        assertThat(query(proof, "hash2").finding()).isEqualTo("same");
        assertThat(query(proof, "hash3").bearing()).isEqualTo("writes");
        assertThat(proof.figures().queries()).hasSize(3);
        assertThat(proof.figures().writes().hotPercentBefore()).isCloseTo(50, within(0.1));
        assertThat(proof.figures().writes().walBytesAfter()).isEqualTo(100);
        ProofFigures.Index index = Objects.requireNonNull(proof.figures().index());
        assertThat(index.scans()).isPositive();
        assertThat(index.bytes()).isEqualTo(9000);
        assertThat(story(strategy)).contains("improved: of 3 comparable statements");
    }

    @Test
    void judgesStatisticsByTheirStatementsAlone() {
        collect(usual(), SETTLED.minus(Duration.ofHours(49)), BEGAN);
        KnownStrategy strategy = workload.changeStatistics(Action.CREATE);
        collect(usualBut(1, new Rate(20, 1, 1)), SETTLED, SETTLED.plus(TWO_DAYS).plus(LOOK));
        assertThat(judge()).isEmpty();

        ChangeProof proof = proof(strategy);
        assertThat(status(strategy)).isEqualTo(Status.KEPT);
        assertThat(proof.verdict()).isEqualTo(Verdict.IMPROVED);
        assertThat(proof.figures().index()).isNull();
        assertThat(proof.reason()).doesNotContain("index");
    }

    @Test
    void watchesOnUntilTheTimeIsOver() {
        collect(usual(), SETTLED.minus(Duration.ofHours(49)), BEGAN);
        KnownStrategy strategy = workload.change(Action.CREATE);
        assertThat(judge()).isEmpty();
        assertThat(proofs(strategy)).isEmpty();

        collect(usualBut(1, new Rate(20, 1, 1)), SETTLED, SETTLED.plus(Duration.ofHours(30)));
        assertThat(judge()).isEmpty();

        assertThat(status(strategy)).isEqualTo(Status.WATCHED);
        assertThat(proof(strategy).verdict()).isEqualTo(Verdict.IMPROVED);
        assertThat(proof(strategy).isFinal()).isFalse();
    }

    @Test
    void keepsWhatMadeNoDifference() {
        KnownStrategy strategy = judged(usual(), usual());

        assertThat(status(strategy)).isEqualTo(Status.KEPT);
        assertThat(proof(strategy).verdict()).isEqualTo(Verdict.NEUTRAL);
    }

    @Test
    void leavesWhatDidHarmToPeopleUnlessThePolicyAllowsMore() {
        KnownStrategy strategy = judged(usual(), usualBut(2, new Rate(20, 7, 1)));
        assertThat(judge()).isEmpty();

        assertThat(status(strategy)).isEqualTo(Status.WATCHED);
        assertThat(proof(strategy).verdict()).isEqualTo(Verdict.WORSE);
        assertThat(toTakeBack()).isEmpty();
        assertThat(story(strategy)).containsOnlyOnce("pgwright rollback " + strategy.shortId());
    }

    @Test
    void takesBackEarlyWhatIsClearlyWorse() {
        workload.allowRollBack();
        Duration often = Duration.ofMinutes(5);
        Instant dayBefore = BEGAN.minus(Duration.ofHours(22));
        workload.run(BEGAN.minus(Duration.ofHours(25)), dayBefore, often, usual());
        workload.run(dayBefore, BEGAN, Duration.ofHours(2), usual());
        KnownStrategy strategy = workload.change(Action.CREATE);
        workload.run(
                SETTLED.plusSeconds(60),
                SETTLED.plus(Duration.ofMinutes(50)),
                often,
                usualBut(2, new Rate(20, 40, 1)));
        assertThat(judge()).isEmpty();
        assertThat(toTakeBack()).isEmpty();

        workload.run(
                SETTLED.plus(Duration.ofMinutes(55)),
                SETTLED.plus(Duration.ofMinutes(80)),
                often,
                usualBut(2, new Rate(20, 40, 1)));
        judge();

        assertThat(proof(strategy).isFinal()).isTrue();
        assertThat(toTakeBack()).containsExactly(strategy.id());
        assertThat(story(strategy))
                .contains("worse: ", "1 slower", "to be taken back, as the policy allows");
        assertThat(judge()).isEmpty();
        assertThat(proofs(strategy)).hasSize(1);
    }

    @Test
    void takesBackWhatMakesWritesDearerThanPromised() {
        workload.allowRollBack();
        Map<Integer, Rate> after = usualBut(1, new Rate(20, 1, 1));
        after.put(3, new Rate(20, 3, 1));
        KnownStrategy strategy = judged(usual(), after);

        assertThat(proof(strategy).verdict()).isEqualTo(Verdict.IMPROVED);
        assertThat(proof(strategy).figures().writes().overPromise()).isTrue();
        assertThat(toTakeBack()).containsExactly(strategy.id());
        assertThat(story(strategy)).contains("+5.0 % was promised");
    }

    @Test
    void saysNothingOfTrafficThatChangedInKind() {
        KnownStrategy strategy = judged(usual(), usualBut(1, new Rate(20, 90, 40)));

        assertThat(status(strategy)).isEqualTo(Status.KEPT);
        assertThat(proof(strategy).verdict()).isEqualTo(Verdict.NOT_ENOUGH_DATA);
        assertThat(query(proof(strategy), "hash1").comparability()).isEqualTo("other_rows");
        assertThat(proof(strategy).reason()).contains("for other numbers of rows");
    }

    @Test
    void keepsVolumeOut() {
        KnownStrategy strategy = judged(usual(), usualBut(1, new Rate(200, 20, 1)));

        assertThat(proof(strategy).verdict()).isEqualTo(Verdict.NEUTRAL);
        assertThat(query(proof(strategy), "hash1").volumeChanged()).isTrue();
    }

    @Test
    void saysNothingOfTooFewCalls() {
        Map<Integer, Rate> seldom = usual();
        seldom.keySet().removeIf(statement -> statement <= 3);
        collect(usual(), BEGAN.minus(Duration.ofHours(49)), BEGAN);
        KnownStrategy strategy = workload.change(Action.CREATE);
        collect(usual(), SETTLED, SETTLED.plus(Duration.ofHours(3)));
        collect(seldom, SETTLED.plus(Duration.ofHours(3)), SETTLED.plus(TWO_DAYS.plus(LOOK)));
        judge();

        assertThat(proof(strategy).verdict()).isEqualTo(Verdict.NOT_ENOUGH_DATA);
        assertThat(query(proof(strategy), "hash1").comparability()).isEqualTo("too_few_calls");
        assertThat(status(strategy)).isEqualTo(Status.KEPT);
    }

    @Test
    void leavesOutHoursInWhichCountersWereLost() {
        collect(usual(), BEGAN.minus(Duration.ofHours(49)), BEGAN);
        KnownStrategy strategy = workload.change(Action.CREATE);
        Instant middle = SETTLED.plus(Duration.ofHours(20));
        collect(usual(), SETTLED, middle);
        for (int i = 1; i <= 8; i++) {
            workload.reset();
            Instant at = middle.plus(LOOK.multipliedBy(i));
            workload.run(at, at, LOOK, usualBut(1, new Rate(20, 900, 1)));
        }
        collect(usual(), middle.plus(LOOK.multipliedBy(9)), SETTLED.plus(TWO_DAYS.plus(LOOK)));
        judge();

        assertThat(proof(strategy).verdict()).isEqualTo(Verdict.NEUTRAL);
        assertThat(query(proof(strategy), "hash1").measuredRatio()).isCloseTo(1, within(0.02));
        assertThat(query(proof(strategy), "hash1").after().calls()).isBetween(41L * 40, 44L * 40);
    }

    @Test
    void judgesADropTheSameWay() {
        collect(usual(), BEGAN.minus(Duration.ofHours(49)), BEGAN);
        KnownStrategy strategy = workload.change(Action.DROP);
        collect(usualBut(1, new Rate(20, 90, 1)), SETTLED, SETTLED.plus(TWO_DAYS.plus(LOOK)));
        judge();
        assertThat(proof(strategy).verdict()).isEqualTo(Verdict.WORSE);
        assertThat(status(strategy)).isEqualTo(Status.WATCHED);
    }

    @Test
    void retiresForGoodWhatNobodyMisses() {
        collect(usual(), BEGAN.minus(Duration.ofHours(49)), BEGAN);
        KnownStrategy strategy = workload.change(Action.DROP);
        collect(usual(), SETTLED, SETTLED.plus(TWO_DAYS.plus(LOOK)));
        judge();
        assertThat(status(strategy)).isEqualTo(Status.RETIRED);
    }

    @Test
    void showsWhatWasMeasuredBesideWhatWasPromised() {
        KnownStrategy strategy = judged(usual(), usualBut(1, new Rate(20, 1, 1)));
        StrategyReport report =
                workload.repository()
                        .inTransaction(
                                jdbc ->
                                        new StrategyReport(
                                                StrategyStory.of(
                                                        jdbc, workload.strategy(strategy.id())),
                                                new Proofs().of(jdbc, strategy),
                                                null));
        PastChanges past = new PastChanges(workload.repository(), workload::now);

        String text = report.render(FiguresFormat.TEXT, Layout.PLAIN);
        JsonNode shown = json(report.render(FiguresFormat.JSON, Layout.PLAIN)).get("proof");
        JsonNode history =
                json(past.history("main", null).render(FiguresFormat.JSON, Layout.PLAIN))
                        .get("changes")
                        .get(0);
        JsonNode accuracy =
                json(past.accuracy(null, null).render(FiguresFormat.JSON, Layout.PLAIN));

        assertThat(text)
                .contains("Effect: improved")
                .contains("2026-03-08 10:00:20 to 2026-03-10 10:00:00")
                .contains("valid, ")
                .contains("8.8 kB (promised 8.0 kB)")
                .contains("(promised +5.0 %)")
                .containsPattern(
                        "hash1 +faster +1,\\d\\d\\d +1,\\d\\d\\d +20 ms +\\d.\\d\\d ms +5.0 % +[45].\\d %");
        assertThat(shown.get("verdict").asString()).isEqualTo("improved");
        assertThat(shown.get("finished").asBoolean()).isTrue();
        assertThat(shown.get("figures").get("queries")).hasSize(3);
        assertThat(history.get("outcome").asString()).isEqualTo("applied");
        assertThat(history.get("who").asString()).isEqualTo("local");
        assertThat(history.get("problem").asString()).isEqualTo("equality on customer");
        assertThat(history.get("effectPercent").asDouble()).isCloseTo(-79, within(3.0));
        assertThat(past.history(null, Duration.ofHours(1)).changes()).isEmpty();
        assertThat(past.history(null, null).render(FiguresFormat.TEXT, Layout.PLAIN))
                .containsPattern("local +shop +create +applied +improved +-\\d\\d.\\d %");
        assertThat(accuracy.get("judged").asInt()).isEqualTo(1);
        assertThat(accuracy.get("verdictPercents").get("improved").asDouble()).isEqualTo(100);
        assertThat(accuracy.get("queries").get("agreement").asDouble()).isEqualTo(1);
        assertThat(accuracy.get("details").get(0).get("bytes").asLong()).isEqualTo(8000);
        assertThat(past.accuracy(null, null).render(FiguresFormat.TEXT, Layout.PLAIN))
                .contains("1 change judged")
                .contains("improved          1  100.0 %");
    }

    @Test
    void knowsWhatAnIndexWasMadeForWhenSomethingElseIsWantedOfIt() {
        judged(usual(), usual());
        workload.repository()
                .jdbc()
                .sql("UPDATE index_strategy SET action = 'drop', prediction = NULL")
                .update();

        MadeIndex made = made(SETTLED.plus(Duration.ofDays(7)));

        assertThat(made.made()).isEqualTo(SETTLED);
        assertThat(made.statements()).isEqualTo(1);
        assertThat(made.called()).isEqualTo(1);
        assertThat(made(SETTLED.plus(Duration.ofDays(6))).called()).isZero();
    }

    private MadeIndex made(Instant now) {
        return workload.repository()
                .inTransaction(
                        jdbc -> new MadeIndexes().of(jdbc, ProvenWorkload.SCOPE, Map.of(), now))
                .getFirst();
    }

    @Test
    void setsPlansSideBySide() {
        workload.plan("before", BEGAN.minus(TWO_DAYS), BEGAN, "Seq Scan", null);
        workload.plan("after", SETTLED.plusSeconds(60), SETTLED.plus(TWO_DAYS), "Index Scan", "i");
        KnownStrategy strategy = judged(usual(), usualBut(1, new Rate(20, 1, 1)));
        ProofFigures.Query wanted = query(proof(strategy), "hash1");

        String text =
                workload.repository()
                        .inTransaction(
                                jdbc ->
                                        new StrategyReport(
                                                        StrategyStory.of(jdbc, strategy),
                                                        new Proofs().of(jdbc, strategy),
                                                        null)
                                                .render(FiguresFormat.TEXT, Layout.PLAIN));

        assertThat(Objects.requireNonNull(wanted.planBefore()).lines().getFirst())
                .contains("Seq Scan on orders");
        assertThat(Objects.requireNonNull(wanted.planAfter()).lines().getFirst())
                .contains("Index Scan using i on orders");
        assertThat(query(proof(strategy), "hash2").planBefore()).isNull();
        assertThat(text).containsSubsequence("Plan of hash1 before", "Seq Scan", "Index Scan");
    }

    private KnownStrategy judged(Map<Integer, Rate> before, Map<Integer, Rate> after) {
        collect(before, BEGAN.minus(Duration.ofHours(49)), BEGAN);
        KnownStrategy strategy = workload.change(Action.CREATE);
        collect(after, SETTLED, SETTLED.plus(TWO_DAYS.plus(LOOK)));
        assertThat(judge()).isEmpty();
        return strategy;
    }

    private void collect(Map<Integer, Rate> rates, Instant from, Instant until) {
        workload.run(from.plusSeconds(5), until, LOOK, rates);
    }

    private Optional<String> judge() {
        return new ChangeProofs(workload.repository(), UUID::randomUUID, workload::now)
                .judge(List.of(ProvenWorkload.INSTANCE));
    }

    /** What is taken back next, as the policy allows. */
    private List<UUID> toTakeBack() {
        return workload
                .repository()
                .inTransaction(jdbc -> new WatchedChanges().of(jdbc, ProvenWorkload.INSTANCE))
                .stream()
                .filter(ProvenChange::isToTakeBack)
                .map(change -> change.strategy().id())
                .toList();
    }

    private List<ChangeProof> proofs(KnownStrategy strategy) {
        return workload.repository().inTransaction(jdbc -> new Proofs().of(jdbc, strategy));
    }

    private ChangeProof proof(KnownStrategy strategy) {
        return proofs(strategy).getFirst();
    }

    private static ProofFigures.Query query(ChangeProof proof, String hash) {
        return proof.figures().queries().stream()
                .filter(one -> one.hash().equals(hash))
                .findFirst()
                .orElseThrow();
    }

    private Status status(KnownStrategy strategy) {
        return workload.strategy(strategy.id()).standing().status();
    }

    private String story(KnownStrategy strategy) {
        return workload.repository()
                .inTransaction(jdbc -> StrategyStory.of(jdbc, strategy).events().toString());
    }

    private static JsonNode json(String text) {
        return JsonMapper.shared().readTree(text);
    }
}
