package org.pgwright.workload;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NormalizedTextTest {
    @Test
    void theHashIsSha256OfTheTextInHexadecimal() {
        assertThat(NormalizedText.of("SELECT  1 ;")).isEqualTo("select $1");
        // printf 'select $1' | sha256sum
        assertThat(NormalizedText.hash("SELECT  1 ;"))
                .isEqualTo("375fa1233f1f09a898484552d9b3f921b1a96a5aeeb550fd4e9926d0db5477d7")
                .isEqualTo(NormalizedText.hash("select /* x */ 'y'"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "select a from t where b in (1, 2, 3)    | SELECT a FROM t WHERE b IN ($1 /*, ... */)",
                "select a from t where b in (1)          | SELECT a FROM t WHERE b IN ($1, $2)",
                "select array[1, 2]                      | SELECT ARRAY[$1 /*, ... */]",
                "insert into t values (1, 2), (3, null)  | INSERT INTO t VALUES ($1, $2)",
                "select date'2026-01-01'                 | select date$1",
                "select N'x', interval'1'day             | select N$1, interval$2day",
                "select U&'a!0061' uescape '!'           | select $1 UESCAPE '!'",
                "select -1, a - 1, a = -1                | select $1, a - $2, a = $3",
                "select extract(year from d)             | select extract($1 from d)",
                "select a limit all                      | select a limit $1",
                "select $2, $1, $2                       | select $1, $2, $1",
                "select a.B, A                           | select a . b,a",
                "savepoint a                             | SAVEPOINT $1",
                "set search_path = a, b                  | SET search_path = $1, b"
            })
    void textsOfOneStatementAreEqual(String one, String other) {
        assertThat(NormalizedText.of(one)).isEqualTo(NormalizedText.of(other));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "select a from t                         | select b from t",
                "select a                                | select \"A\"",
                "select a order by 1                     | select a order by 2",
                "select a group by 1, 2                  | select a group by 2, 1",
                "select a::varchar(10)                   | select a::varchar(20)",
                "select cast(a as numeric(10,2))         | select cast(a as numeric(12,2))",
                "select $1, $1                           | select $1, $2",
                "select a where a = -$1                  | select a where a = $1",
                "select a where b is null                | select a where b is true",
                "select a where b is null                | select a where b is not null",
                "select a - 1                            | select a + 1",
                "select a where b in (select 1)          | select a where b in (1)",
                "select a where b in (1, c)              | select a where b in (1, 2)",
                "insert into t values (1), (default)     | insert into t values (1), (2)",
                "insert into t values (1, 2)             | insert into t values (1)",
                "select a from t limit 1                 | select a from t offset 1"
            })
    void textsOfDifferentStatementsDiffer(String one, String other) {
        assertThat(NormalizedText.of(one)).isNotEqualTo(NormalizedText.of(other));
    }

    @Test
    void readsLikeSql() {
        assertThat(NormalizedText.of("SELECT T.*,count( * )FROM a.T\nWHERE(x)[1]::INT>=-3 -- y"))
                .isEqualTo("select t.*, count (*) from a.t where (x) [$1] :: int >= $2");
    }

    @Test
    void aTextOfNothingIsEmpty() {
        assertThat(NormalizedText.of("")).isEmpty();
        assertThat(NormalizedText.of(" -- a\n ;; /* b")).isEmpty();
    }

    @Test
    void takesTextsThatNoServerWould() {
        assertThat(NormalizedText.of("select ))) in ((( [ ] $ \\ 'a"))
                .isEqualTo("select))) in ((([] $ \\ $1");
    }

    @Test
    void marksTheListsOfANormalisedText() {
        String text =
                NormalizedText.of(
                        "SELECT \"in ($1)\", x in (y), array[1,2] FROM t WHERE id IN (1, 2) AND s NOT IN ('a') AND f($1)");

        String marked = ListMarks.in(text);

        assertThat(marked)
                .isEqualTo(
                        "select \"in ($1)\", x in (y), array [$1 /*, ... */] from t where id in ($2 /*, ... */) and s not in ($3 /*, ... */) and f ($4)");
        assertThat(NormalizedText.of(marked)).isEqualTo(text);
    }
}
