package org.pgwright.log;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

import org.pgwright.workload.NormalizedText;

import java.util.List;

/** Texts of one shape are one query. */
final class TextShapeTest {
    private static final List<String> PARTS =
            List.of(
                    "SELECT ",
                    "a",
                    "name",
                    " ",
                    "\n",
                    " FROM t ",
                    " WHERE ",
                    "=",
                    " = ",
                    "<",
                    " > ",
                    "1",
                    "23",
                    "7.5",
                    "1e5",
                    "0x1F",
                    "'",
                    "'x'",
                    "'it''s'",
                    "E'",
                    "\"q\"",
                    "$1",
                    "(",
                    ")",
                    ",",
                    " IN (",
                    " ORDER BY ",
                    " GROUP BY ",
                    " LIMIT ",
                    "-",
                    "--",
                    "/*",
                    "*/",
                    "::varchar(10)",
                    "::",
                    "INTERVAL ",
                    ";",
                    "json_value",
                    "@",
                    "é",
                    "_",
                    ".");

    @Property(tries = 2_000)
    void hasTheNormalisedTextOfTheText(@ForAll("statements") String statement) {
        String shape = TextShape.of(statement);

        assertThat(NormalizedText.of(shape)).isEqualTo(NormalizedText.of(statement));
    }

    @Provide
    Arbitrary<String> statements() {
        return Arbitraries.of(PARTS)
                .list()
                .ofMaxSize(14)
                .map(parts -> "SELECT " + String.join("", parts));
    }
}
