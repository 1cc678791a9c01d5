package org.pgwright.workload;

import org.pgwright.workload.Token.Kind;

import java.util.List;

/** Makes SQL again of texts in which pg_stat_statements replaced too much or too little. */
final class MendedText {
    private final List<Token> tokens;
    private final StringBuilder mended = new StringBuilder();

    private MendedText(List<Token> tokens) {
        this.tokens = tokens;
    }

    static String of(String sql) {
        MendedText text = new MendedText(SqlLexer.tokens(sql));
        int i = 0;
        while (i < text.tokens.size()) {
            i = text.mend(i);
        }
        return text.mended.toString();
    }

    /** Mends the token; the index of the one to go on with. */
    private int mend(int i) {
        Token token = tokens.get(i);
        if (token.kind() == Kind.WORD) {
            mended.append(String.join(" ", RunTogether.parts(token.text())));
        } else if (token.kind() == Kind.PARAMETER) {
            return parameter(i);
        } else {
            mended.append(token.text());
        }
        return i + 1;
    }

    private int parameter(int i) {
        int next = significant(i + 1);
        int afterNext = significant(next + 1);
        Token following = at(next);
        if (following.kind() == Kind.NUMBER) { // - - 5, of which only the signs were replaced
            mended.append(tokens.get(i).text());
            return next + 1;
        }
        if (following.isWord("uescape") && at(afterNext).kind() == Kind.STRING) {
            mended.append(tokens.get(i).text());
            return afterNext + 1;
        }
        mended.append(jsonDefault(i, following, at(afterNext)));
        if (next == i + 1 && following.kind() == Kind.WORD) {
            mended.append(' '); // $1and is no longer taken since 15
        }
        return i + 1;
    }

    /** What JSON functions give in place of a value: the grammar has words there. */
    private String jsonDefault(int i, Token following, Token second) {
        boolean array = following.isWord("array") || following.isWord("object");
        if (array && second.isWord("on")) {
            return "EMPTY";
        }
        boolean event = second.isWord("empty") || second.isWord("error");
        boolean given = before(i).isWord("default");
        return following.isWord("on") && event && !given ? "ERROR" : tokens.get(i).text();
    }

    private Token before(int i) {
        int earlier = i - 1;
        while (earlier >= 0 && !tokens.get(earlier).isSignificant()) {
            earlier--;
        }
        return at(earlier);
    }

    private Token at(int i) {
        return i >= 0 && i < tokens.size() ? tokens.get(i) : new Token(Kind.WHITESPACE, "", 0);
    }

    private int significant(int from) {
        int i = from;
        while (i < tokens.size() && !tokens.get(i).isSignificant()) {
            i++;
        }
        return i;
    }
}
