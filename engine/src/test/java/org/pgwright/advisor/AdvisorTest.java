package org.pgwright.advisor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.pgwright.catalog.CatalogBuilder.btree;

import org.junit.jupiter.api.Test;
import org.pgwright.advisor.Advice.Rejected;
import org.pgwright.catalog.Bytes;
import org.pgwright.catalog.CatalogBuilder;
import org.pgwright.catalog.IndexDefinition;
import org.pgwright.catalog.Table;
import org.pgwright.error.ErrorCode;
import org.pgwright.error.PgwrightException;
import org.pgwright.planner.Plan;
import org.pgwright.planner.Progress;

import java.util.List;
import java.util.Map;
import java.util.Set;

/** The advisor on a planner whose answers are given; the twin's tests are apart. */
final class AdvisorTest {
    private static final IndexDefinition BY_CUSTOMER = index("orders", "customer_id");
    private static final IndexDefinition BY_DAY = index("orders", "day");

    private final CatalogBuilder catalog =
            new CatalogBuilder()
                    .table("orders", 1_000_000, "id bigint", "customer_id bigint", "day date")
                    .table("tiny", 30, "id bigint");
    private final Statements statements = new Statements();
    private final CostTable planner = new CostTable();
    private Budget budget = Budget.UNLIMITED;
    private TableFilter filter = TableFilter.ALL;

    private static IndexDefinition index(String table, String... columns) {
        return IndexDefinition.btree(CatalogBuilder.name(table), List.of(columns));
    }

    private Advice advice() {
        AdviceRequest request =
                new AdviceRequest(catalog.build(), statements.workload(), budget, filter);
        return new Advisor().advise(request, statements, planner, Progress.NONE);
    }

    private List<List<String>> recommended() {
        return advice().recommendations().stream().map(r -> r.index().columns()).toList();
    }

    private void byCustomer(double calls) {
        statements.add(
                "by customer", calls, Statements.of("orders").equal("customer_id").mention());
        planner.costs("by customer", 20_000).costs("by customer", 8, Set.of(BY_CUSTOMER));
    }

    private void byDay(double calls) {
        statements.add("by day", calls, Statements.of("orders").range("day").mention());
        planner.costs("by day", 20_000).costs("by day", 2_000, Set.of(BY_DAY));
    }

    @Test
    void anIndexThatHelpsIsRecommendedWithWhatItChanges() {
        byCustomer(10);
        Advice advice = advice();
        assertThat(advice.statements()).isEqualTo(1);
        assertThat(advice.cost()).isEqualTo(new Advice.WorkloadCost(200_000, 80));
        assertThat(advice.cost().ratio()).isEqualTo(0.0004);
        Advice.Recommendation made = advice.recommendations().getFirst();
        assertThat(made.priority()).isEqualTo(1);
        assertThat(made.definition())
                .isEqualTo(
                        "CREATE INDEX CONCURRENTLY idx_orders_customer_id ON public.orders"
                                + " (customer_id)");
        assertThat(made.gain()).isEqualTo(199_920);
        assertThat(made.size()).isEqualTo(new Bytes(1_000_000));
        assertThat(made.queries())
                .containsExactly(
                        new Advice.QueryCost(
                                "hash of by customer", "by customer", 10, 20_000, 8, null));
        assertThat(made.reason())
                .isEqualTo(
                        "equality on customer_id; turns a scan of 1,000,000 rows into an index"
                                + " scan for 1 query that makes 100 % of the workload's cost");
    }

    @Test
    void theMostGainingIndexComesFirst() {
        byDay(1);
        byCustomer(1);
        assertThat(recommended()).containsExactly(List.of("customer_id"), List.of("day"));
    }

    @Test
    void theNumberOfIndexesIsKept() {
        byDay(1);
        byCustomer(1);
        budget = new Budget(null, 1);
        assertThat(recommended()).containsExactly(List.of("customer_id"));
        assertThat(reasonAgainst("public.orders (day)")).contains("does not fit the budget");
    }

