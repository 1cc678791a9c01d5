package org.pgwright.advisor.cost;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assertions.withinPercentage;
import static org.pgwright.catalog.CatalogBuilder.name;

import org.junit.jupiter.api.Test;
import org.pgwright.advisor.Statements;
import org.pgwright.advisor.analysis.AdvisedStatement;
import org.pgwright.advisor.cost.Upkeep.Charge;
import org.pgwright.catalog.Bytes;
import org.pgwright.catalog.CatalogBuilder;
import org.pgwright.catalog.CatalogLookup;
import org.pgwright.catalog.IndexDefinition;
import org.pgwright.catalog.Table;
import org.pgwright.planner.HypotheticalIndex;
import org.pgwright.planner.Plan;
import org.pgwright.planner.PlannableStatement;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** What writes pay, by a catalog and plans made by hand. */
final class UpkeepTest {
    private static final Bytes LARGE = new Bytes(40_000_000);

    private final CatalogBuilder catalog =
            new CatalogBuilder()
                    .table("runs", 1_000_000, "id uuid", "version uuid", "status text", "at date")
                    .statistics("runs", "id", -1, 16)
                    .statistics("runs", "version", 5_000, 16)
                    .statistics("runs", "status", 5, 8)
                    .ascending("runs", "at")
                    .index(CatalogBuilder.btree("runs_pkey", "runs", "id"));

    private final List<PlannedStatement> statements = new ArrayList<>();

    @Test
    void nothingIsPaidWhereNothingIsWritten() {
        assertThat(upkeep().of(index("version"))).isEqualTo(Charge.NONE);
        assertThat(upkeep().together(List.of(index("version")))).isEqualTo(Charge.NONE);
        assertThat(upkeep().costBefore()).isZero();
    }

    @Test
    void anInsertPaysForEveryIndexAPartOfWhatItTakes() {
        inserts(100);
        Charge one = upkeep().of(index("version"));
        Charge both = upkeep().together(List.of(index("version"), index("version", "status")));
        assertThat(one.share()).isBetween(0.05, 0.5);
        assertThat(one.cost()).isCloseTo(one.share() * upkeep().costBefore(), within(1e-6));
        assertThat(both.cost()).isGreaterThan(1.9 * one.cost());
    }

    @Test
    void entriesThatLandAnywhereCostSeveralTimesThoseThatLandOnOnePage() {
        inserts(100);
        double scattered = upkeep().of(index("version")).cost();
        assertThat(upkeep().of(index("status")).cost()).isLessThan(scattered / 2);
        assertThat(upkeep().of(index("at")).cost()).isLessThan(scattered / 2);
    }

    @Test
    void onlyNewRowsHaveTheHighestValueOfAnAscendingColumn() {
        updates(100, "status");
        assertThat(upkeep().of(index("at")).cost())
                .isGreaterThan(0.9 * upkeep().of(index("version")).cost());
    }

    @Test
    void aBlockRangeIndexCostsLessThanATree() {
        inserts(100);
        assertThat(upkeep().of(made("brin", List.of("at"), List.of(), 1)).cost())
                .isLessThan(upkeep().of(index("at")).cost());
    }

    @Test
    void aPartialIndexCostsItsShareOfEntriesAndTheTestOfEveryRow() {
        inserts(100);
        double all = upkeep().of(index("version")).cost();
        double tenth =
                upkeep().of(made("btree", List.of("version"), List.of("status = 'queued'"), 0.1))
                        .cost();
        assertThat(tenth).isGreaterThan(all / 10).isLessThan(all / 2);
    }

