package org.pgwright.workload;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ArbitrarySupplier;
import net.jqwik.api.Combinators;
import net.jqwik.api.Tuple;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** What the property tests of this package feed their subjects with. */
final class SqlText {
    /**
     * A statement in pieces that white space may stand between.
     *
     * @param pieces tokens; a constant is {@code ?}
     */
    record Shape(List<String> pieces) {
        Shape {
            pieces = List.copyOf(pieces);
        }

        /** The statement with the same text for each of its constants. */
        String with(String constant) {
            return with(constant, List.of(" "));
        }

        /** The statement with these spaces, in turn, between its pieces. */
        String with(String constant, List<String> spaces) {
            StringBuilder sql = new StringBuilder();
            for (int i = 0; i < pieces.size(); i++) {
                sql.append(pieces.get(i).equals("?") ? constant : pieces.get(i));
                sql.append(spaces.get(i % spaces.size()));
            }
            return sql.toString();
        }

        /** The indices of the pieces that are names. */
        List<Integer> names() {
            return IntStream.range(0, pieces.size())
                    .filter(i -> pieces.get(i).matches("[a-z]+|\".*\""))
                    .boxed()
                    .toList();
        }

        /** The statement with another name in this place. */
        Shape renamed(int index, String name) {
            List<String> renamed = new ArrayList<>(pieces);
            renamed.set(index, name);
            return new Shape(renamed);
        }
    }

    private static final List<String> SCRAPS =
            List.of(
                    "'",
                    "''",
                    "'a'",
                    "E'",
                    "e'\\'",
                    "U&'",
                    "u&\"",
                    "N'",
                    "B'1'",
                    "x'",
                    "\"",
                    "\"\"",
                    "$",
                    "$$",
                    "$a$",
                    "$1",
                    "$22",
                    "n$1",
                    "date$1",
                    "select$1and$2",
                    "--",
                    "/*",
                    "*/",
                    "/",
                    "*",
                    "-",
                    "- ",
                    "+",
                    "@",
                    "=",
                    "<",
                    ">",
                    "=>",
                    "::",
                    ":=",
                    ":",
                    "..",
                    ".",
                    ",",
                    ";",
                    "(",
                    ")",
                    "[",
                    "]",
                    "\\",
                    "\0",
                    "\n",
                    "\r",
                    " ",
                    "\t",
                    "\u000b",
                    "1",
                    "0x",
                    "0x1F",
                    "1_0",
                    "1e",
                    "1e5",
                    "1.",
                    ".5",
                    "in",
                    "in (",
                    "(1, 2)",
                    "array[",
                    "values (",
                    "cast(",
                    "as",
                    "order by",
                    "group by",
                    "limit all",
                    "null",
                    "true",
                    "is",
                    "not",
                    "from",
                    "extract(",
                    "uescape",
                    "'!'",
                    "operator(",
                    "distinct on (",
                    "::numeric(",
                    "value",
                    "select",
                    "set",
                    "savepoint",
                    "insert into t",
                    "with",
                    "date",
                    "interval",
                    "json_query(",
                    "empty",
                    "array",
                    "on",
                    "normalize(",
                    "nfc",
                    "normalized",
                    "é",
                    "\u00a0",
                    "\u2028",
                    "\ud83d\ude00",
                    "\ud83d",
                    "a",
                    "B",
                    "copy t from stdin;",
                    "\\.",
                    "create function",
                    "begin",
                    "end");

    /** Any text: scraps of SQL in any order, or anything at all. */
    static final class AnyText implements ArbitrarySupplier<String> {
        @Override
        public Arbitrary<String> get() {
            return anyText();
        }
    }

    private static Arbitrary<String> anyText() {
        Arbitrary<String> scraps =
                Arbitraries.of(SCRAPS).list().ofMaxSize(40).map(list -> String.join("", list));
        Arbitrary<String> words =
                Arbitraries.of(SCRAPS).list().ofMaxSize(40).map(list -> String.join(" ", list));
        return Arbitraries.frequencyOf(
                Tuple.of(6, scraps),
                Tuple.of(6, words),
                Tuple.of(1, Arbitraries.strings().ofMaxLength(60)));
    }

