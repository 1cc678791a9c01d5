package org.pgwright.gate;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.pgwright.catalog.QualifiedName;
import org.pgwright.findings.Finding;
import org.pgwright.gate.Baseline.ForeignKey;
import org.pgwright.gate.Baseline.KnownIndex;
import org.pgwright.gate.Baseline.Query;
import org.pgwright.gate.Baseline.Scan;
import org.pgwright.gate.Observation.Unplanned;

import java.util.List;
import java.util.Map;

final class ComparisonTest {
    private static final String INDEX = "public.orders_customer";
    private static final KnownIndex CUSTOMER = index("orders_customer", "(customer_id)", true);
    private static final Query QUICK = query(8.4, List.of(INDEX));

    private static Query query(double cost, List<String> indexes, Scan... scans) {
        return new Query("abc", "SELECT 1 FROM orders", cost, indexes, List.of(scans));
    }

    private static KnownIndex index(String name, String keys, boolean valid) {
        return new KnownIndex(
                "public." + name,
                "public.orders",
                "CREATE INDEX " + name + " ON public.orders USING btree " + keys,
                valid);
    }

    private static Baseline state(List<Query> queries, List<KnownIndex> indexes) {
        return new Baseline(18, "f", queries, indexes, List.of());
    }

    private static Observation observed(Baseline state) {
        return new Observation(state, List.of(), List.of(), Map.of());
    }

    private static List<Problem> compared(Query before, Query now) {
        return Comparison.of(
                state(List.of(before), List.of(CUSTOMER)),
                observed(state(List.of(now), List.of(CUSTOMER))),
                Limits.USUAL);
    }

    private static List<Rule> rules(List<Problem> problems) {
        return problems.stream().map(Problem::rule).toList();
    }

    @Test
    void findsNothingInTheSame() {
        assertThat(compared(QUICK, QUICK)).isEmpty();
    }

    @Test
    void failsWhatCostsMoreThanItMay() {
        List<Problem> problems = compared(query(100, List.of()), query(121, List.of()));

        assertThat(rules(problems)).containsExactly(Rule.STATEMENT_COSTLIER);
        assertThat(problems.getFirst().sentence())
                .isEqualTo("its cost went from 100 to 121 (+21 %)");
    }

    @Test
    void letsPassWhatCostsLittleMore() {
        assertThat(compared(query(100, List.of()), query(120, List.of()))).isEmpty();
        assertThat(compared(query(1, List.of()), query(11, List.of()))).isEmpty();
        assertThat(compared(query(0, List.of()), query(10.5, List.of()))).isNotEmpty();
    }

    @Test
    void failsOtherIndexesOnlyWhereTheyCostMore() {
        Query before = query(1_000, List.of(INDEX));

        assertThat(rules(compared(before, query(1_011, List.of("public.other")))))
                .containsExactly(Rule.PLAN_CHANGED);
        assertThat(compared(before, query(1_005, List.of("public.other")))).isEmpty();
        assertThat(compared(before, query(900, List.of("public.other")))).isEmpty();
    }

    @Test
    void failsNewScansOfLargeTablesOnly() {
        Scan small = new Scan("public.orders", 10_000);
        Scan large = new Scan("public.orders", 10_001);

        assertThat(compared(query(9, List.of()), query(9, List.of(), small))).isEmpty();
        assertThat(rules(compared(query(9, List.of()), query(9, List.of(), large))))
                .containsExactly(Rule.SEQUENTIAL_SCAN);
        assertThat(compared(query(9, List.of(), small), query(9, List.of(), large))).isEmpty();
    }

    @Test
    void failsScansOfNewStatements() {
        Query fresh = query(9, List.of(), new Scan("public.orders", 40_000));

        assertThat(
                        rules(
                                Comparison.of(
                                        state(List.of(), List.of()),
                                        observed(state(List.of(fresh), List.of())),
                                        Limits.USUAL)))
                .containsExactly(Rule.SEQUENTIAL_SCAN);
    }

    private static List<Problem> indexesFrom(List<KnownIndex> before, List<KnownIndex> now) {
        return Comparison.of(
                state(List.of(QUICK), before), observed(state(List.of(), now)), Limits.USUAL);
    }