    @Test
    void aRowThatTheStatementPutsElsewhereGetsNoEntryInAPartialIndex() {
        HypotheticalIndex done =
                made("btree", List.of("version"), List.of("status = 'done'::text"), 0.7);
        double unknown = ofOnly("insert into runs values ($1, $2, $3, $4)", "Insert", done);
        double queued = ofOnly("insert into runs values (1, 2, 'queued', now())", "Insert", done);
        assertThat(queued).isPositive().isLessThan(unknown / 2);
        assertThat(ofOnly("insert into runs values (1, 2, 'done', now())", "Insert", done))
                .isEqualTo(unknown);
        assertThat(ofOnly("insert into runs values (1, 2, $1, 'x')", "Insert", done))
                .isEqualTo(unknown);
        assertThat(ofOnly("insert into runs select 1, 2, s, 'x' from old", "Insert", done))
                .isEqualTo(unknown);
        assertThat(ofOnly("update runs set status = 'lost' where id = 1", "Update", done))
                .isLessThan(
                        ofOnly("update runs set status = 'done' where id = 1", "Update", done) / 2);
    }

    private double ofOnly(String sql, String operation, HypotheticalIndex index) {
        statements.clear();
        writes("runs", sql, operation, 100);
        return upkeep().of(index).cost();
    }

    @Test
    void anInvertedIndexCostsMoreForLongerDocuments() {
        catalog.table("notes", 10_000, "short jsonb", "long jsonb")
                .statistics("notes", "short", -1, 32)
                .statistics("notes", "long", -1, 320);
        writes("notes", "insert into notes", "Insert", 1);
        assertThat(upkeep().of(inverted("long")).cost())
                .isGreaterThan(2 * upkeep().of(inverted("short")).cost());
    }

    @Test
    void updatesThatStayHeapOnlyPayNothing() {
        counted(10_000, 10_000);
        updates(100, "status");
        assertThat(upkeep().of(index("version"))).isEqualTo(new Charge(0, 0));
    }

    @Test
    void anIndexOnAnAssignedColumnMakesUpdatesPayForAllIndexes() {
        counted(10_000, 10_000);
        updates(100, "status");
        double alone = upkeep().of(index("status")).cost();
        catalog.index(CatalogBuilder.btree("another", "runs", "version"));
        assertThat(upkeep().of(index("status")).cost()).isGreaterThan(1.5 * alone);
    }

    @Test
    void thePartsOfOptionsAddUpToWhatTheyCostTogether() {
        counted(10_000, 4_000);
        inserts(10);
        updates(100, "status");
        updates(30, "status");
        updates(50, "at");
        List<HypotheticalIndex> all = List.of(index("version"), index("status"), index("at"));
        for (int subset = 1; subset < 8; subset++) {
            int some = subset;
            List<HypotheticalIndex> set =
                    IntStream.range(0, 3)
                            .filter(i -> (some >> i & 1) == 1)
                            .mapToObj(all::get)
                            .toList();
            assertThat(addedUp(upkeep(), set))
                    .isCloseTo(upkeep().together(set).cost(), withinPercentage(0.0001));
        }
    }

    private static double addedUp(Upkeep upkeep, List<HypotheticalIndex> set) {
        List<Option.Parts> parts = set.stream().map(i -> upkeep.option(i).parts()).toList();
        Map<SparedUpdates, List<Option.Spared>> spared =
                parts.stream()
                        .flatMap(p -> p.spared().stream())
                        .collect(Collectors.groupingBy(Option.Spared::updates));
        assertThat(spared).hasSize(2);
        return parts.stream().mapToDouble(Option.Parts::always).sum()
                + spared.entrySet().stream()
                        .filter(e -> e.getValue().stream().anyMatch(Option.Spared::ends))
                        .mapToDouble(
                                e ->
                                        e.getKey().cost()
                                                + e.getValue().stream()
                                                        .mapToDouble(Option.Spared::entries)
                                                        .sum())
                        .sum();
    }

    @Test
    void indexesTogetherCostMoreThanEachAloneWhereOneEndsHeapOnlyUpdates() {
        counted(10_000, 10_000);
        updates(100, "status");
        double alone = upkeep().of(index("status")).cost() + upkeep().of(index("version")).cost();
        assertThat(upkeep().together(List.of(index("status"), index("version"))).cost())
                .isGreaterThan(1.1 * alone);
    }

