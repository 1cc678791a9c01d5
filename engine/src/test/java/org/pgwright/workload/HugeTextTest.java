package org.pgwright.workload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeout;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.time.Duration;

/**
 * Texts made to take long: quadratic time would need minutes for them, linear time needs seconds.
 */
class HugeTextTest {
    private static final int CHARACTERS = 250_000;
    private static final Duration LONG = Duration.ofSeconds(20);

    @ParameterizedTest
    @ValueSource(
            strings = {
                "(",
                ")",
                "in (",
                "(in (",
                "in (1, (",
                "in (1 in (",
                "array[",
                "array[1, ",
                "[",
                "cast(",
                "in (cast(",
                "values (",
                "values (1, 2), ",
                "(1, 2), ",
                "1, ",
                "$1",
                "select$1",
                "n$1",
                "as.",
                "as a.",
                "::numeric(1, ",
                "::a.",
                "- ",
                "value - ",
                "-1",
                "+-",
                "@-",
                "'a'\n",
                "'a' -- b\n",
                "'a' -- b\n --",
                "''",
                "$a",
                "$a$ ",
                "$a$b$a$",
                "\"\"",
                "/*",
                "*/",
                "/* */",
                "--\n",
                "order by 1, ",
                "a.b.",
                "1e",
                "1_",
                ";",
                "\\",
                "\\\n",
                "copy t from stdin;\n",
                "create function begin ",
                "select 1;\n-- weight 2\n",
                "u&\"\\0061",
                "extract(",
                "distinct on ("
            })
    void takeLinearTime(String piece) {
        String sql = "select " + piece.repeat(CHARACTERS / piece.length());
        assertTimeout(
                LONG,
                () -> {
                    assertThat(SqlLexer.tokens(sql)).isNotEmpty();
                    assertThat(NormalizedText.hash(sql)).hasSize(64);
                    assertThat(StatementText.split(sql)).isNotEmpty();
                    assertThat(StatementText.mended(sql)).isNotEmpty();
                    assertThat(StatementText.mentionedNames(sql)).isNotNull();
                    assertThat(StatementText.plannablePart("copy " + sql)).isNotNull();
                });
    }
}
