package org.pgwright.findings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.pgwright.catalog.CatalogBuilder.btree;

import org.junit.jupiter.api.Test;
import org.pgwright.catalog.CatalogBuilder;
import org.pgwright.catalog.Table;

import java.util.List;

final class SchemaFindingsTest {
    private final CatalogBuilder catalog =
            new CatalogBuilder()
                    .table("customers", 10_000, "id bigint", "name text")
                    .table("orders", 100_000, "id bigint", "customer_id bigint", "day date");

    private List<String> found() {
        return SchemaFindings.of(catalog.build()).stream()
                .map(
                        f ->
                                f.kind().label()
                                        + " "
                                        + (f.index() == null ? f.columns() : f.index().name())
                                        + (f.other() == null ? "" : " " + f.other().name()))
                .toList();
    }

    @Test
    void anIndexUnderASecondNameIsADuplicate() {
        catalog.index(btree("a", "orders", "day").scans(5)).index(btree("b", "orders", "day"));
        assertThat(found()).containsExactly("duplicate-index b a");
    }

    @Test
    void ofDuplicatesTheOneBehindAConstraintIsKept() {
        catalog.index(btree("a", "orders", "id").unique().scans(9))
                .index(btree("orders_pkey", "orders", "id").primaryKey());
        assertThat(found()).containsExactly("duplicate-index a orders_pkey");
    }

    @Test
    void ofDuplicatesTheMoreUsedOneIsKept() {
        catalog.index(btree("a", "orders", "day").scans(1))
                .index(btree("b", "orders", "day").scans(2));
        assertThat(found()).containsExactly("duplicate-index a b");
    }

    @Test
    void whatDiffersInOneRespectIsNoDuplicate() {
        catalog.index(btree("plain", "orders", "day").scans(1))
                .index(btree("classed", "orders", "day").operatorClass("date_pattern_ops").scans(1))
                .index(btree("collated", "orders", "day").collation("C").scans(1))
                .index(btree("partial", "orders", "day").where("(id > 5)").scans(1))
                .index(btree("hashed", "orders", "day").method("hash").scans(1))
                .index(btree("expression", "orders", "date(day)").scans(1))
                .index(btree("unique", "customers", "day").unique().scans(1));
        assertThat(found()).isEmpty();
    }

    @Test
    void brinIndexesWithOtherRangesAreNoDuplicates() {
        catalog.index(btree("a", "orders", "day").method("brin").with("pages_per_range='8'"))
                .index(btree("b", "orders", "day").method("brin").with("pages_per_range='128'"));
        assertThat(found()).isEmpty();
    }

    @Test
    void duplicatesOfOtherMethodsAreFound() {
        catalog.index(btree("a", "orders", "day").method("gin"))
                .index(btree("b", "orders", "day").method("gin"));
        assertThat(found()).containsExactly("duplicate-index b a");
    }

    @Test
    void aBeginningOfAnotherIndexIsRedundant() {
        catalog.index(btree("narrow", "orders", "day"))
                .index(btree("wide", "orders", "day", "customer_id"));
        assertThat(found()).containsExactly("redundant-index narrow wide");
    }

    @Test
    void theNarrowestThatCoversIsNamed() {
        catalog.index(btree("narrow", "orders", "day"))
                .index(btree("widest", "orders", "day", "customer_id", "id"))
                .index(btree("wider", "orders", "day", "id").scans(1));
        assertThat(found()).containsExactly("redundant-index narrow wider");
    }

    @Test
    void anIndexBesideAUniqueOneOnTheSameColumnsIsRedundant() {
        catalog.index(btree("narrow", "orders", "id"))
                .index(btree("orders_pkey", "orders", "id").primaryKey());
        assertThat(found()).containsExactly("redundant-index narrow orders_pkey");
    }

    @Test
    void allDirectionsReversedIsTheSameOrder() {
        catalog.index(btree("narrow", "orders", "day DESC"))
                .index(btree("wide", "orders", "day", "id"));
        assertThat(found()).containsExactly("redundant-index narrow wide");
    }

