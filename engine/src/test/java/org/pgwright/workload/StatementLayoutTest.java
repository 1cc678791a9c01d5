package org.pgwright.workload;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.ArrayList;
import java.util.List;

final class StatementLayoutTest {
    @Test
    void givesEachClauseALine() {
        assertThat(
                        StatementLayout.of(
                                "select o.id, c.name from orders o left  join customers c on c.id ="
                                        + " o.customer where o.day between $1 and $2 and (c.a or"
                                        + " c.b) or c.d order by 1, 2 limit $3"))
                .isEqualTo(
                        """
                        select o.id,
                            c.name
                        from orders o
                        left join customers c on c.id = o.customer
                        where o.day between $1 and $2
                            and (c.a or c.b)
                            or c.d
                        order by 1,
                            2
                        limit $3""");
    }

    @Test
    void movesSubqueriesFurtherIn() {
        assertThat(
                        StatementLayout.of(
                                "WITH x AS (SELECT count(*), f(a, b) FROM t) DELETE FROM t WHERE id"
                                        + " IN (SELECT extract(day FROM d) FROM x)"))
                .isEqualTo(
                        """
                        WITH x AS (
                            SELECT count(*),
                                f(a, b)
                            FROM t
                        ) DELETE FROM t
                        WHERE id IN (
                            SELECT extract(day FROM d)
                            FROM x
                        )""");
    }

    @Test
    void leavesWhatIsNoClauseWhereItIs() {
        assertThat(
                        StatementLayout.of(
                                "UPDATE t SET a = CASE WHEN b AND c THEN left(d, 1) END WHERE t.from"
                                        + " IS NOT DISTINCT FROM 1"))
                .isEqualTo(
                        """
                        UPDATE t
                        SET a = CASE WHEN b AND c THEN left(d, 1) END
                        WHERE t.from IS NOT DISTINCT FROM 1""");
    }

    @Test
    void endsTheLineAfterAComment() {
        assertThat(StatementLayout.of("select 1 -- one\n, 2 /* two */ from t"))
                .isEqualTo("select 1 -- one\n    ,\n    2 /* two */\nfrom t");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ")",
                "((((",
                "select 'unterminated , from",
                "select 'a'\n'b', 'c' 'd' from t",
                "select $$from ; where$$, \"from\"\"x\", e'\\'from', u&\"d\\0061t\" from t",
                "a.from,b.where,c->>'x',-1- -1,1.from 2",
                "select case when a then b from end end and -- from\n or",
                "insert into t (a, b) values ($1, $2), ($3, $4) on conflict do update set a = 1"
            })
    void changesNoToken(String sql) {
        assertThat(significant(StatementLayout.of(sql))).isEqualTo(significant(sql));
    }

    private static List<String> significant(String sql) {
        List<String> texts = new ArrayList<>();
        new SqlLexer(sql)
                .forEachRemaining(
                        token -> {
                            if (token.kind() != Token.Kind.WHITESPACE) {
                                texts.add(token.text().strip());
                            }
                        });
        return texts;
    }
}