    @Test
    void aConditionOnAnAssignedColumnEndsHeapOnlyUpdatesToo() {
        counted(10_000, 10_000);
        updates(100, "status");
        HypotheticalIndex queued =
                made("btree", List.of("version"), List.of("status = 'queued'"), 0.1);
        HypotheticalIndex other =
                made("btree", List.of("version"), List.of("substatus = 'queued'"), 0.1);
        assertThat(upkeep().of(queued).cost()).isPositive();
        assertThat(upkeep().of(other).cost()).isZero();
    }

    @Test
    void aTableThatWasFilledAndNeverChangedHasNoRoomForHeapOnlyUpdates() {
        updates(100, "status");
        assertThat(upkeep().of(index("version")).share()).isPositive();
    }

    @Test
    void aDeletePaysForTheVacuum() {
        writes("runs", "delete from runs where id = $1", "Delete", 100);
        double deleted = upkeep().of(index("version")).cost();
        statements.clear();
        inserts(100);
        assertThat(deleted).isPositive().isLessThan(upkeep().of(index("version")).cost());
    }

    @Test
    void theShareIsOfTheTablesOwnWritesForAnIndexAndOfAllWritesForASet() {
        catalog.table("other", 1_000, "id bigint");
        inserts(100);
        double alone = upkeep().of(index("version")).share();
        writes("other", "insert into other values ($1)", "Insert", 1_000);
        assertThat(upkeep().of(index("version")).share()).isEqualTo(alone);
        assertThat(upkeep().together(List.of(index("version"))).share()).isLessThan(alone / 2);
    }

    @Test
    void pagesThatDoNotFitIntoMemoryHaveToBeRead() {
        inserts(100);
        double inMemory = upkeep().of(index("version")).cost();
        catalog.setting("effective_cache_size", "16384kB").setting("random_page_cost", "4");
        assertThat(upkeep().of(index("version")).cost()).isGreaterThan(2 * inMemory);
    }

    private void inserts(double calls) {
        writes("runs", "insert into runs values ($1, $2, $3, $4)", "Insert", calls);
    }

    private void updates(double calls, String column) {
        writes("runs", "update runs set " + column + " = $1 where id = $2", "Update", calls);
    }

    private void writes(String table, String sql, String operation, double calls) {
        Plan row = new Plan("Result", null, null, 0, 0.01, 1, 8, Map.of(), List.of());
        Plan plan =
                new Plan(
                        "ModifyTable",
                        name(table),
                        null,
                        0,
                        0.01,
                        0,
                        0,
                        Map.of("Operation", operation),
                        List.of(row));
        AdvisedStatement statement =
                new AdvisedStatement(
                        statements.size(),
                        Statements.statement(sql, calls),
                        calls,
                        List.of(),
                        List.of(PlannableStatement.of(sql)));
        statements.add(new PlannedStatement(statement, List.of(plan)));
    }

    private void counted(long updated, long heapOnly) {
        catalog.activity("runs", new Table.Activity(0, 0, 0, updated, heapOnly, 0, 1_000_000, 0));
    }

    private Upkeep upkeep() {
        return new Upkeep(new CatalogLookup(catalog.build()), statements);
    }

    private static HypotheticalIndex index(String... columns) {
        return made("btree", List.of(columns), List.of(), 1);
    }

    private static HypotheticalIndex inverted(String column) {
        IndexDefinition plain = IndexDefinition.btree(name("notes"), List.of(column));
        return new HypotheticalIndex(
                0,
                new IndexDefinition(plain.table(), "gin", plain.keys(), List.of(), List.of()),
                LARGE,
                1);
    }

    private static HypotheticalIndex made(
            String method, List<String> columns, List<String> conditions, double share) {
        IndexDefinition plain = IndexDefinition.btree(name("runs"), columns);
        return new HypotheticalIndex(
                0,
                new IndexDefinition(plain.table(), method, plain.keys(), List.of(), conditions),
                LARGE,
                share);
    }
}
