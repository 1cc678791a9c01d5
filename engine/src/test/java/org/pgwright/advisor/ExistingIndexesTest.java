package org.pgwright.advisor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.pgwright.catalog.CatalogBuilder.btree;

import org.junit.jupiter.api.Test;
import org.pgwright.advisor.Advice.Rejected;
import org.pgwright.advisor.existing.IndexChange;
import org.pgwright.advisor.existing.IndexChange.Action;
import org.pgwright.advisor.existing.IndexChange.Ground;
import org.pgwright.catalog.CatalogBuilder;
import org.pgwright.catalog.Index;
import org.pgwright.catalog.IndexDefinition;
import org.pgwright.catalog.QualifiedName;
import org.pgwright.catalog.Table;
import org.pgwright.planner.Plan;
import org.pgwright.planner.Progress;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What is advised on existing indexes, on a planner whose answers are given. */
final class ExistingIndexesTest {
    private static final long LARGE = 12_800;

    private final CatalogBuilder catalog =
            new CatalogBuilder()
                    .table("orders", 1_000_000, "id bigint", "customer_id bigint", "day bigint")
                    .table("customers", 30_000, "id bigint")
                    .activity("orders", new Table.Activity(5_000, 5_000, 0, 0, 0, 0, 0, 0));
    private final Statements statements = new Statements();
    private final CostTable planner = new CostTable();
    private TableFilter filter = TableFilter.ALL;

    private Advice advice() {
        statements.add("all", 1, Statements.of("orders").mention());
        planner.costs("all", 20_000);
        AdviceRequest request =
                new AdviceRequest(catalog.build(), statements.workload(), Budget.UNLIMITED, filter);
        return new Advisor().advise(request, statements, planner, Progress.NONE);
    }

    private static List<String> shown(Advice advice) {
        return advice.changes().stream()
                .map(c -> c.action().label() + " " + c.ground().label() + " " + c.index().name())
                .toList();
    }

    private static String reasonToKeep(Advice advice, String index) {
        return advice.rejected().stream()
                .filter(r -> r.definition().endsWith(" public." + index))
                .map(Rejected::reason)
                .findFirst()
                .orElse("nothing is said of it");
    }

    /** A statement that is planned by one existing index, and otherwise at another cost. */
    private void uses(String text, String index, double cost, double otherwise) {
        statements.add(text, 1, Statements.of("orders").equal("customer_id").mention());
        Plan by =
                new Plan(
                        "Index Scan",
                        CatalogBuilder.name("orders"),
                        new Plan.IndexName.Existing(CatalogBuilder.name(index)),
                        0,
                        cost,
                        1,
                        8,
                        Map.of(),
                        List.of());
        planner.plan(text, by, Set.of());
        planner.costs(text, otherwise);
    }

    @Test
    void aDuplicateIsDroppedWithTheWayBack() {
        catalog.index(btree("a", "orders", "customer_id").scans(9))
                .index(btree("b", "orders", "customer_id").scans(2));
        Advice advice = advice();
        assertThat(shown(advice)).containsExactly("drop duplicate public.b");
        IndexChange drop = advice.changes().getFirst();
        assertThat(drop.statements()).containsExactly("DROP INDEX CONCURRENTLY public.b");
        assertThat(drop.undo())
                .containsExactly("CREATE INDEX CONCURRENTLY b ON public.orders USING btree");
        assertThat(drop.other()).isEqualTo("public.a");
        assertThat(drop.freed().count()).isEqualTo(100 * 8192);
        assertThat(drop.reason())
                .isEqualTo(
                        "the same index as public.a; no statement of the workload becomes dearer");
    }

    @Test
    void anIndexThatBeginsAnotherIsDropped() {
        catalog.index(btree("a", "orders", "customer_id").scans(9))
                .index(btree("ab", "orders", "customer_id", "day").scans(9));
        assertThat(shown(advice())).containsExactly("drop redundant public.a");
    }

    @Test
    void whatAStatementWouldPayForIsKept() {
        catalog.index(btree("a", "orders", "customer_id").scans(9))
                .index(btree("ab", "orders", "customer_id", "day").scans(9));
        uses("by customer", "a", 100, 106);
        Advice advice = advice();
        assertThat(advice.changes()).isEmpty();
        assertThat(reasonToKeep(advice, "a"))
                .isEqualTo("without it a statement would cost 106.0 instead of 100.0: by customer");
    }

