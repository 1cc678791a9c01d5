package org.pgwright.maintenance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.pgwright.catalog.CatalogBuilder.btree;
import static org.pgwright.catalog.CatalogBuilder.name;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.pgwright.catalog.CatalogBuilder;
import org.pgwright.catalog.CatalogBuilder.IndexBuilder;
import org.pgwright.catalog.CatalogLookup;
import org.pgwright.catalog.Index;
import org.pgwright.catalog.QualifiedName;
import org.pgwright.catalog.Table;
import org.pgwright.maintenance.Verdict.Cause;
import org.pgwright.maintenance.Verdict.Needless;
import org.pgwright.maintenance.Verdict.Stays;
import org.pgwright.workload.NormalizedText;
import org.pgwright.workload.Statement;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;

/** Which indexes are needless, as far as that can be told without plans. */
final class RetirementsTest {
    private static final Instant NOW = Instant.parse("2026-06-30T12:00:00Z");

    private final CatalogBuilder catalog =
            new CatalogBuilder()
                    .table("orders", 1_000_000, "id bigint", "customer_id bigint", "day bigint")
                    .table("customers", 30_000, "id bigint");
    private final Map<QualifiedName, IndexUse> uses = new HashMap<>();
    private final Map<QualifiedName, String> decided = new HashMap<>();
    private final List<Statement> statements = new ArrayList<>();
    private final List<MadeIndex> made = new ArrayList<>();
    private @Nullable WatchedServers servers = new WatchedServers(2, null, 1, 1);

    @Test
    void whatNothingScannedIsNeedless() {
        index(btree("a", "orders", "day"), 100);

        Needless found = (Needless) verdict("a");

        assertThat(found.suspect().because())
                .isEqualTo("no scan was counted on any of 2 watched servers in 100 days");
        assertThat(found.remarks()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "31, a job that runs once a month or a quarter may not have been seen: observed for 31 days",
        "41, a job that runs once a quarter may not have been seen: observed for 41 days"
    })
    void saysWhichJobsItMayHaveMissed(int days, String doubt) {
        index(btree("a", "orders", "day"), days);

        assertThat(((Needless) verdict("a")).remarks()).containsExactly(doubt);
    }

    @Test
    void aTimeThatIsTooShortTellsNothing() {
        index(btree("a", "orders", "day"), 12);
        assertThat(stays("a", Cause.NOT_KNOWN)).endsWith("watched for 12 of 30 days");

        use("a", 3, LocalDate.parse("2026-06-26"));
        assertThat(stays("a", Cause.NOT_KNOWN))
                .endsWith("watched for 3 of 30 days, as scans may have been missed on 2026-06-26");
    }

    @ParameterizedTest
    @CsvSource({"6, false", "7, true", "29, true", "31, true"})
    void aWeekTellsOfWhatPgwrightMade(int days, boolean isNeedless) {
        index(btree("a", "orders", "day"), days);
        made("a", days, 2, 2);

        assertThat(verdict("a") instanceof Needless).isEqualTo(isNeedless);
        if (verdict("a") instanceof Needless found) {
            assertThat(found.suspect().because())
                    .isEqualTo(
                            "pgwright made it on %s, and nothing has used it in the %d days since"
                                    .formatted(
                                            LocalDate.parse("2026-06-30").minusDays(days), days));
        } else {
            assertThat(stays("a", Cause.NOT_KNOWN)).endsWith("watched for 6 of 30 days");
        }
    }

    @Test
    void aWeekTellsNothingWhereWhatItWasMadeForDidNotRun() {
        index(btree("a", "orders", "day"), 8);
        made("a", 8, 2, 0);
        assertThat(stays("a", Cause.NOT_KNOWN))
                .isEqualTo(
                        "pgwright made it on 2026-06-22, and nothing has used it in the 8 days"
                                + " since, but no statement that it was made for was called since,"
                                + " either; so it stays until 30 days are over");

        made.clear();
        made("a", 8, 0, 0);
        assertThat(stays("a", Cause.NOT_KNOWN)).contains("for which statements is not known");

        made.clear();
        made("a", 8, 3, 1);
        assertThat(((Needless) verdict("a")).remarks().getFirst())
                .isEqualTo("2 of the 3 statements that it was made for were not called since");

        use("a", 40, null);
        made.clear();
        made("a", 40, 2, 0);
        Needless found = (Needless) verdict("a");
        assertThat(found.suspect().because()).startsWith("no scan was counted on any of 2 watched");
        assertThat(found.remarks().getFirst()).contains("no statement that it was made for");
    }