    @Test
    void namesTheLostIndexAndWhoUsedIt() {
        List<Problem> problems = indexesFrom(List.of(CUSTOMER), List.of());

        assertThat(rules(problems)).containsExactly(Rule.INDEX_LOST);
        assertThat(problems.getFirst().sentence())
                .contains(INDEX, "is gone", "1 statement of the baseline used");
    }

    @Test
    void takesARenamedIndexForTheSame() {
        assertThat(indexesFrom(List.of(CUSTOMER), List.of(index("b", "(customer_id)", true))))
                .isEmpty();
    }

    @Test
    void takesAnIndexOnOtherColumnsForAnother() {
        KnownIndex other = index("orders_customer", "(total)", true);

        assertThat(indexesFrom(List.of(CUSTOMER), List.of(other)).getFirst().sentence())
                .contains("is another one now");
    }

    @Test
    void missesNoIndexThatWasInvalid() {
        assertThat(indexesFrom(List.of(index("i", "(a)", false)), List.of())).isEmpty();
    }

    private static Finding finding(Finding.Kind kind, String other) {
        return new Finding(
                kind,
                new QualifiedName("public", "orders"),
                List.of("customer_id"),
                new QualifiedName("public", "orders_customer"),
                new QualifiedName("public", other),
                "the same as another");
    }

    private static List<Problem> found(KnownIndex before, Finding finding) {
        KnownIndex now = index("orders_customer", "(customer_id)", false);
        Observation observed =
                new Observation(
                        state(List.of(), List.of(now)), List.of(), List.of(finding), Map.of());
        return Comparison.of(state(List.of(), List.of(before)), observed, Limits.USUAL);
    }

    @Test
    void failsAnIndexThatHasBecomeInvalid() {
        Finding invalid = finding(Finding.Kind.INVALID_INDEX, "x");

        assertThat(rules(found(CUSTOMER, invalid))).containsExactly(Rule.INDEX_INVALID);
        assertThat(found(index("orders_customer", "(customer_id)", false), invalid)).isEmpty();
    }

    @Test
    void warnsOfANewDuplicate() {
        List<Problem> problems = found(CUSTOMER, finding(Finding.Kind.DUPLICATE_INDEX, "new"));

        assertThat(rules(problems)).containsExactly(Rule.INDEX_DUPLICATE);
        assertThat(problems.getFirst().level()).isEqualTo(Level.WARNING);
        assertThat(found(CUSTOMER, finding(Finding.Kind.DUPLICATE_INDEX, "orders_customer")))
                .isEmpty();
    }

    @Test
    void failsAForeignKeyThatIsNewWithoutIndex() {
        ForeignKey key = new ForeignKey("public.orders", List.of("shop_id"), "public.shops");
        Baseline with = new Baseline(18, "f", List.of(), List.of(), List.of(key));
        Baseline without = state(List.of(), List.of());

        assertThat(rules(Comparison.of(without, observed(with), Limits.USUAL)))
                .containsExactly(Rule.FOREIGN_KEY_WITHOUT_INDEX);
        assertThat(Comparison.of(with, observed(with), Limits.USUAL)).isEmpty();
    }

    @Test
    void failsAStatementThatWasPlannedAndCannotBe() {
        Unplanned broken = new Unplanned("abc", "SELECT 1 FROM orders", "no column total");
        Observation now =
                new Observation(state(List.of(), List.of()), List.of(broken), List.of(), Map.of());

        assertThat(rules(Comparison.of(state(List.of(QUICK), List.of()), now, Limits.USUAL)))
                .containsExactly(Rule.STATEMENT_FAILS);
        assertThat(rules(Comparison.of(state(List.of(), List.of()), now, Limits.USUAL)))
                .containsExactly(Rule.STATEMENT_SKIPPED);
    }

    @Test
    void onlyWarnsWithoutABaseline() {
        Observation now =
                observed(
                        new Baseline(
                                18,
                                "f",
                                List.of(query(9, List.of(), new Scan("public.orders", 40_000))),
                                List.of(),
                                List.of(new ForeignKey("public.o", List.of("a"), "public.s"))));

        assertThat(Standing.of(now, Limits.USUAL))
                .hasSize(2)
                .allMatch(problem -> problem.level() == Level.WARNING);
        assertThat(Standing.of(now, new Limits(0.2, 10, 10_000, true)))
                .hasSize(2)
                .allMatch(problem -> problem.level() == Level.ERROR);
    }
}