    @Test
    void aLittleMoreIsTolerated() {
        catalog.index(btree("a", "orders", "customer_id").scans(9))
                .index(btree("ab", "orders", "customer_id", "day").scans(9));
        uses("by customer", "a", 100, 104);
        IndexChange drop = advice().changes().getFirst();
        assertThat(drop.reason())
                .contains("without it the statement that uses it costs 4.0 % more at most");
        assertThat(drop.effects())
                .containsExactly(
                        new IndexChange.Effect("hash of by customer", "by customer", 1, 100, 104));
    }

    @Test
    void aRecommendedIndexSupersedesThoseThatItBeginsWith() {
        IndexDefinition both =
                IndexDefinition.btree(CatalogBuilder.name("orders"), List.of("customer_id", "day"));
        catalog.index(btree("a", "orders", "customer_id").scans(9));
        statements.add(
                "both", 1_000, Statements.of("orders").equal("customer_id").range("day").mention());
        planner.costs("both", 20_000).costs("both", 8, Set.of(both));
        Advice advice = advice();
        assertThat(advice.recommendations()).hasSize(1);
        assertThat(shown(advice)).containsExactly("drop superseded public.a");
        assertThat(advice.changes().getFirst().other()).isEqualTo("idx_orders_customer_id_day");
    }

    @Test
    void whatWasNeverScannedIsDroppedAfterAMonth() {
        catalog.index(btree("a", "orders", "day"));
        Advice advice = advice();
        assertThat(shown(advice)).containsExactly("drop unused public.a");
        assertThat(advice.changes().getFirst().reason()).contains("in the 90 days");
    }

    @Test
    void whatWasCountedForAShortOrUnknownTimeTellsNothing() {
        catalog.index(btree("a", "orders", "day")).counted(Duration.ofDays(29));
        assertThat(reasonToKeep(advice(), "a")).contains("counted for only 29 days");
        catalog.counted(null);
        assertThat(reasonToKeep(advice(), "a")).contains("not known since when");
    }

    @Test
    void aReplicaDoesNotTellWhatIsUnused() {
        catalog.index(btree("a", "orders", "day")).inRecovery();
        assertThat(reasonToKeep(advice(), "a")).contains("on this replica");
    }

    @Test
    void whatThePlannerWouldUseIsNotUnused() {
        catalog.index(btree("a", "orders", "customer_id"));
        uses("by customer", "a", 100, 100);
        assertThat(reasonToKeep(advice(), "a"))
                .isEqualTo(
                        "no scan of it was counted, but a plan of the workload uses it, which"
                                + " without it costs 100.0 instead of 100.0: by customer");
    }

    @Test
    void whatStandsInForADroppedOneIsNotUnused() {
        catalog.index(btree("a", "orders", "customer_id").scans(9))
                .index(btree("ab", "orders", "customer_id", "day"));
        Advice advice = advice();
        assertThat(shown(advice)).containsExactly("drop redundant public.a");
        assertThat(reasonToKeep(advice, "ab")).contains("serves in the stead of one to be dropped");
    }

    @Test
    void whatMoreThanQueriesNeedIsKept() {
        catalog.index(btree("a", "orders", "id").primaryKey())
                .index(btree("b", "orders", "id").constraint())
                .index(btree("c", "orders", "id").unique())
                .index(btree("d", "orders", "id", "day").scans(1))
                .index(btree("e", "orders", "id").state(new Index.State(true, false)));
        Advice advice = advice();
        assertThat(advice.changes()).isEmpty();
        assertThat(reasonToKeep(advice, "b")).contains("it backs the constraint b");
        assertThat(reasonToKeep(advice, "c")).contains("keeps its values unique");
        assertThat(reasonToKeep(advice, "e")).contains("CLUSTER orders the table by it");
    }

    @Test
    void theReplicaIdentityIsKept() {
        catalog.index(btree("a", "orders", "id").unique().scans(9))
                .index(btree("b", "orders", "id").unique().replicaIdentity());
        assertThat(advice().changes()).isEmpty();
    }

    @Test
    void whatServesAForeignKeyIsKept() {
        catalog.index(btree("a", "orders", "customer_id"))
                .foreignKey("orders", "customer_id", "customers");
        assertThat(advice().changes()).isEmpty();
    }

