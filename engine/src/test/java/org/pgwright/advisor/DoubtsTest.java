package org.pgwright.advisor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.pgwright.advisor.PlanNode.node;
import static org.pgwright.advisor.PlanNode.scan;

import org.junit.jupiter.api.Test;
import org.pgwright.catalog.CatalogBuilder;
import org.pgwright.catalog.CatalogLookup;

import java.util.Optional;

final class DoubtsTest {
    private final CatalogLookup lookup =
            new CatalogLookup(
                    new CatalogBuilder()
                            .table("customers", 50_000, "id bigint")
                            .table("orders", 600_000, "id bigint")
                            .build());

    private Optional<String> between(PlanNode before, PlanNode after) {
        return Doubts.between(before.plan(), after.plan(), lookup);
    }

    private static PlanNode hashed(double cost) {
        return node("Hash Join", 60_000)
                .costing(cost)
                .over(scan("Seq Scan", "orders", 600_000))
                .inner(node("Hash", 5_127).over(scan("Seq Scan", "customers", 5_127)));
    }

    private static PlanNode lookedUp(double customers, double cost) {
        return node("Nested Loop", customers * 12)
                .costing(cost)
                .over(scan("Seq Scan", "customers", customers))
                .inner(scan("Index Scan", "orders", 12));
    }

    private static PlanNode lookedUpByTwoColumns(double customers) {
        return node("Nested Loop", customers / 50)
                .with("Join Type", "Inner")
                .costing(5_000)
                .over(scan("Seq Scan", "customers", customers))
                .inner(
                        scan("Index Scan", "orders", 1)
                                .with(
                                        "Index Cond",
                                        "((customer_id = customers.id) AND (day = customers.day))"));
    }

    @Test
    void manyLookUpsInThePlaceOfAHashJoinAreDoubtful() {
        assertThat(between(hashed(20_000), lookedUp(5_127, 5_000)))
                .hasValue(
                        "its new plan makes about 62,000 look-ups in public.orders one by one; with"
                                + " all data in memory that can take longer than the scan it"
                                + " replaces: measure it");
    }

    @Test
    void manyLookUpsThatSaveFarMoreThanTheyCouldCostAreNot() {
        assertThat(between(hashed(140_000), lookedUp(5_127, 5_000))).isEmpty();
    }

    @Test
    void fewLookUpsAreNot() {
        assertThat(between(hashed(2_000), lookedUp(800, 1_000))).isEmpty();
    }

    @Test
    void lookUpsThatThePlanBeforeMakesAsWellAreNot() {
        assertThat(between(lookedUp(5_000, 6_000), lookedUp(5_000, 5_000))).isEmpty();
    }

    @Test
    void lookUpsThatFindFarMoreIfColumnsDependOnEachOtherAreDoubtful() {
        assertThat(between(hashed(20_000), lookedUpByTwoColumns(4_000)))
                .hasValue(
                        "its new plan expects hardly any of about 4,000 look-ups in public.orders"
                                + " to find a row; they compare several columns, and if those"
                                + " depend on each other it reads far more: measure it");
    }

    @Test
    void fewOfThemAreNot() {
        assertThat(between(hashed(20_000), lookedUpByTwoColumns(900))).isEmpty();
    }

    @Test
    void aWholeIndexThatCostsLittleLessThanTheTableIsDoubtful() {
        PlanNode whole = scan("Index Only Scan", "orders", 20_000).costing(16_000);
        assertThat(between(scan("Seq Scan", "orders", 600_000).costing(20_000), whole))
                .hasValue(
                        "its new plan reads about 600,000 entries of an index in order, and is"
                                + " estimated to cost little less; a scan of the table, in parallel"
                                + " where it was, can be faster: measure it");
        assertThat(between(scan("Seq Scan", "orders", 600_000).costing(40_000), whole)).isEmpty();
    }

    @Test
    void manyRowsInOneScanAreNot() {
        assertThat(
                        between(
                                scan("Seq Scan", "orders", 600_000).costing(20_000),
                                scan("Index Scan", "orders", 300_000)
                                        .with("Index Cond", "(day > 1)")
                                        .costing(10_000)))
                .isEmpty();
    }
}
