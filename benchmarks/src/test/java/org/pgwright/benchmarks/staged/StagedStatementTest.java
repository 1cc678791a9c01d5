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
    void isNamedByItsVerbAndTable() {
        assertThat(StagedDatabase.STATEMENTS.stream().limit(3).map(StagedStatement::name))
                .containsExactly("insert note", "update note", "select parcel");
    }
}
