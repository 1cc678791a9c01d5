package org.pgwright.benchmarks.staged;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.util.List;

final class StagedStatementTest {
    private static final StagedStatement UPDATE =
            new StagedStatement(
                    "UPDATE note SET body = md5(:v1::text) WHERE id = :v2", List.of(9, 50), 1);

    @Test
    void isAScriptOfPgbench() {
        assertThat(UPDATE.script())
                .isEqualTo(
                        """
                        \\set v1 random(1, 9)
                        \\set v2 random(1, 50)
                        UPDATE note SET body = md5(:v1::text) WHERE id = :v2;
                        """);
    }

    @Test
    void keepsCastsWhereParametersAreMarked() {
        assertThat(UPDATE.prepared()).isEqualTo("UPDATE note SET body = md5(?::text) WHERE id = ?");
    }

    @Test
    void isKnownAgainAsTheServerShowsIt() {
        assertThat(UPDATE.isShownAs("update note set body = md5($1::text) where id = $2")).isTrue();
        assertThat(UPDATE.isShownAs("UPDATE note SET author = $1")).isFalse();
        assertThat(StagedDatabase.STATEMENTS)
                .allSatisfy(
                        one ->
                                assertThat(StagedDatabase.STATEMENTS)
                                        .filteredOn(other -> other.isShownAs(one.sql()))
                                        .containsExactly(one));
    }

    @Test
    void isNamedByItsVerbAndTable() {
        assertThat(StagedDatabase.STATEMENTS.stream().limit(3).map(StagedStatement::name))
                .containsExactly("insert note", "update note", "select parcel");
    }
}
