package org.pgwright.workload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.pgwright.workload.Token.Kind.BIT_STRING;
import static org.pgwright.workload.Token.Kind.COMMENT;
import static org.pgwright.workload.Token.Kind.NUMBER;
import static org.pgwright.workload.Token.Kind.OPERATOR;
import static org.pgwright.workload.Token.Kind.OTHER;
import static org.pgwright.workload.Token.Kind.PARAMETER;
import static org.pgwright.workload.Token.Kind.PUNCTUATION;
import static org.pgwright.workload.Token.Kind.QUOTED_IDENTIFIER;
import static org.pgwright.workload.Token.Kind.STRING;
import static org.pgwright.workload.Token.Kind.UNTERMINATED_COMMENT;
import static org.pgwright.workload.Token.Kind.UNTERMINATED_IDENTIFIER;
import static org.pgwright.workload.Token.Kind.UNTERMINATED_STRING;
import static org.pgwright.workload.Token.Kind.WHITESPACE;
import static org.pgwright.workload.Token.Kind.WORD;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.ArrayList;
import java.util.List;

class SqlLexerTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "''",
                "'it''s'",
                "'back\\'",
                "E'it\\'s'",
                "e'\\\\'",
                "E''''",
                "N'abc'",
                "U&'d!0061''t'",
                "u&'\\'",
                "'one'\n'two'",
                "'one' \t -- comment ' here\n -- another\n   'two'",
                "E'one\\'' \r\n 'two\\''",
                "$$it's$$",
                "$a_1$ $$ $b$ $a$b$ $a_1$",
                "$é$x$é$"
            })
    void aStringIsOneToken(String string) {
        assertThat(kinds(string)).containsExactly(STRING);
        assertThat(kinds(string + ",")).containsExactly(STRING, PUNCTUATION);
    }

    @Test
    void stringsInOneLineDoNotContinue() {
        assertThat(kinds("'a' 'b'")).containsExactly(STRING, WHITESPACE, STRING);
        assertThat(texts("'a' /* \n */ 'b'")).containsExactly("'a'", " ", "/* \n */", " ", "'b'");
        assertThat(texts("'a' -- b\n, 'c'"))
                .containsExactly("'a'", " ", "-- b", "\n", ",", " ", "'c'");
    }

    @Test
    void bitStringsDoNotDoubleTheirQuotes() {
        assertThat(texts("B'1''0'")).containsExactly("B'1'", "'0'");
        assertThat(kinds("x'1F'\n'2'")).containsExactly(BIT_STRING);
    }

    @Test
    void backslashesEscapeInPlainStringsIfStandardConformingStringsIsOff() {
        List<Token> tokens = new ArrayList<>();
        new SqlLexer("'a\\' c'", SqlLexer.Backslash.ESCAPE).forEachRemaining(tokens::add);
        assertThat(tokens).extracting(Token::kind).containsExactly(STRING);
        assertThat(kinds("'a\\' c'"))
                .containsExactly(STRING, WHITESPACE, WORD, UNTERMINATED_STRING);
    }

    @Test
    void whatHasNoEndIsAKindOfItsOwn() {
        assertThat(kinds("'abc")).containsExactly(UNTERMINATED_STRING);
        assertThat(kinds("E'abc\\'")).containsExactly(UNTERMINATED_STRING);
        assertThat(kinds("E'abc\\")).containsExactly(UNTERMINATED_STRING);
        assertThat(kinds("'a'\n'b")).containsExactly(UNTERMINATED_STRING);
        assertThat(kinds("$a$ $b$")).containsExactly(UNTERMINATED_STRING);
        assertThat(kinds("\"abc\"\"")).containsExactly(UNTERMINATED_IDENTIFIER);
        assertThat(kinds("U&\"abc")).containsExactly(UNTERMINATED_IDENTIFIER);
        assertThat(kinds("/* /* */")).containsExactly(UNTERMINATED_COMMENT);
        assertThat(kinds("/*/")).containsExactly(UNTERMINATED_COMMENT);
    }

    @Test
    void commentsNestAndEndOperators() {
        assertThat(kinds("/* a /* b */ 'c */")).containsExactly(COMMENT);
        assertThat(kinds("/**/")).containsExactly(COMMENT);
        assertThat(kinds("/***/")).containsExactly(COMMENT);
        assertThat(texts("a +/* b */- c")).containsExactly("a", " ", "+", "/* b */", "-", " ", "c");
        assertThat(texts("1<--2\n3")).containsExactly("1", "<", "--2", "\n", "3");
        assertThat(kinds("-- it's")).containsExactly(COMMENT);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0",
                "1_000",
                "0x1F",
                "0XFf_ff",
                "0o17",
                "0b1_0",
                "1.",
                ".5",
                "1.5",
                "1e5",
                "1.5E-10",
                "1.e5",
                "4_2.5_0e1_0"
            })
    void aNumberIsOneToken(String number) {
        assertThat(kinds(number)).containsExactly(NUMBER);
        assertThat(kinds(number + ")")).containsExactly(NUMBER, PUNCTUATION);
    }

    @Test
    void aNumberEndsWhereItCannotGoOn() {
        assertThat(texts("1..10")).containsExactly("1", "..", "10");
        assertThat(texts("1_")).containsExactly("1", "_");
        assertThat(texts("1__0")).containsExactly("1", "__0");
        assertThat(texts("1e")).containsExactly("1", "e");
        assertThat(texts("1e+")).containsExactly("1", "e", "+");
        assertThat(texts("0xg")).containsExactly("0", "xg");
        assertThat(texts("1and")).containsExactly("1", "and");
        assertThat(texts("1.2.3")).containsExactly("1.2", ".3");
    }

    @Test
    void parametersAndDollarsAreToldApart() {
        assertThat(kinds("$1")).containsExactly(PARAMETER);
        assertThat(texts("$12and")).containsExactly("$12", "and");
        assertThat(kinds("a$1")).containsExactly(WORD);
        assertThat(kinds("a$b$")).containsExactly(WORD);
        assertThat(kinds("$")).containsExactly(OTHER);
        assertThat(kinds("$a b$")).containsExactly(OTHER, WORD, WHITESPACE, WORD);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<=", ">=", "<>", "!=", "->", "->>", "#>>", "@>", "?|", "?&", "||", "~*", "!~~",
                "@-", "%-", "<->", "|/", "&&", "-|-", "*", "?", "@@", "=", "^@", "`"
            })
    void anOperatorIsOneToken(String operator) {
        assertThat(kinds(operator)).containsExactly(OPERATOR);
    }

    @Test
    void signsAreNotTheEndOfAnOrdinaryOperator() {
        assertThat(texts("a=-1")).containsExactly("a", "=", "-", "1");
        assertThat(texts("a<>+-1")).containsExactly("a", "<>", "+", "-", "1");
        assertThat(texts("*-")).containsExactly("*", "-");
        assertThat(texts("->-1")).containsExactly("->", "-", "1");
        assertThat(texts("@-1")).containsExactly("@-", "1");
        assertThat(texts("-@")).containsExactly("-@");
    }

    @Test
    void punctuationOfTwoCharactersIsOneToken() {
        assertThat(texts("a::b:=c=>d..e"))
                .containsExactly("a", "::", "b", ":=", "c", "=>", "d", "..", "e");
        assertThat(kinds("=>")).containsExactly(PUNCTUATION);
        assertThat(texts("=>-1")).containsExactly("=>", "-", "1");
        assertThat(texts("a[1:2]")).containsExactly("a", "[", "1", ":", "2", "]");
        assertThat(kinds("=>>")).containsExactly(OPERATOR);
    }

    @Test
    void wordsTakeDollarsAndEveryCharacterBeyondAscii() {
        assertThat(kinds("_a$1")).containsExactly(WORD);
        assertThat(kinds("straße")).containsExactly(WORD);
        assertThat(kinds("\u00a0")).containsExactly(WORD);
        assertThat(kinds("\ud83d\ude00")).containsExactly(WORD);
        assertThat(kinds("b")).containsExactly(WORD);
        assertThat(kinds("u&a")).containsExactly(WORD, OPERATOR, WORD);
    }

    @Test
    void namesInQuotesHoldAnything() {
        assertThat(kinds("\"a\"\"b; -- \n\"")).containsExactly(QUOTED_IDENTIFIER);
        assertThat(kinds("U&\"d\\0061t\"")).containsExactly(QUOTED_IDENTIFIER);
    }

    @Test
    void whiteSpaceIsWhatTheServerTakesForIt() {
        assertThat(kinds(" \t\n\r\f\u000b")).containsExactly(WHITESPACE);
        assertThat(kinds("\\")).containsExactly(OTHER);
        assertThat(kinds("\0")).containsExactly(OTHER);
    }

    @Test
    void aTokenKnowsItsPlace() {
        Token last = SqlLexer.tokens("select  'a'").getLast();
        assertThat(last).isEqualTo(new Token(STRING, "'a'", 8));
        assertThat(last.end()).isEqualTo(11);
    }

    private static List<Token.Kind> kinds(String sql) {
        return SqlLexer.tokens(sql).stream().map(Token::kind).toList();
    }

    private static List<String> texts(String sql) {
        return SqlLexer.tokens(sql).stream().map(Token::text).toList();
    }
}