    /** Queries of one table with conditions. */
    static final class Shapes implements ArbitrarySupplier<Shape> {
        @Override
        public Arbitrary<Shape> get() {
            return shapes();
        }
    }

    private static Arbitrary<Shape> shapes() {
        Arbitrary<List<String>> condition =
                Arbitraries.of(
                        List.of("a", "=", "?"),
                        List.of("b", "IN", "(", "?", ",", "?", ")"),
                        List.of("t", ".", "c", "BETWEEN", "?", "AND", "?"),
                        List.of("d", "LIKE", "?", "||", "\"E\""),
                        List.of("f", "(", "g", ",", "?", ")", ">=", "h"),
                        List.of(
                                "i", "-", "?", "<>", "CAST", "(", "?", "AS", "numeric", "(", "10",
                                ",", "2", ")", ")"),
                        List.of(
                                "NOT", "EXISTS", "(", "SELECT", "k", "FROM", "u", "LIMIT", "?",
                                ")"),
                        List.of("l", "IS", "NOT", "NULL"),
                        List.of("m", "=", "ANY", "(", "ARRAY", "[", "?", ",", "?", "]", ")"),
                        List.of("CASE", "WHEN", "n", "THEN", "?", "ELSE", "?", "END", "=", "o"));
        return Combinators.combine(
                        condition.list().ofMinSize(1).ofMaxSize(5), Arbitraries.of(TAILS))
                .as(SqlText::query);
    }

    private static final List<List<String>> TAILS =
            List.of(
                    List.of(),
                    List.of("ORDER", "BY", "1", ",", "2", "DESC"),
                    List.of("GROUP", "BY", "1", "HAVING", "count", "(", "*", ")", ">", "?"),
                    List.of("LIMIT", "?", "OFFSET", "?"),
                    List.of("FOR", "UPDATE"));

    private static Shape query(List<List<String>> conditions, List<String> tail) {
        List<String> pieces =
                new ArrayList<>(List.of("SELECT", "p", ",", "?", "FROM", "t", "WHERE"));
        for (int i = 0; i < conditions.size(); i++) {
            if (i > 0) {
                pieces.add("AND");
            }
            pieces.addAll(conditions.get(i));
        }
        pieces.addAll(tail);
        return new Shape(List.copyOf(pieces));
    }

    /** Constants as an application writes them. */
    static final class Constants implements ArbitrarySupplier<String> {
        @Override
        public Arbitrary<String> get() {
            return constants();
        }
    }

    private static Arbitrary<String> constants() {
        return Arbitraries.oneOf(
                Arbitraries.integers().greaterOrEqual(0).map(String::valueOf),
                Arbitraries.integers().between(1, 999).map(i -> "-" + i),
                Arbitraries.bigDecimals()
                        .greaterOrEqual(BigDecimal.ZERO)
                        .map(BigDecimal::toPlainString),
                Arbitraries.strings().ofMaxLength(20).map(s -> "'" + s.replace("'", "''") + "'"),
                Arbitraries.strings().ofMaxLength(20).map(s -> "$a$" + s.replace("$", "") + "$a$"),
                Arbitraries.of(
                        "NULL", "true", "FALSE", "E'\\''", "B'01'", "X'1F'", "N'x'", "1e5", "0x1F",
                        ".5"));
    }

    /** What may stand between two tokens. */
    static final class Spaces implements ArbitrarySupplier<String> {
        @Override
        public Arbitrary<String> get() {
            return spaces();
        }
    }

    private static Arbitrary<String> spaces() {
        return Arbitraries.of(
                " ",
                "\n",
                "\t \r\n",
                " /* a */ ",
                "/* ' /* \" */ ; */",
                " -- it's\n",
                "\f",
                " \u000b ");
    }
}