    @Test
    void theFrontierRisesFromNothingToTheChoice() {
        byDay(1);
        byCustomer(1);
        planner.size(BY_CUSTOMER, 70_000_000).size(BY_DAY, 20_000_000);
        AdviceRequest request =
                new AdviceRequest(catalog.build(), statements.workload(), budget, filter, true);
        Advice advice = new Advisor().advise(request, statements, planner, Progress.NONE);
        assertThat(advice.frontier())
                .extracting(Advice.FrontierPoint::bytes)
                .containsExactly(0L, 20_000_000L, 70_000_000L, 90_000_000L);
        assertThat(advice.frontier())
                .extracting(Advice.FrontierPoint::cost)
                .containsExactly(40_000.0, 22_000.0, 20_008.0, 2_008.0);
        assertThat(advice().frontier()).isEmpty();
    }

    @Test
    void aSearchThatIsEndedAtOnceSaysSo() {
        byCustomer(1);
        AdviceRequest request =
                new AdviceRequest(catalog.build(), statements.workload(), budget, filter);
        Advice advice =
                new Advisor().advise(request, statements, planner, Progress.NONE, () -> true);
        assertThat(advice.statistics().cutShort()).isTrue();
        assertThat(advice.statistics().lowerBound()).isZero();
        assertThat(advice.cost().before()).isEqualTo(20_000);
        assertThat(advice().statistics().cutShort()).isFalse();
    }

    @Test
    void theBytesAreKept() {
        byDay(1);
        byCustomer(1);
        planner.size(BY_CUSTOMER, 70_000_000).size(BY_DAY, 20_000_000);
        budget = new Budget(new Bytes(50_000_000), null);
        assertThat(recommended()).containsExactly(List.of("day"));
        assertThat(reasonAgainst("public.orders (customer_id)"))
                .startsWith("does not fit the budget: it takes 66.8 MB");
    }

    private String reasonAgainst(String table) {
        return advice().rejected().stream()
                .filter(r -> r.definition().equals("CREATE INDEX ON " + table))
                .map(Rejected::reason)
                .findFirst()
                .orElse("none");
    }

    @Test
    void whatGainsTooLittleIsLeftOutWithTheReason() {
        byCustomer(100);
        statements.add("other", 100, Statements.of("orders").equal("id").mention());
        planner.costs("other", 10_000).costs("other", 9_800, Set.of(index("orders", "id")));
        statements.add("heavy", 1000, Statements.of("orders").mention());
        planner.costs("heavy", 90_000);
        assertThat(recommended()).containsExactly(List.of("customer_id"));
        assertThat(reasonAgainst("public.orders (id)")).contains("by only 0.02");
    }

    @Test
    void twoIndexesThatOnlyHelpTogetherAreFound() {
        statements.add("both", 1, Statements.of("orders").either("customer_id", "day").mention());
        planner.costs("both", 20_000).costs("both", 50, Set.of(BY_CUSTOMER, BY_DAY));
        assertThat(recommended()).containsExactlyInAnyOrder(List.of("customer_id"), List.of("day"));
    }

    @Test
    void oneIndexThatServesTwoStatementsIsPreferredToTwo() {
        IndexDefinition both = index("orders", "customer_id", "day");
        statements
                .add("one", 1, Statements.of("orders").equal("customer_id").mention())
                .add("two", 1, Statements.of("orders").equal("customer_id").range("day").mention());
        planner.costs("one", 20_000)
                .costs("one", 100, Set.of(BY_CUSTOMER))
                .costs("one", 100.2, Set.of(both))
                .costs("two", 20_000)
                .costs("two", 100, Set.of(BY_CUSTOMER))
                .costs("two", 5, Set.of(both));
        assertThat(recommended()).containsExactly(List.of("customer_id", "day"));
    }

    @Test
    void mergedIndexesAreTried() {
        IndexDefinition byId = index("orders", "customer_id", "id");
        IndexDefinition byDay = index("orders", "customer_id", "day");
        IndexDefinition merged = index("orders", "customer_id", "id", "day");
        statements
                .add("id", 1, Statements.of("orders").equal("customer_id").range("id").mention())
                .add("day", 1, Statements.of("orders").equal("customer_id").range("day").mention());
        planner.costs("id", 20_000)
                .costs("id", 8, Set.of(byId))
                .costs("id", 9, Set.of(merged))
                .costs("day", 20_000)
                .costs("day", 8, Set.of(byDay))
                .costs("day", 20, Set.of(merged));
        budget = new Budget(null, 1);
        assertThat(recommended()).containsExactly(List.of("customer_id", "id", "day"));
    }

