package org.pgwright.gate.script;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.pgwright.gate.Level;
import org.pgwright.gate.Limits;
import org.pgwright.gate.Place;
import org.pgwright.gate.Problem;

import java.util.List;

/** Each rule by a file that breaks it and by one that keeps it. */
final class ScriptCheckTest {
    private static final String TIMEOUT = "SET lock_timeout = '5s';\n";
    private static final String LONG = "a".repeat(64);

    private static List<String> rules(String text) {
        return ScriptCheck.of("change.sql", text).stream().map(p -> p.rule().id()).toList();
    }

    private static void assertBreaks(String rule, String text) {
        assertThat(rules(TIMEOUT + text)).containsExactly(rule);
    }

    private static void assertFine(String text) {
        assertThat(rules(TIMEOUT + text)).isEmpty();
    }

    @Test
    void wantsIndexesOfTablesInUseBuiltConcurrently() {
        assertBreaks("require-concurrent-index-creation", "CREATE INDEX i ON orders (a);");
        assertBreaks("require-concurrent-index-creation", "CREATE UNIQUE INDEX ON app.orders (a)");
        assertFine("CREATE INDEX CONCURRENTLY i ON orders (a);");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "CREATE TABLE orders (a int); CREATE INDEX i ON orders (a);",
                "create temp table if not exists Orders (a int); create index on orders (a);",
                "CREATE UNLOGGED TABLE app.orders (a int); CREATE INDEX i ON orders (a);",
                "CREATE TABLE \"Orders\" AS SELECT 1 AS a; CREATE INDEX i ON \"Orders\" (a);",
                "CREATE MATERIALIZED VIEW sums AS SELECT 1 AS a; CREATE INDEX i ON sums (a);",
                "CREATE INDEX i ON ONLY orders (a);"
            })
    void letsIndexesOfNewTablesBeBuiltAnyhow(String text) {
        assertFine(text);
    }

    @Test
    void takesTheTableOfAnotherSchemaForAnotherTable() {
        assertBreaks(
                "require-concurrent-index-creation",
                "CREATE TABLE app.orders (a int); CREATE INDEX i ON shop.orders (a);");
    }

    @Test
    void wantsIndexesDroppedConcurrently() {
        assertBreaks("require-concurrent-index-deletion", "DROP INDEX IF EXISTS i, j;");
        assertFine("DROP INDEX CONCURRENTLY IF EXISTS i;");
        assertFine("CREATE TABLE t (a int); CREATE INDEX i ON t (a); DROP INDEX i;");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "REINDEX INDEX i;",
                "REINDEX TABLE orders;",
                "REINDEX (VERBOSE) SCHEMA app;",
                "REINDEX (CONCURRENTLY false) INDEX i;"
            })
    void wantsIndexesRebuiltConcurrently(String text) {
        assertBreaks("require-concurrent-reindex", text);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "REINDEX INDEX CONCURRENTLY i;",
                "REINDEX TABLE CONCURRENTLY orders;",
                "REINDEX (CONCURRENTLY) TABLE orders;",
                "REINDEX SYSTEM shop;"
            })
    void letsConcurrentRebuildsPass(String text) {
        assertFine(text);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "BEGIN; CREATE INDEX CONCURRENTLY i ON t (a); COMMIT;",
                "START TRANSACTION; DROP INDEX CONCURRENTLY i; END;",
                "BEGIN; REINDEX INDEX CONCURRENTLY i; COMMIT;",
                "BEGIN; SAVEPOINT s; ROLLBACK TO s; DROP INDEX CONCURRENTLY i; COMMIT;",
                "BEGIN; COMMIT AND CHAIN; DROP INDEX CONCURRENTLY i; COMMIT;"
            })
    void bansConcurrentlyFromTransactions(String text) {
        assertBreaks("ban-concurrent-index-creation-in-transaction", text);
    }

    @Test
    void letsConcurrentlyPassBetweenTransactions() {
        assertFine("BEGIN; SELECT 1; COMMIT; DROP INDEX CONCURRENTLY i; BEGIN; ROLLBACK;");
    }

    @Test
    void warnsOfRemainsThatIfNotExistsTakesForTheIndex() {
        assertBreaks(
                "ban-concurrent-index-creation-if-not-exists",
                "CREATE INDEX CONCURRENTLY IF NOT EXISTS i ON orders (a);");
        assertFine("CREATE TABLE t (a int); CREATE INDEX IF NOT EXISTS i ON t (a);");
    }

    @Test
    void knowsThatPartitionedTablesRefuseConcurrently() {
        assertBreaks(
                "ban-concurrent-index-creation-on-partitioned-table",
                "CREATE TABLE t (a int) PARTITION BY RANGE (a);"
                        + " CREATE INDEX CONCURRENTLY i ON t (a);");
        assertFine(
                "CREATE TABLE p PARTITION OF t FOR VALUES FROM (1) TO (2);"
                        + " CREATE INDEX CONCURRENTLY i ON p (a);");
    }

    @Test
    void countsTheBytesOfNamesAsWritten() {
        assertBreaks("identifier-too-long", "CREATE INDEX CONCURRENTLY " + LONG + " ON t (a);");
        assertBreaks("identifier-too-long", "CREATE TABLE t (\"" + "ä".repeat(32) + "\" int);");
        assertFine("CREATE INDEX CONCURRENTLY " + LONG.substring(1) + " ON t (a);");
        assertFine("SELECT 1 AS " + LONG);
    }

    @Test
    void bansCascade() {
        assertBreaks("ban-drop-index-cascade", "DROP INDEX CONCURRENTLY i CASCADE;");
        assertFine("DROP INDEX CONCURRENTLY i RESTRICT;");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ALTER TABLE orders ADD CONSTRAINT u UNIQUE (a, b);",
                "ALTER TABLE IF EXISTS ONLY app.orders ADD COLUMN b int, ADD UNIQUE (a);",
                "ALTER TABLE orders ADD COLUMN a int UNIQUE;"
            })
    void wantsUniqueConstraintsMadeOfIndexes(String text) {
        assertBreaks("disallowed-unique-constraint", text);
    }

    @Test
    void wantsPrimaryKeysMadeOfIndexes() {
        assertBreaks("adding-serial-primary-key-field", "ALTER TABLE orders ADD PRIMARY KEY (a);");
        assertBreaks(
                "adding-serial-primary-key-field",
                "ALTER TABLE t ADD COLUMN id serial PRIMARY KEY");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ALTER TABLE orders ADD CONSTRAINT u UNIQUE USING INDEX i;",
                "ALTER TABLE orders DROP CONSTRAINT u, ADD PRIMARY KEY USING INDEX i;",
                "CREATE TABLE t (a int); ALTER TABLE t ADD PRIMARY KEY (a);",
                "ALTER TABLE orders ADD CHECK (a IN ('unique', 'x'));",
                "ALTER TABLE orders ADD COLUMN \"unique\" int;",
                "ALTER TABLE orders DROP CONSTRAINT u;"
            })
    void letsOtherConstraintsPass(String text) {
        assertFine(text);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ALTER TABLE orders ADD COLUMN a int; ALTER TABLE orders ADD COLUMN b int;",
                "BEGIN; SET LOCAL lock_timeout = '1s'; COMMIT; ALTER TABLE orders ADD a int;",
                "SET lock_timeout = 0; ALTER TABLE orders ADD a int;",
                "SET lock_timeout TO '5s'; RESET ALL; DROP TABLE orders;",
                "SET LOCAL lock_timeout = '1s'; TRUNCATE orders;"
            })
    void missesALockTimeoutOnce(String text) {
        assertThat(rules(text)).containsExactly("require-timeout-settings");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "BEGIN; SET LOCAL lock_timeout = '1s'; ALTER TABLE orders ADD a int; COMMIT;",
                "SET SESSION lock_timeout TO 5000; ALTER TABLE orders ADD a int;",
                "SELECT set_config('lock_timeout', '5s', false); ALTER TABLE orders ADD a int;",
                "CREATE INDEX CONCURRENTLY i ON orders (a);"
            })
    void seesTheLockTimeout(String text) {
        assertThat(rules(text)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "-- pgwright-ignore require-concurrent-index-creation\nCREATE INDEX i ON t (a);",
                "-- squawk-ignore a-rule, require-concurrent-index-creation\nCREATE INDEX i ON t (a);",
                "-- pgwright-ignore\nCREATE INDEX i ON t (a);",
                "CREATE INDEX i ON t (a); -- pgwright-ignore require-concurrent-index-creation",
                "CREATE INDEX i -- pgwright-ignore require-concurrent-index-creation\nON t (a);",
                "SELECT 1;\n-- squawk-ignore-file require-concurrent-index-creation\nSELECT 2;"
                        + "CREATE INDEX i ON t (a)"
            })
    void ignoresWhatACommentSays(String text) {
        assertFine(text);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "-- pgwright-ignore another-rule\nCREATE INDEX i ON t (a);",
                "-- pgwright-ignored\nCREATE INDEX i ON t (a);",
                "SELECT 1; -- pgwright-ignore require-concurrent-index-creation\n"
                        + "CREATE INDEX i ON t (a);"
            })
    void ignoresNothingElse(String text) {
        assertBreaks("require-concurrent-index-creation", text);
    }

    @Test
    void letsExtendedStatisticsPass() {
        assertThat(
                        rules(
                                "CREATE STATISTICS s (ndistinct) ON a, (b || 'x') FROM orders;"
                                        + " ANALYZE orders; DROP STATISTICS IF EXISTS s;"))
                .isEmpty();
    }

    @Test
    void looksIntoNoStrings() {
        assertFine("DO $$ BEGIN EXECUTE 'DROP INDEX i'; END $$; SELECT 'DROP INDEX i;';");
    }

    @Test
    void namesTheLineAndKnowsTheProblemAgainOnAnother() {
        Problem first = ScriptCheck.of("a.sql", TIMEOUT + "\nDROP INDEX i;").getFirst();
        Problem again = ScriptCheck.of("a.sql", TIMEOUT + "\n\n\ndrop  index i;").getFirst();

        assertThat(first.place()).isEqualTo(new Place.InFile("a.sql", 3));
        assertThat(again.place()).isEqualTo(new Place.InFile("a.sql", 5));
        assertThat(again.fingerprint()).isEqualTo(first.fingerprint()).matches("[0-9a-f]{64}");
    }

    @Test
    void tellsEqualStatementsApart() {
        List<Problem> twice = ScriptCheck.of("a.sql", TIMEOUT + "DROP INDEX i; DROP INDEX i;");

        assertThat(twice).hasSize(2);
        assertThat(twice.getFirst().fingerprint()).isNotEqualTo(twice.getLast().fingerprint());
    }

    @Test
    void failsOnWarningsWhenStrict() {
        Problem warning = ScriptCheck.of("a.sql", "DROP TABLE t;").getFirst();

        assertThat(warning.level()).isEqualTo(Level.WARNING);
        assertThat(warning.under(new Limits(0.2, 10, 10_000, true)).level()).isEqualTo(Level.ERROR);
    }

    @Property
    void neverThrowsOnAnyText(@ForAll String text) {
        assertThatCode(() -> ScriptCheck.of("any.sql", text)).doesNotThrowAnyException();
    }

    @Property
    void neverThrowsOnAnyPiecesOfSql(@ForAll("pieces") List<String> pieces) {
        String text = String.join(" ", pieces);
        assertThatCode(() -> ScriptCheck.of("any.sql", text)).doesNotThrowAnyException();
    }

    @Provide
    Arbitrary<List<String>> pieces() {
        return Arbitraries.of(
                        "create",
                        "index",
                        "concurrently",
                        "if",
                        "not",
                        "exists",
                        "table",
                        "on",
                        "only",
                        "t",
                        "\"x",
                        "\"y\"",
                        "\"",
                        ".",
                        ",",
                        "(",
                        ")",
                        ";",
                        "drop",
                        "cascade",
                        "alter",
                        "add",
                        "unique",
                        "primary",
                        "key",
                        "using",
                        "reindex",
                        "begin",
                        "commit",
                        "set",
                        "local",
                        "lock_timeout",
                        "=",
                        "'5s'",
                        "'",
                        "$$",
                        "partition",
                        "by",
                        "-- pgwright-ignore x\n",
                        "--",
                        "\n",
                        "/*",
                        "\\i x\n",
                        "U&\"\\00",
                        "set_config",
                        "'lock_timeout'",
                        "copy t from stdin;\n",
                        LONG)
                .list()
                .ofMaxSize(30);
    }
}