    @Test
    void onlyIndexesOfAdmittedTablesAreChanged() {
        catalog.index(btree("a", "orders", "day"));
        filter = new TableFilter(List.of(), List.of("orders"));
        Advice advice = advice();
        assertThat(advice.changes()).isEmpty();
        assertThat(reasonToKeep(advice, "a")).isEqualTo("nothing is said of it");
    }

    @Test
    void partsOfPartitionedIndexesAreLeftToTheirParent() {
        catalog.table("orders_1", 500_000, "id bigint", "customer_id bigint", "day bigint")
                .activity("orders_1", new Table.Activity(5_000, 0, 0, 0, 0, 0, 0, 0))
                .partitionOf("orders_1", "orders")
                .index(btree("a", "orders", "day").partitioned())
                .index(btree("a_1", "orders_1", "day").partOf("a"));
        Advice advice = advice();
        assertThat(shown(advice)).containsExactly("drop unused public.a");
        assertThat(advice.changes().getFirst().statements()).containsExactly("DROP INDEX public.a");
        assertThat(advice.changes().getFirst().reason()).contains("with an exclusive lock");
    }

    @Test
    void theRemainsOfAFailedBuildAreBuiltAnewOrDropped() {
        catalog.index(btree("a", "orders", "customer_id").invalid())
                .index(btree("b", "orders", "day").invalid())
                .index(btree("c", "orders", "day").scans(9))
                .index(btree("c_ccnew", "orders", "day").invalid())
                .index(btree("u", "orders", "id").unique().invalid());
        Advice advice = advice();
        assertThat(shown(advice))
                .containsExactly(
                        "reindex invalid public.a",
                        "drop invalid public.b",
                        "drop invalid public.c_ccnew",
                        "reindex invalid public.u");
    }

    @Test
    void whatMayBeBeingBuiltIsLeftAlone() {
        catalog.index(btree("a", "orders", "day").invalid().state(new Index.State(false, true)))
                .index(btree("b", "orders", "customer_id").invalid().state(null));
        Advice advice = advice();
        assertThat(advice.changes()).isEmpty();
        assertThat(reasonToKeep(advice, "a")).contains("may be being built");
        assertThat(reasonToKeep(advice, "b")).contains("does not say whether");
    }

    @Test
    void anIndexThatWouldBeHalfAsLargeIsBuiltAnew() {
        catalog.index(btree("a", "orders", "day").scans(9).pages(LARGE))
                .statistics("orders", "day", -1, 8);
        planner.size(byDay(), 40_000_000);
        IndexChange change = advice().changes().getFirst();
        assertThat(change.action()).isEqualTo(Action.REINDEX);
        assertThat(change.ground()).isEqualTo(Ground.BLOATED);
        assertThat(change.statements()).containsExactly("REINDEX INDEX CONCURRENTLY public.a");
        assertThat(change.freed().count()).isEqualTo(LARGE * 8192 - 40_000_000);
        assertThat(change.undo()).isEmpty();
    }

    @Test
    void anIndexThatIsFullEnoughIsLeftAlone() {
        catalog.index(btree("a", "orders", "day").scans(9).pages(LARGE))
                .statistics("orders", "day", -1, 8);
        planner.size(byDay(), 60_000_000);
        assertThat(advice().changes()).isEmpty();
    }

    @Test
    void roomThatIsLeftOnPurposeIsNoBloat() {
        catalog.index(btree("a", "orders", "day").scans(9).pages(LARGE).with("fillfactor='50'"))
                .statistics("orders", "day", -1, 8);
        planner.size(byDay(), 40_000_000);
        assertThat(advice().changes()).isEmpty();
    }

    @Test
    void withoutStatisticsNoSizeIsKnown() {
        catalog.index(btree("a", "orders", "day").scans(9).pages(LARGE));
        assertThat(advice().changes()).isEmpty();
    }

    /** As an existing index is offered: with its operator class. */
    private static IndexDefinition byDay() {
        IndexDefinition plain =
                IndexDefinition.btree(CatalogBuilder.name("orders"), List.of("day"));
        return plain.keyedBy(
                List.of(plain.keys().getFirst().by(new QualifiedName("pg_catalog", "int8_ops"))));
    }
}
