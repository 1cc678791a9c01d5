package org.pgwright.report.migration;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

import org.junit.jupiter.api.Test;
import org.pgwright.testing.TestDatabase;
import org.pgwright.testing.TestServers;
import org.pgwright.workload.SqlLexer;
import org.pgwright.workload.Token;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Any text stays what it is in the strings and names of each language. */
final class MigrationTextTest {
    private static final int LONGEST_NAME = 15;

    /** Texts made of what readers of scripts look for, and of any other characters. */
    @Provide
    Arbitrary<String> texts() {
        Arbitrary<String> signs =
                Arbitraries.of(
                        "\"",
                        "'",
                        "`",
                        "\\",
                        "\n",
                        "\r",
                        "\t",
                        "$",
                        "{",
                        "}",
                        "#{",
                        "${x}",
                        "--",
                        "/*",
                        "*/",
                        ";",
                        ":",
                        "::",
                        ":x",
                        "%",
                        "%s",
                        "\"\"\"",
                        "'''",
                        "$$",
                        "SQL",
                        "\u0000x",
                        "\u2028",
                        "\u202e",
                        "ü",
                        "日",
                        "😀",
                        "a",
                        " ",
                        "pgwright_next",
                        "rollback",
                        "\\u0041",
                        "\\x41",
                        "coding: utf-7",
                        "EOF",
                        "<<",
                        "\u0085");
        Arbitrary<String> any = Arbitraries.strings().ofMaxLength(3);
        return Arbitraries.oneOf(signs, any)
                .list()
                .ofMaxSize(12)
                .map(parts -> String.join("", parts))
                .map(MigrationTextTest::storable);
    }

    /** As PostgreSQL can keep it: no zero, no half of a pair. */
    private static String storable(String text) {
        StringBuilder whole = new StringBuilder();
        text.codePoints()
                .filter(c -> c != 0 && !(c >= 0xd800 && c <= 0xdfff))
                .forEach(whole::appendCodePoint);
        return whole.toString();
    }

    @Property
    void stringsOfSqlAreTameAndStayWhatTheyAre(@ForAll("texts") String text) {
        String literal = TameSql.string(text);

        assertTame(literal.substring(literal.indexOf('\'') + 1, literal.length() - 1));
        assertThat(StringValue.of(literal)).contains(text);
        assertThat(TameSql.of("x = '" + text.replace("'", "''") + "'", "it"))
                .isEqualTo("x = " + literal);
    }

    @Property
    void namesOfSqlAreTameAndStayWhatTheyAre(@ForAll("texts") String text) {
        String name =
                text.isEmpty()
                        ? "x"
                        : text.substring(
                                0,
                                text.offsetByCodePoints(
                                        0,
                                        Math.min(
                                                LONGEST_NAME,
                                                text.codePointCount(0, text.length()))));
        String quoted = TameSql.name(name);

        assertTame(quoted.substring(quoted.indexOf('"') + 1, quoted.length() - 1));
        List<Token> tokens = SqlLexer.tokens(quoted);
        assertThat(tokens).hasSize(1);
        assertThat(tokens.getFirst().asName()).isEqualTo(name);
    }

    private static void assertTame(String text) {
        assertThat(text)
                .doesNotContain("\"", "'", ";", "$", "{", "}", "#", "`", "--", "/*", "*/")
                .doesNotContainPattern("[\\p{Cntrl}\u0085\u2028\u2029\\p{Cf}]");
    }

    @Test
    void theServerReadsThemTheSameWay() throws Exception {
        StringBuilder all = new StringBuilder(MigrationFixture.EVIL);
        all.append("\u0085\u2028\u202e日😀\u00ad\u0301\r\t\u0001\u007f");
        String name = "\"\\;${x}\n'日😀\u2028--";
        try (TestDatabase database = TestServers.freshDatabase(TestServers.NEWEST);
                Connection connection = database.connect();
                Statement statement = connection.createStatement()) {
            for (String setting : List.of("on", "off")) {
                statement.execute("SET escape_string_warning = off");
                statement.execute("SET standard_conforming_strings = " + setting);
                try (ResultSet row =
                        statement.executeQuery(
                                "SELECT "
                                        + TameSql.string(all.toString())
                                        + " AS "
                                        + TameSql.name(name))) {
                    assertThat(row.getMetaData().getColumnLabel(1)).isEqualTo(name);
                    row.next();
                    assertThat(row.getString(1)).isEqualTo(all.toString());
                }
            }
        }
    }

    @Property
    void stringsOfPythonStayWhatTheyAre(@ForAll("texts") String text) {
        String literal = PythonText.quoted(text);

        assertThat(literal).matches("(?s)\"[^\\p{Cntrl}\u0085\u2028\u2029]*\"");
        assertThat(python(literal)).isEqualTo(text);

        Lines lines = new Lines();
        PythonText.lines(lines, "    ", text);
        StringBuilder together = new StringBuilder();
        lines.content().lines().forEach(line -> together.append(python(line.strip())));
        assertThat(together.toString()).isEqualTo(text);
    }