    @Test
    void tablesWithFewRowsGetNoIndex() {
        statements.add("tiny", 1e6, Statements.of("tiny").equal("id").mention());
        planner.costs("tiny", 2).costs("tiny", 0.1, Set.of(index("tiny", "id")));
        assertThat(recommended()).isEmpty();
        assertThat(reasonAgainst("public.tiny (id)"))
                .isEqualTo("public.tiny has 30 rows: below 1,000 reading all of them is as fast");
    }

    @Test
    void whatAnExistingIndexServesIsNotTried() {
        catalog.index(btree("there", "orders", "customer_id", "day"));
        byCustomer(1);
        assertThat(recommended()).isEmpty();
        assertThat(planner.offered()).doesNotContain(BY_CUSTOMER);
        assertThat(reasonAgainst("public.orders (customer_id)"))
                .isEqualTo("already served by public.there");
    }

    @Test
    void excludedTablesGetNoIndexButCount() {
        byCustomer(1);
        filter = new TableFilter(List.of(), List.of("orders"));
        assertThat(recommended()).isEmpty();
        assertThat(advice().cost().before()).isEqualTo(20_000);
    }

    @Test
    void anUnknownIncludedTableIsAUsageError() {
        byCustomer(1);
        filter = new TableFilter(List.of("oders"), List.of());
        assertThatThrownBy(this::advice)
                .isInstanceOfSatisfying(
                        PgwrightException.class,
                        e -> assertThat(e.code()).isEqualTo(ErrorCode.USAGE));
    }

    @Test
    void statementsThatCannotBeAnalysedAreListed() {
        byCustomer(1);
        statements.rejected("select broken", "the column broken does not exist");
        statements.add("select 1", 1);
        Advice advice = advice();
        assertThat(advice.statements()).isEqualTo(1);
        assertThat(advice.skipped())
                .extracting(s -> s.query() + ": " + s.reason())
                .containsExactly(
                        "select broken: the column broken does not exist",
                        "select 1: it uses no table of the database");
    }

    @Test
    void aWorkloadWithoutUsableStatementsGivesEmptyAdvice() {
        statements.rejected("select broken", "no");
        Advice advice = advice();
        assertThat(advice.recommendations()).isEmpty();
        assertThat(advice.cost().ratio()).isEqualTo(1);
    }

    @Test
    void anIndexThatWritesPayMoreForThanReadsGainIsLeftOut() {
        byCustomer(1);
        statements.add("insert", 1e6, Statements.of("orders").mention());
        planner.plan("insert", insert(), Set.of());
        assertThat(recommended()).isEmpty();
        assertThat(reasonAgainst("public.orders (customer_id)"))
                .startsWith("writes to public.orders would pay more for it than queries gain");
    }

    private static Plan insert() {
        Plan row = new Plan("Result", null, null, 0, 0.01, 1, 8, Map.of(), List.of());
        return new Plan(
                "ModifyTable",
                CatalogBuilder.name("orders"),
                null,
                0,
                0.01,
                0,
                0,
                Map.of("Operation", "Insert"),
                List.of(row));
    }

    @Test
    void theTablesOwnCountersTellOfWritesThatTheWorkloadDoesNotShow() {
        byCustomer(1);
        catalog.activity("orders", new Table.Activity(0, 2000, 0, 200_000_000, 0, 0, 0, 0));
        assertThat(recommended()).isEmpty();
    }

    @Test
    void planningIsAskedForOnceOnly() {
        byCustomer(1);
        byDay(1);
        Advice advice = advice();
        assertThat(advice.statistics().whatIfCalls()).isLessThan(20);
        assertThat(advice.statistics().cacheHits()).isGreaterThan(20);
    }

    @Test
    void theSameRequestGivesTheSameAdvice() {
        byCustomer(1);
        byDay(1);
        assertThat(advice().recommendations()).isEqualTo(advice().recommendations());
    }
}
