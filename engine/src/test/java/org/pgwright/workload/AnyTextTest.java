package org.pgwright.workload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What holds for every text, SQL or not. */
class AnyTextTest {
    private static final String SEED = "20261121";

    @Property(seed = SEED)
    void theTokensPutTogetherAreTheText(
            @ForAll(supplier = SqlText.AnyText.class) String sql,
            @ForAll SqlLexer.Backslash backslash) {
        List<Token> tokens = new ArrayList<>();
        new SqlLexer(sql, backslash).forEachRemaining(tokens::add);
        StringBuilder together = new StringBuilder();
        for (Token token : tokens) {
            assertThat(token.start()).isEqualTo(together.length());
            assertThat(token.text()).isNotEmpty();
            together.append(token.text());
        }
        assertThat(together).hasToString(sql);
    }

    @Property(seed = SEED)
    void onlyTheLastTokenIsUnterminated(@ForAll(supplier = SqlText.AnyText.class) String sql) {
        List<Token> tokens = SqlLexer.tokens(sql);
        tokens.stream()
                .limit(Math.max(0, tokens.size() - 1))
                .forEach(token -> assertThat(token.isUnterminated()).isFalse());
    }

    @Property(seed = SEED)
    void normalisingTwiceChangesNothingMore(@ForAll(supplier = SqlText.AnyText.class) String sql) {
        String normalized = NormalizedText.of(sql);
        assertThat(NormalizedText.of(normalized)).isEqualTo(normalized);
    }

    @Property(seed = SEED)
    void theNormalisedTextHoldsNoStringsAndNoComments(
            @ForAll(supplier = SqlText.AnyText.class) String sql) {
        assertThat(SqlLexer.tokens(NormalizedText.of(sql)))
                .extracting(Token::kind)
                .doesNotContain(
                        Token.Kind.COMMENT,
                        Token.Kind.BIT_STRING,
                        Token.Kind.UNTERMINATED_STRING,
                        Token.Kind.UNTERMINATED_COMMENT);
    }

    @Property(seed = SEED)
    void aSingleStatementStaysOneWithoutItsSemicolon(
            @ForAll(supplier = SqlText.AnyText.class) String sql) {
        String bare = StatementText.withoutTrailingSemicolon(sql);
        assertThat(StatementText.withoutTrailingSemicolon(bare)).isEqualTo(bare);
        if (StatementText.isSingle(sql)) {
            assertThat(StatementText.isSingle(bare)).isTrue();
            assertThat(StatementText.isSingle(bare + "\n; SELECT 1")).isFalse();
            assertThat(NormalizedText.hash(bare)).isEqualTo(NormalizedText.hash(sql));
        }
    }

    @Property(seed = SEED)
    void parametersReplacedByThemselvesKeepTheStatement(
            @ForAll(supplier = SqlText.AnyText.class) String sql) {
        String replaced = StatementText.replaceParameters(sql, Map.of(1, "$1", 22, "$22"));
        assertThat(SqlLexer.significantTokens(replaced))
                .extracting(Token::text)
                .isEqualTo(SqlLexer.significantTokens(sql).stream().map(Token::text).toList());
    }

    @Property(seed = SEED)
    void aTextWithoutParametersNeedsNoMending(
            @ForAll(supplier = SqlText.AnyText.class) String sql) {
        String without = sql.replace('$', 'd');
        assertThat(StatementText.mended(without)).isEqualTo(without);
        StatementText.mended(sql);
    }

    @Property(seed = SEED)
    void theStatementsOfAScriptAreInItInTheirOrder(
            @ForAll(supplier = SqlText.AnyText.class) String script) {
        int from = 0;
        for (SqlScript.Part part : SqlScript.parts(script)) {
            int at = script.indexOf(part.text(), from);
            assertThat(at).isGreaterThanOrEqualTo(from);
            from = at + part.text().length();
        }
    }

    @Property(seed = SEED)
    void nothingThrows(@ForAll(supplier = SqlText.AnyText.class) String sql) {
        assertThatCode(
                        () -> {
                            StatementText.isPlannable(sql);
                            StatementText.utilityKind(sql);
                            StatementText.plannablePart(sql);
                            StatementText.mentionedNames(sql);
                            StatementText.parameterCount(sql);
                        })
                .doesNotThrowAnyException();
    }
}