    @Test
    void ofTwoThatReverseEachOtherOnlyOneIsRedundant() {
        catalog.index(btree("down", "orders", "day DESC")).index(btree("up", "orders", "day"));
        assertThat(found()).containsExactly("redundant-index up down");
    }

    @Test
    void someDirectionsReversedIsAnotherOrder() {
        catalog.index(btree("narrow", "orders", "day", "id DESC"))
                .index(btree("wide", "orders", "day", "id", "customer_id"));
        assertThat(found()).isEmpty();
    }

    @Test
    void whatEnforcesSomethingIsNeverRedundant() {
        catalog.index(btree("orders_pkey", "orders", "id").primaryKey())
                .index(btree("uniqueness", "orders", "customer_id").unique())
                .index(btree("identity", "orders", "day").unique().replicaIdentity())
                .index(btree("w1", "orders", "id", "day"))
                .index(btree("w2", "orders", "customer_id", "day"))
                .index(btree("w3", "orders", "day", "id"));
        assertThat(found()).isEmpty();
    }

    @Test
    void aPartialIndexDoesNotStandInForAFullOneNorIsItReplacedByOne() {
        catalog.index(btree("full", "orders", "day"))
                .index(btree("partial", "orders", "day", "id").where("(id > 5)"))
                .index(btree("small", "orders", "day").where("(id > 7)"));
        assertThat(found()).isEmpty();
    }

    @Test
    void includedColumnsHaveToBeCoveredToo() {
        catalog.index(btree("covering", "orders", "day").include("customer_id"))
                .index(btree("wide", "orders", "day", "id"))
                .index(btree("narrow", "orders", "id").include("day"))
                .index(btree("covers", "orders", "id", "day"));
        assertThat(found()).containsExactly("redundant-index narrow covers");
    }

    @Test
    void anInvalidIndexIsNamedAndCoversNothing() {
        catalog.index(btree("narrow", "orders", "day"))
                .index(btree("broken", "orders", "day", "id").invalid());
        assertThat(found()).containsExactly("invalid-index broken");
    }

    @Test
    void ofAnInvalidPartitionedIndexTheInvalidPartIsNamed() {
        catalog.table("orders_1", 1000, "id bigint")
                .partitionOf("orders_1", "orders")
                .index(btree("parent", "orders", "id").partitioned().invalid())
                .index(btree("part", "orders_1", "id").partOf("parent").invalid());
        assertThat(found()).containsExactly("invalid-index part");
    }

    @Test
    void partsOfAPartitionedIndexAreNamedThroughItOnly() {
        catalog.table("orders_1", 1000, "id bigint")
                .partitionOf("orders_1", "orders")
                .index(btree("p1", "orders", "id").partitioned())
                .index(btree("p2", "orders", "id").partitioned())
                .index(btree("c1", "orders_1", "id").partOf("p1"))
                .index(btree("c2", "orders_1", "id").partOf("p2"));
        assertThat(found()).containsExactly("duplicate-index p2 p1");
    }

    @Test
    void aForeignKeyWithoutIndexIsNamedWithTheIndexItNeeds() {
        catalog.foreignKey("orders", "customer_id", "customers");
        assertThat(found()).containsExactly("foreign-key-without-index [customer_id] customers");
        assertThat(SchemaFindings.of(catalog.build()).getFirst().detail())
                .contains("ON public.orders (customer_id)")
                .contains("100,000 rows");
    }

    @Test
    void aForeignKeyThatIsNeverCheckedNeedsNoIndex() {
        catalog.unenforcedForeignKey("orders", "customer_id", "customers");
        assertThat(found()).isEmpty();
    }

    @Test
    void leadingColumnsInAnyOrderServeAForeignKey() {
        catalog.foreignKey("orders", List.of("customer_id", "id"), "customers")
                .index(btree("a", "orders", "id", "customer_id", "day"));
        assertThat(found()).isEmpty();
    }

