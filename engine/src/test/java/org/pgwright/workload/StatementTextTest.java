package org.pgwright.workload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.List;
import java.util.Map;
import java.util.Optional;

class StatementTextTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT 1",
                "SELECT 1;",
                "/* a */ SELECT ';' -- ;\n;; -- b",
                "SELECT $$;$$, \"a;b\", E'\\';'",
                ";SELECT 1"
            })
    void oneStatementIsSingle(String sql) {
        assertThat(StatementText.isSingle(sql)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ";",
                "-- SELECT 1",
                "SELECT 1; DROP TABLE a",
                "SELECT 1; END; DROP TABLE a",
                "SELECT (1; SELECT 2)",
                "SELECT 'a",
                "SELECT 1 /* a",
                "SELECT \"a",
                "SELECT $a$ ; $b$",
                "SELECT 'a\\'; DROP TABLE b --'"
            })
    void anythingElseIsNot(String sql) {
        assertThat(StatementText.isSingle(sql)).isFalse();
    }

    @Test
    void leavesOutWhatFollowsTheStatement() {
        assertThat(StatementText.withoutTrailingSemicolon("SELECT 1 ; -- a")).isEqualTo("SELECT 1");
        assertThat(StatementText.withoutTrailingSemicolon(" SELECT ';';;"))
                .isEqualTo(" SELECT ';'");
        assertThat(StatementText.withoutTrailingSemicolon("SELECT 1 /* a")).isEqualTo("SELECT 1");
        assertThat(StatementText.withoutTrailingSemicolon(" ; ")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "select 1                                | SELECT | true",
                "/* a */ ((SELECT 1) UNION SELECT 2)     | SELECT | true",
                "WITH a AS (SELECT 1) DELETE FROM b      | WITH   | true",
                "merge into a using b on true            | MERGE  | true",
                "table a                                 | TABLE  | true",
                "(values (1))                            | VALUES | true",
                "vacuum a                                | VACUUM | false",
                "EXPLAIN SELECT 1                        | EXPLAIN| false",
                "\"select\" 1                            | ''     | false",
                "-- select                               | ''     | false"
            })
    void theFirstKeywordTellsWhetherThereIsAPlan(String sql, String keyword, boolean plannable) {
        assertThat(StatementText.firstKeyword(sql)).isEqualTo(keyword);
        assertThat(StatementText.isPlannable(sql)).isEqualTo(plannable);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            nullValues = "-",
            value = {
                "/* a */ select 1 -- b                       | /* a */ select 1 -- b",
                "PREPARE p (int, text) AS SELECT $1          | SELECT $1",
                "prepare \"As\" as update t set a = $1;      | update t set a = $1;",
                "DECLARE \"c\" NO SCROLL CURSOR WITH HOLD FOR SELECT 1 FOR UPDATE | SELECT 1 FOR UPDATE",
                "CREATE TEMP TABLE IF NOT EXISTS a (b) AS (SELECT 1) WITH NO DATA; | (SELECT 1)",
                "CREATE TABLE a AS WITH b AS (SELECT 1) TABLE b | WITH b AS (SELECT 1) TABLE b",
                "COPY (SELECT (1)) TO STDOUT                 | SELECT (1)",
                "PREPARE TRANSACTION 'as select'             | -",
                "CREATE TABLE a AS EXECUTE p                 | -",
                "CREATE VIEW table_a AS SELECT 1             | -",
                "CREATE TABLE a (b int DEFAULT (1))          | -",
                "COPY a FROM STDIN                           | -",
                "COPY (SELECT 1                              | -",
                "DECLARE                                     | -",
                "EXPLAIN SELECT 1                            | -",
            })
    void findsTheQueryInStatementsThatCarryOne(String sql, @Nullable String query) {
        assertThat(StatementText.plannablePart(sql)).isEqualTo(Optional.ofNullable(query));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "select Date$1, N$2, interval$3day      | select Date $1, $2, interval $3 day",
                "a=$1and b LIKE$2or c                   | a=$1 and b LIKE $2 or c",
                "b = $1 UESCAPE '!' and c               | b = $1 and c",
                "select $1 5, a$1, v$session, $2        | select $1, a$1, v$session, $2",
                "json_value(j, $1 DEFAULT $2 ON EMPTY $3 ON ERROR) | json_value(j, $1 DEFAULT $2 ON EMPTY ERROR ON ERROR)",
                "json_query(j, $1 $2 ARRAY ON EMPTY)    | json_query(j, $1 EMPTY ARRAY ON EMPTY)",
                "select '$1and', \"date$1\" -- date$1   | select '$1and', \"date$1\" -- date$1",
            })
    void mendsWhatTheServersReplacementLeft(String shown, String mended) {
        assertThat(StatementText.mended(shown)).isEqualTo(mended);
    }

    @Test
    void saysWhatAStatementWithoutAPlanDoes() {
        assertThat(StatementText.utilityKind("begin"))
                .isEqualTo("BEGIN controls a transaction, it has no plan");
        assertThat(StatementText.utilityKind("FROB a"))
                .isEqualTo("FROB is no query and no change of rows, it has no plan");
        assertThat(StatementText.utilityKind("42")).isEqualTo("not a statement");
    }

    @Test
    void mentionsNamesAsTheServerFoldsThem() {
        assertThat(
                        StatementText.mentionedNames(
                                "SELECT o.Total, \"O\".\"a\"\"B\" FROM Shop.Orders o, U&\"d!0061t\" UESCAPE '!'"
                                        + " WHERE Lower(x) = 'Hidden' -- Gone"))
                .contains("o", "total", "O", "a\"B", "shop", "orders", "dat", "lower", "x")
                .doesNotContain("Total", "hidden", "Hidden", "gone", "select", "where");
    }

    @Test
    void namesMentionedAreCutAsTheServerCutsThem() {
        String longName = "é".repeat(40);
        assertThat(StatementText.mentionedNames("SELECT \"" + longName + "\", " + "A".repeat(70)))
                .containsExactly("é".repeat(31), "a".repeat(63));
        assertThat(
                        StatementText.mentionedNames(
                                "SELECT U&\"\\+01F600\\\\\", ÄB, t.User, U&\"\\zz\""))
                .contains("\ud83d\ude00\\", "Äb", "user", "\\zz");
    }

    @Test
    void countsParametersOutsideOfStrings() {
        assertThat(StatementText.parameterCount("SELECT $2, '$7', \"$8\", a$9 -- $10"))
                .isEqualTo(2);
        assertThat(StatementText.parameterCount("SELECT 1")).isZero();
        assertThat(StatementText.parameterCount("SELECT $99999999999"))
                .isEqualTo(Integer.MAX_VALUE);
    }

    @Test
    void replacesParametersOutsideOfStrings() {
        assertThat(replaced("SELECT $1, '$1', \"$1\", $2::int /* $1 */"))
                .isEqualTo("SELECT 'x', '$1', \"$1\", -5 ::int /* $1 */");
        assertThat(replaced("SELECT $3")).isEqualTo("SELECT $3");
    }

    @Test
    void whatReplacesAParameterDoesNotRunIntoItsNeighbours() {
        assertThat(replaced("a-$2")).isEqualTo("a- -5");
        assertThat(replaced("a=$1and b=($2)")).isEqualTo("a= 'x' and b=(-5)");
        assertThat(replaced("$1'y'")).isEqualTo("'x' 'y'");
        assertThat(replaced("$2$2")).isEqualTo("-5 -5");
    }

    @Test
    void splitsAScriptIntoStatementsWithTheirLines() {
        assertThat(
                        StatementText.split(
                                "-- a\nSELECT 1;\n\n/* b */ SELECT ';'\n  FROM c;;\nSELECT 2"))
                .extracting(SqlScript.Statement::text, SqlScript.Statement::line)
                .containsExactly(
                        tuple("SELECT 1", 2),
                        tuple("SELECT ';'\n  FROM c", 4),
                        tuple("SELECT 2", 6));
    }

    @Test
    void splitsWherePsqlDoes() {
        assertThat(texts("CREATE RULE r AS ON INSERT TO a DO (SELECT 1; SELECT 2); SELECT 3"))
                .containsExactly(
                        "CREATE RULE r AS ON INSERT TO a DO (SELECT 1; SELECT 2)", "SELECT 3");
        String function =
                "CREATE OR REPLACE FUNCTION f() RETURNS int BEGIN ATOMIC SELECT CASE WHEN true THEN 1"
                        + " END; SELECT 2; END";
        assertThat(texts(function + "; SELECT 3")).containsExactly(function, "SELECT 3");
        assertThat(texts("BEGIN; SELECT 1; END; SELECT 2"))
                .containsExactly("BEGIN", "SELECT 1", "END", "SELECT 2");
    }

    @Test
    void metaCommandsAndDataAreNoStatements() {
        assertThat(texts("\\set a 'it\nSELECT 1 \\gset\nSELECT 2;\n\\c db\n\\d"))
                .containsExactly("SELECT 1", "SELECT 2");
        assertThat(texts("COPY a FROM stdin;\nit's;\n\\N\n\\.\nSELECT 1; COPY a FROM stdin;\n1\n"))
                .containsExactly("COPY a FROM stdin", "SELECT 1", "COPY a FROM stdin");
        assertThat(SqlScript.parts("SELECT 1;\n \\set a 1 \nSELECT 2"))
                .contains(new SqlScript.MetaCommand("\\set a 1", 2));
    }

    @Test
    void aStatementCarriesTheCommentsBeforeIt() {
        assertThat(StatementText.split("-- a\n--b\n/* c */ SELECT 1 -- d\n; -- e\nSELECT 2"))
                .extracting(SqlScript.Statement::comments)
                .containsExactly(
                        List.of(new SqlScript.Comment("a", 1), new SqlScript.Comment("b", 2)),
                        List.of(new SqlScript.Comment("e", 4)));
    }

    @Test
    void aScriptThatEndsTooEarlySaysSo() {
        assertThat(StatementText.split("SELECT 1; SELECT 'a"))
                .extracting(SqlScript.Statement::unterminated)
                .containsExactly(false, true);
        assertThat(StatementText.split("SELECT 1 /* a"))
                .extracting(SqlScript.Statement::unterminated)
                .containsExactly(true);
        assertThat(StatementText.split("SELECT 1; /* a")).hasSize(1);
    }

    private static String replaced(String sql) {
        return StatementText.replaceParameters(sql, Map.of(1, "'x'", 2, "-5"));
    }

    private static List<String> texts(String script) {
        return StatementText.split(script).stream().map(SqlScript.Statement::text).toList();
    }
}
