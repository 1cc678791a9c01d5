package org.pgwright.snapshot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.pgwright.catalog.ColumnStatistics;
import org.pgwright.error.ErrorCode;
import org.pgwright.error.PgwrightException;
import org.pgwright.testing.TestDatabase;
import org.pgwright.testing.TestServers;

/** Databases without an encoding, which hold any bytes. */
final class SnapshotEncodingTest {
    @ParameterizedTest
    @ValueSource(ints = {14, 17, 18})
    void readsStatisticsWithoutTheValuesThatAreNotValidText(int major) {
        try (Shop shop = withoutEncoding(major)) {
            shop.database()
                    .execute(
                            "CREATE TABLE t AS SELECT 'x' || i % 5 AS plain,"
                                    + " chr(233) || i % 5 AS french, i % 3 AS number"
                                    + " FROM generate_series(1, 1000) AS i",
                            "ANALYZE t");

            Snapshot snapshot = shop.snapshot();

            assertThat(values(snapshot, "plain")).contains("x1");
            assertThat(values(snapshot, "number")).contains("1");
            assertThat(values(snapshot, "french")).isEqualTo("null");
            assertThat(statistics(snapshot, "french").distinctAmong(1000)).isEqualTo(5);
            assertThat(snapshot.gaps())
                    .anySatisfy(
                            gap -> {
                                assertThat(gap.subject()).isEqualTo("values that are not ASCII");
                                assertThat(gap.effect()).contains("encoding");
                            });
        }
    }

    @Test
    void namesTheEncodingWhereANameCannotBeRead() {
        try (Shop shop = withoutEncoding(TestServers.NEWEST)) {
            shop.database()
                    .execute(
                            "DO $$ BEGIN EXECUTE 'CREATE TABLE caf' || chr(233) || ' (a int)';"
                                    + " END $$");

            assertThatThrownBy(shop::snapshot)
                    .isInstanceOfSatisfying(
                            PgwrightException.class,
                            e -> assertThat(e.code()).isEqualTo(ErrorCode.INTERNAL))
                    .hasMessageContaining("not valid in the encoding of the database")
                    .hasMessageContaining("rename what has such bytes");
        }
    }

    @Test
    void saysThatAStatementOfAnotherDatabaseSpoilsPgStatStatements() {
        try (TestDatabase database = TestServers.freshDatabase(TestServers.NEWEST);
                Shop other = withoutEncoding(TestServers.NEWEST)) {
            database.execute("CREATE EXTENSION pg_stat_statements");
            other.database()
                    .execute(
                            "SET pg_stat_statements.track = 'all'",
                            "DO $$ BEGIN EXECUTE 'SELECT 1 AS caf' || chr(233); END $$");

            Snapshot snapshot = new Shop(database).snapshot();

            assertThat(NoWorkload.in(snapshot))
                    .hasMessageContaining("in an encoding that cannot be converted")
                    .hasMessageContaining("SELECT pg_stat_statements_reset()")
                    .hasMessageContaining("--workload");
            database.execute("SELECT pg_stat_statements_reset()");
            assertThat(new Shop(database).snapshot().gaps())
                    .noneMatch(gap -> gap.subject().equals(NoWorkload.SUBJECT));
        }
    }

    private static Shop withoutEncoding(int major) {
        TestDatabase template = TestServers.freshDatabase(major);
        String name = template.name();
        template.close();
        TestDatabase superusers =
                new TestDatabase(
                        template.server(),
                        template.user(),
                        template.host(),
                        template.port(),
                        template.user(),
                        template.password());
        superusers.execute(
                "CREATE DATABASE %s ENCODING 'SQL_ASCII' LOCALE 'C' TEMPLATE template0"
                        .formatted(name));
        return new Shop(template);
    }

    private static String values(Snapshot snapshot, String column) {
        return String.valueOf(statistics(snapshot, column).mostCommonValues());
    }

    private static ColumnStatistics statistics(Snapshot snapshot, String column) {
        return snapshot.catalog().columnStatistics().stream()
                .filter(known -> known.column().equals(column))
                .findFirst()
                .orElseThrow();
    }
}