    /** What Python's reference says of a literal in double quotes; fails on what ends it early. */
    static String python(String literal) {
        assertThat(literal).startsWith("\"").endsWith("\"");
        String body = literal.substring(1, literal.length() - 1);
        Matcher piece =
                Pattern.compile(
                                "([^\"\\\\\n])|\\\\([\\\\\"'n])|\\\\u([0-9a-f]{4})|\\\\U([0-9a-f]{8})")
                        .matcher(body);
        StringBuilder value = new StringBuilder();
        int end = 0;
        while (end < body.length()) {
            assertThat(piece.find(end) && piece.start() == end).as(literal).isTrue();
            end = piece.end();
            if (piece.group(1) != null) {
                value.append(piece.group(1));
            } else if (piece.group(2) != null) {
                value.append(piece.group(2).equals("n") ? "\n" : piece.group(2));
            } else {
                String digits = piece.group(3) == null ? piece.group(4) : piece.group(3);
                value.appendCodePoint(Integer.parseInt(digits, 16));
            }
        }
        return value.toString();
    }

    @Property
    void stringsOfRubyStayWhatTheyAre(@ForAll("texts") String text) {
        assertThat(ruby(RubyText.quoted(text))).isEqualTo(text);

        Lines lines = new Lines();
        RubyText.execute(lines, "    ", text);
        // A here-document ends with a line feed, which means nothing to SQL.
        assertThat(executed(lines.content())).isIn(text, text + "\n");
    }

    /** What Ruby makes of a literal in single quotes, or of one in double quotes of numbers. */
    private static String ruby(String literal) {
        String body = literal.substring(1, literal.length() - 1);
        boolean isSingle = literal.startsWith("'");
        assertThat(literal).endsWith(isSingle ? "'" : "\"");
        Matcher piece =
                Pattern.compile(
                                isSingle
                                        ? "([^'\\\\])|\\\\([\\\\'])|(?!)(x)"
                                        : "([^\"\\\\#])|(?!)(x)|\\\\u\\{([0-9a-f]+)}")
                        .matcher(body);
        StringBuilder value = new StringBuilder();
        int end = 0;
        while (end < body.length()) {
            assertThat(piece.find(end) && piece.start() == end).as(literal).isTrue();
            end = piece.end();
            if (piece.group(1) != null) {
                value.append(piece.group(1));
            } else if (piece.group(2) != null) {
                value.append(piece.group(2));
            } else {
                value.appendCodePoint(Integer.parseInt(piece.group(3), 16));
            }
        }
        return value.toString();
    }

    /** What is given to {@code execute}, also as a here-document whose tag is in quotes. */
    private static String executed(String code) {
        String call = code.strip();
        if (!call.startsWith("execute <<~'SQL'\n")) {
            return ruby(call.substring("execute ".length()));
        }
        String[] lines = code.split("\n", -1);
        assertThat(lines[lines.length - 2].strip()).isEqualTo("SQL");
        List<String> body = List.of(lines).subList(1, lines.length - 2);
        assertThat(body).noneMatch(line -> line.strip().equals("SQL"));
        int indent =
                body.stream()
                        .filter(line -> !line.isBlank())
                        .mapToInt(line -> line.length() - line.stripLeading().length())
                        .min()
                        .orElse(0);
        return body.stream()
                .map(line -> (line.isEmpty() ? line : line.substring(indent)) + "\n")
                .collect(Collectors.joining());
    }

    /** As SQLAlchemy's text() reads it: parameters first, then escapes of colons. */
    @Property
    void sqlAlchemyFindsNoParameterInTameSql(@ForAll("texts") String text) {
        String sql = "SELECT a[:2]::text, " + TameSql.string(text) + ", now()::date";
        String escaped = AlembicFile.text(sql);

        assertThat(escaped).doesNotContainPattern("(?<![:\\w$\\\\]):([\\w$]+)(?![:\\w$])");
        assertThat(escaped.replaceAll("\\\\(:[\\w$]*)(?![:\\w$])", "$1")).isEqualTo(sql);
    }

    @Property
    void commentsStayComments(@ForAll("texts") String text) {
        for (String begin : List.of("-- ", "-- * ", "    # ")) {
            String content = new Lines().comment(begin, text).content();

            assertThat(content.lines()).allMatch(line -> line.startsWith(begin));
            assertThat(content.replace("\n", ""))
                    .doesNotContain("${")
                    .doesNotContainPattern("[\\p{Cntrl}\u0085\u2028\u2029\\p{Cf}]");
        }
    }
}
