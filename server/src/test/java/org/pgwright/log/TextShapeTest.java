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
                    "json_table(",
                    " COLUMNS (",
                    " EMPTY ARRAY ON ERROR",
                    "jsonb",
                    "->>",
                    "VALUES (",
                    " values",
                    "),(",
                    "IN (1, 2, 'x')",
                    "in(7)",
                    "IN (SELECT ",
                    "ARRAY[1,2]",
                    "[",
                    "]",
                    ", ",
                    ", 5",
                    "(3)",
                    "(10, 2)",
                    " AS ",
                    " CAST(",
                    "national",
                    " character varying",
                    "U&'x'",
                    "U&",
                    " UESCAPE '!'",
                    "/* c 'x */",
                    "-- c '\n",
                    "- ",
                    "\\",
                    "1_000",
                    ".5",
                    "EXTRACT(year FROM ",
                    "LIMIT ALL",
                    " OFFSET 5",
                    "date'2026-01-01'",
                    "like'a'",
                    " NULL",
                    " IS ",
                    " DISTINCT ON (",
                    "OPERATOR(pg_catalog.+)",
                    " UNION ",
                    "WITH x AS (",
                    "\"a b\"",
                    "@",
                    "é",
                    "_",
                    ".");

    @Property(tries = 20_000)
    void hasTheNormalisedTextOfTheText(@ForAll("statements") String statement) {
        String shape = TextShape.of(statement);

        assertThat(NormalizedText.of(shape)).isEqualTo(NormalizedText.of(statement));
    }

    @Provide
    Arbitrary<String> statements() {
        return Arbitraries.of(PARTS)
                .list()
                .ofMaxSize(18)
                .map(parts -> "SELECT " + String.join("", parts));
    }
}
