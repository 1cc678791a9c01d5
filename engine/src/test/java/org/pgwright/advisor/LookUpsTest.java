package org.pgwright.advisor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.pgwright.advisor.PlanNode.node;
import static org.pgwright.advisor.PlanNode.scan;

import org.junit.jupiter.api.Test;
import org.pgwright.advisor.LookUps.LookUp;
import org.pgwright.catalog.CatalogBuilder;
import org.pgwright.catalog.CatalogLookup;
import org.pgwright.catalog.QualifiedName;

import java.util.List;

final class LookUpsTest {
    private static final QualifiedName ORDERS = CatalogBuilder.name("orders");
    private static final QualifiedName LINES = CatalogBuilder.name("lines");

    private final CatalogLookup lookup =
            new CatalogLookup(
                    new CatalogBuilder()
                            .table("customers", 1_000, "id bigint")
                            .table("orders", 100_000, "id bigint")
                            .table("lines", 400_000, "id bigint")
                            .build());

    private List<LookUp> lookUps(PlanNode plan) {
        return LookUps.in(plan.plan(), lookup);
    }

    private static LookUp sure(QualifiedName table, double count) {
        return new LookUp(table, count, false);
    }

    private static PlanNode ordersOfCustomers() {
        return node("Nested Loop", 5_000)
                .over(scan("Seq Scan", "customers", 500))
                .inner(scan("Index Scan", "orders", 10));
    }

    @Test
    void countsTheRowsOfEveryRound() {
        assertThat(lookUps(ordersOfCustomers())).containsExactly(sure(ORDERS, 5_000.0));
    }

    @Test
    void aRoundThatFindsNothingLooksUpAllTheSame() {
        PlanNode plan =
                node("Nested Loop", 1)
                        .over(scan("Seq Scan", "customers", 500))
                        .inner(scan("Index Scan", "orders", 0));
        assertThat(lookUps(plan)).containsExactly(sure(ORDERS, 500.0));
    }

    @Test
    void aLoopInALoopHasTheRoundsOfBoth() {
        PlanNode plan =
                node("Nested Loop", 20_000)
                        .over(ordersOfCustomers())
                        .inner(
                                scan("Bitmap Heap Scan", "lines", 4)
                                        .over(node("Bitmap Index Scan", 4)));
        assertThat(lookUps(plan)).containsExactly(sure(ORDERS, 5_000.0), sure(LINES, 20_000.0));
    }

    @Test
    void aScanThatIsReadOnceIsNoLookUp() {
        PlanNode plan =
                node("Hash Join", 5_000)
                        .over(scan("Index Scan", "orders", 5_000))
                        .inner(node("Hash", 500).over(scan("Index Scan", "customers", 500)));
        assertThat(lookUps(plan)).isEmpty();
    }

    @Test
    void whatIsKeptForLaterRoundsIsReadOnce() {
        PlanNode plan =
                node("Nested Loop", 5_000)
                        .over(scan("Seq Scan", "customers", 500))
                        .inner(node("Materialize", 10).over(scan("Index Scan", "orders", 10)));
        assertThat(lookUps(plan)).isEmpty();
    }

    @Test
    void whatIsRememberedIsLookedUpOnceForEachRowAtMost() {
        PlanNode plan =
                node("Nested Loop", 400_000)
                        .over(scan("Seq Scan", "lines", 400_000))
                        .inner(node("Memoize", 1).over(scan("Index Scan", "orders", 1)));
        assertThat(lookUps(plan)).containsExactly(sure(ORDERS, 100_000.0));
    }

    @Test
    void theRowsOfAllWorkersCount() {
        PlanNode plan =
                node("Gather", 12_000).with("Workers Planned", "2").over(ordersOfCustomers());
        assertThat(lookUps(plan)).containsExactly(sure(ORDERS, 5_000 * 2.4));
    }

    @Test
    void aLimitEndsALoopEarly() {
        PlanNode plan = node("Limit", 50).over(ordersOfCustomers());
        assertThat(lookUps(plan)).containsExactly(sure(ORDERS, 50.0));
    }

    @Test
    void aSortBelowALimitReadsEverything() {
        PlanNode plan = node("Limit", 50).over(node("Sort", 5_000).over(ordersOfCustomers()));
        assertThat(lookUps(plan)).containsExactly(sure(ORDERS, 5_000.0));
    }

    @Test
    void aSubqueryBeforeTheOuterSideIsNotTakenForIt() {
        PlanNode plan =
                node("Nested Loop", 5_000)
                        .add("InitPlan", scan("Seq Scan", "lines", 400_000))
                        .over(scan("Seq Scan", "customers", 500))
                        .inner(scan("Index Scan", "orders", 10));
        assertThat(lookUps(plan)).containsExactly(sure(ORDERS, 5_000.0));
    }

    @Test
    void anIndexThatAnswersAloneIsAskedOnceARound() {
        PlanNode plan =
                node("Nested Loop", 5_000)
                        .over(scan("Seq Scan", "customers", 500))
                        .inner(scan("Index Only Scan", "orders", 10));
        assertThat(lookUps(plan)).containsExactly(sure(ORDERS, 500));
    }

    @Test
    void lookUpsBySeveralColumnsThatHardlyFindAnythingAreUnsure() {
        assertThat(lookUps(byTwoColumns("Inner", 10)))
                .containsExactly(new LookUp(LINES, 1_000, true));
        assertThat(lookUps(byTwoColumns("Inner", 1_000))).containsExactly(sure(LINES, 1_000));
        assertThat(lookUps(byTwoColumns("Anti", 10))).containsExactly(sure(LINES, 1_000));
    }

    private static PlanNode byTwoColumns(String join, double rows) {
        return node("Nested Loop", rows)
                .with("Join Type", join)
                .over(scan("Seq Scan", "customers", 1_000))
                .inner(
                        scan("Index Scan", "lines", 1)
                                .with(
                                        "Index Cond",
                                        "((part = \"Parts\".id) AND (supplier = customers.id))"));
    }
}