    @Test
    void aWeekTellsNothingWhereSomethingWasNotSeenOrUsedIt() {
        index(btree("a", "orders", "day"), 3);
        made("a", 20, 1, 1);
        assertThat(stays("a", Cause.NOT_KNOWN)).endsWith("watched for 3 of 30 days");

        use("a", 9, null);
        assertThat(((Needless) verdict("a")).suspect().because())
                .isEqualTo(
                        "pgwright made it on 2026-06-10, and nothing has used it in the 9 days"
                                + " since 2026-06-21, before which scans may have been missed");

        servers = new WatchedServers(2, null, 2, 1);
        assertThat(stays("a", Cause.UNWATCHED)).contains("2 replicas follow");

        servers = new WatchedServers(2, "db2:5432", 1, 1);
        assertThat(stays("a", Cause.NOT_KNOWN)).contains("db2:5432");

        servers = new WatchedServers(2, null, 1, 1);
        use("a", 20, null, "2026-06-11");
        assertThat(stays("a", Cause.USED)).contains("scanned on 1 of the last 30 days");

        decided.put(name("a"), "what it does is being measured");
        assertThat(stays("a", Cause.DECIDED)).contains("being measured");
    }

    @Test
    void whatWasNotWatchedTellsNothing() {
        catalog.index(btree("a", "orders", "day"));
        assertThat(stays("a", Cause.NOT_KNOWN)).contains("has not watched it yet");

        use("a", 100, null);
        servers = null;
        assertThat(stays("a", Cause.NOT_KNOWN)).contains("has not watched it yet");

        servers = new WatchedServers(2, "db2:5432", 1, 1);
        assertThat(stays("a", Cause.NOT_KNOWN))
                .endsWith("nothing was collected from db2:5432 in the last hour");

        servers = new WatchedServers(2, null, 2, 1);
        assertThat(stays("a", Cause.UNWATCHED))
                .endsWith("2 replicas follow, of which 1 are watched");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "2026-06-29                       | scanned on 1 of the last 30 days, last on 2026-06-29",
                "2026-05-01                       | scanned only on 2026-05-01",
                "2026-03-01 2026-04-01 2026-05-01 | scanned about once a month",
            })
    void whatIsUsedStays(String days, String reason) {
        index(btree("a", "orders", "day"), 100, days.split(" "));

        Stays stays = (Stays) verdict("a");

        assertThat(stays.cause()).isEqualTo(Cause.USED);
        assertThat(stays.reason()).startsWith(reason);
        assertThat(stays.used()).isNotNull();
    }

    @Test
    void whatWasUsedAllTheTimeAndIsNoMoreIsNeedless() {
        String[] days = new String[60];
        for (int i = 0; i < days.length; i++) {
            days[i] = LocalDate.parse("2026-03-01").plusDays(i).toString();
        }
        index(btree("a", "orders", "day"), 150, days);

        assertThat(((Needless) verdict("a")).suspect().because())
                .isEqualTo(
                        "no scan was counted on any of 2 watched servers in 61 days, last on"
                                + " 2026-04-29");
    }

    @Test
    void whatSomethingNeedsStays() {
        statements.add(
                statement(
                        "insert into orders (id, day) values ($1, $2) on conflict (id) do nothing"));
        index(btree("orders_pkey", "orders", "id").primaryKey(), 100);
        index(btree("a", "orders", "id").unique().include("day"), 100);
        index(btree("b", "orders", "day").replicaIdentity(), 100);
        index(btree("c", "orders", "day", "id").state(new Index.State(true, false)), 100);
        index(btree("d", "orders", "customer_id"), 100);
        catalog.foreignKey("orders", "customer_id", "customers");

        assertThat(stays("orders_pkey", Cause.NEEDED))
                .isEqualTo("the constraint orders_pkey needs it");
        assertThat(stays("a", Cause.NEEDED)).contains("a rule of its own; ON CONFLICT of query ");
        assertThat(stays("b", Cause.NEEDED)).contains("replica identity");
        assertThat(stays("c", Cause.NEEDED)).contains("CLUSTER orders the table by it");
        assertThat(stays("d", Cause.NEEDED))
                .isEqualTo(
                        "the foreign key orders_customer_id_fkey is checked with it when rows of"
                                + " public.customers are deleted or changed");
    }

    @Test
    void aForeignKeyThatIsNotEnforcedNeedsNothing() {
        index(btree("a", "orders", "customer_id"), 100);
        catalog.unenforcedForeignKey("orders", "customer_id", "customers");

        assertThat(verdict("a")).isInstanceOf(Needless.class);
    }

    @Test
    void doubledOnesAreNeedlessThoughUsed() {
        index(btree("a", "orders", "customer_id").scans(9), 100, "2026-06-29");
        index(btree("a_again", "orders", "customer_id").scans(2), 100, "2026-06-29");
        index(btree("ab", "orders", "customer_id", "day").scans(9), 100, "2026-06-29");

        assertThat(other("a_again")).isEqualTo("duplicate public.a");
        assertThat(other("a")).isEqualTo("redundant public.ab");
        assertThat(verdict("ab")).isInstanceOf(Stays.class);
    }

    @Test
    void ofTwoEqualUniqueOnesOneMayGoUnlessAForeignKeyMayReferToIt() {
        statements.add(statement("insert into customers values ($1) on conflict (id) do nothing"));
        index(btree("a", "customers", "id").unique().scans(9), 100);
        index(btree("b", "customers", "id").unique(), 100);

        assertThat(other("b")).isEqualTo("duplicate public.a");
        assertThat(((Needless) verdict("b")).remarks().getFirst())
                .startsWith("ON CONFLICT of query ")
                .endsWith(" goes on with public.a");
        assertThat(stays("a", Cause.NEEDED)).contains("a rule of its own");

        catalog.foreignKey("orders", "id", "customers");
        assertThat(stays("b", Cause.NEEDED)).contains("may refer to it");
    }

    @Test
    void whatIsDecidedStaysDecidedAndWhatLeansOnItWaits() {
        index(btree("a", "orders", "customer_id").scans(9), 100);
        index(btree("ab", "orders", "customer_id", "day").scans(9), 100);
        decided.put(name("ab"), "to drop it is approved");

        assertThat(stays("ab", Cause.DECIDED)).isEqualTo("to drop it is approved");
        assertThat(stays("a", Cause.DECIDED))
                .isEqualTo("of public.ab, which serves in its stead: to drop it is approved");
    }

    @Test
    void remainsAreNeedlessUnlessTheyMayBeBeingBuilt() {
        index(btree("a", "orders", "day").invalid(), 0);
        index(btree("b_ccnew1", "orders", "id").unique().invalid(), 0);
        index(btree("c", "orders", "id").unique().invalid(), 0);
        index(btree("d", "orders", "day").invalid().state(new Index.State(false, true)), 0);

        assertThat(((Needless) verdict("a")).suspect().because()).contains("a build of it failed");
        assertThat(((Needless) verdict("b_ccnew1")).suspect().because())
                .contains("left behind by a REINDEX CONCURRENTLY");
        assertThat(stays("c", Cause.NEEDED)).contains("to keep its values unique");
        assertThat(stays("d", Cause.NOT_KNOWN)).contains("may be being built");
    }

    @Test
    void thePartsOfAPartitionedTablesIndexTellOfItAndAreNotSpokenOf() {
        catalog.table("events", 0, "day bigint")
                .kind("events", Table.Kind.PARTITIONED)
                .table("events_1", 1_000_000, "day bigint")
                .partitionOf("events_1", "events")
                .table("events_2", 1_000_000, "day bigint")
                .partitionOf("events_2", "events")
                .index(btree("by_day", "events", "day").partitioned());
        index(btree("by_day_1", "events_1", "day").partOf("by_day"), 100);
        catalog.index(btree("by_day_2", "events_2", "day").partOf("by_day"));

        assertThat(stays("by_day", Cause.NOT_KNOWN)).contains("has not watched it yet");
        use("by_day_2", 50, null);
        assertThat(((Needless) verdict("by_day")).suspect().because()).contains("in 50 days");
        use("by_day_2", 50, null, "2026-06-29");
        assertThat(stays("by_day", Cause.USED)).contains("last on 2026-06-29");
        assertThat(verdicts()).hasSize(1);
    }

    @Test
    void indexesOfExtensionsAndOfPgwrightItselfAreNotSpokenOf() {
        index(btree("a", "orders", "day"), 100);
        catalog.table("spatial", 100, "id bigint")
                .ownedByExtension("spatial", "postgis")
                .index(btree("b", "spatial", "id"));

        assertThat(verdicts()).hasSize(1);
        assertThat(verdicts(Set.of(name("orders")))).isEmpty();
    }

    private void index(IndexBuilder index, int observedDays, String... used) {
        catalog.index(index);
        QualifiedName added = catalog.build().indexes().getLast().name();
        use(added.name(), observedDays, null, used);
    }

    private void made(String index, int daysAgo, int statements, int called) {
        made.add(
                new MadeIndex(
                        name(index),
                        "shop",
                        new UUID(0, 1),
                        NOW.minus(Duration.ofDays(daysAgo)),
                        statements,
                        called));
    }

    private void use(String index, int observedDays, @Nullable LocalDate lost, String... used) {
        List<LocalDate> days = new ArrayList<>();
        for (String day : used) {
            days.add(LocalDate.parse(day));
        }
        uses.put(
                name(index),
                new IndexUse(
                        name(index),
                        false,
                        1,
                        NOW.minus(Duration.ofDays(observedDays)),
                        lost,
                        days));
    }

    private static Statement statement(String text) {
        return new Statement(
                text, NormalizedText.hash(text), 1L, 1, Duration.ZERO, -1, null, "test");
    }

    private String stays(String index, Cause cause) {
        Stays stays = (Stays) verdict(index);
        assertThat(stays.cause()).isEqualTo(cause);
        return stays.reason();
    }

    private String other(String index) {
        Needless found = (Needless) verdict(index);
        Index other = Objects.requireNonNull(found.suspect().other());
        return found.suspect().ground().label() + " " + other.name();
    }

    private Verdict verdict(String index) {
        return verdicts().stream()
                .filter(verdict -> verdict.index().name().equals(name(index)))
                .findFirst()
                .orElseThrow();
    }

    private List<Verdict> verdicts() {
        return verdicts(Set.of());
    }

    private List<Verdict> verdicts(Set<QualifiedName> leftOut) {
        return Retirements.of(
                new CatalogLookup(catalog.build()),
                new Retirements.Known(
                        new KnownUse(servers, uses, made, Duration.ofDays(30)),
                        statements,
                        decided,
                        leftOut,
                        NOW));
    }
}