    @Test
    void aPartialOrLaterColumnServesNoForeignKey() {
        catalog.foreignKey("orders", "customer_id", "customers")
                .index(btree("a", "orders", "customer_id").where("(id > 5)"))
                .index(btree("b", "orders", "id", "customer_id"));
        assertThat(found()).containsExactly("foreign-key-without-index [customer_id] customers");
    }

    @Test
    void aHashIndexServesAForeignKeyOfOneColumn() {
        catalog.foreignKey("orders", "customer_id", "customers")
                .index(btree("a", "orders", "customer_id").method("hash"));
        assertThat(found()).isEmpty();
    }

    @Test
    void aSmallTablesForeignKeyMattersOnlyWhereReferencedRowsGo() {
        catalog.table("tiny", 20, "customer_id bigint")
                .foreignKey("tiny", "customer_id", "customers");
        assertThat(found()).isEmpty();
        catalog.activity("customers", new Table.Activity(0, 0, 0, 0, 0, 3, 0, 0));
        assertThat(found()).containsExactly("foreign-key-without-index [customer_id] customers");
    }

    @Test
    void whatForeignKeysLackCanBeAskedWhateverTheRows() {
        catalog.table("tiny", 20, "customer_id bigint")
                .foreignKey("tiny", "customer_id", "customers");
        assertThat(SchemaFindings.foreignKeysWithoutIndex(catalog.build()))
                .extracting(finding -> finding.table().name())
                .containsExactly("tiny");
        catalog.index(btree("tiny_customer", "tiny", "customer_id"));
        assertThat(SchemaFindings.foreignKeysWithoutIndex(catalog.build())).isEmpty();
    }

    @Test
    void indexesOfAllPartitionsServeTheParentsForeignKey() {
        catalog.table("orders_1", 50_000, "id bigint", "customer_id bigint")
                .partitionOf("orders_1", "orders")
                .foreignKey("orders", "customer_id", "customers")
                .index(btree("a", "orders_1", "customer_id"));
        assertThat(found()).isEmpty();
    }

    @Test
    void anIndexNeverScannedOnATableInUseIsUnused() {
        catalog.activity("orders", new Table.Activity(50, 1000, 0, 0, 0, 0, 0, 0))
                .index(btree("a", "orders", "day"))
                .index(btree("b", "orders", "id").scans(1000));
        assertThat(found()).containsExactly("unused-index a");
        assertThat(SchemaFindings.of(catalog.build()).getFirst().detail())
                .contains("1,050 times")
                .contains("replica");
    }

    @Test
    void unusedIsNotSaidOfWhatHasAnotherPurpose() {
        catalog.activity("orders", new Table.Activity(50, 1000, 0, 0, 0, 0, 0, 0))
                .index(btree("orders_pkey", "orders", "id").primaryKey())
                .index(btree("unique", "orders", "day").unique())
                .index(btree("foreign", "orders", "customer_id"))
                .index(btree("tiny", "orders", "day", "id").pages(2))
                .foreignKey("orders", "customer_id", "customers");
        assertThat(found()).isEmpty();
    }

    @Test
    void unusedIsNotSaidWhereTheTableItselfWasHardlyRead() {
        catalog.activity("orders", new Table.Activity(9, 40, 0, 0, 0, 0, 0, 0))
                .index(btree("a", "orders", "day"));
        assertThat(found()).isEmpty();
    }

    @Test
    void aPartitionedIndexIsUnusedWhenAllItsPartsAre() {
        catalog.table("orders_1", 50_000, "day date")
                .partitionOf("orders_1", "orders")
                .activity("orders_1", new Table.Activity(50, 0, 0, 0, 0, 0, 0, 0))
                .index(btree("parent", "orders", "day").partitioned())
                .index(btree("part", "orders_1", "day").partOf("parent").pages(70));
        assertThat(found()).containsExactly("unused-index parent");
    }

    @Test
    void nothingOfAnExtensionIsNamed() {
        catalog.ownedByExtension("orders", "timekeeper")
                .foreignKey("orders", "customer_id", "customers")
                .index(btree("a", "orders", "day"))
                .index(btree("b", "orders", "day").invalid());
        assertThat(found()).isEmpty();
    }
}
