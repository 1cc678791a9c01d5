package org.pgwright.workload;

import org.pgwright.workload.Token.Kind;

import java.util.ArrayList;
import java.util.List;

/**
 * Turns a statement's tokens into pieces, and mends what pg_stat_statements' replacement of
 * constants leaves behind: a string without a blank before it makes the word and the parameter run
 * together ({@code date'2026-01-01'} is shown as {@code date$1}, {@code N'x'} as {@code N$1}), and
 * of {@code U&'...' UESCAPE '!'} only the first string is replaced, of {@code - - 5} only the
 * signs.
 */
final class PieceReader {
    private final List<Token> tokens;
    private final List<Piece> pieces = new ArrayList<>();

    private PieceReader(List<Token> tokens) {
        this.tokens = tokens;
    }

    static List<Piece> pieces(String sql) {
        PieceReader reader = new PieceReader(SqlLexer.significantTokens(sql));
        int i = 0;
        while (i < reader.tokens.size()) {
            i += reader.read(i);
        }
        return reader.pieces;
    }

    /** Reads the piece at the token; how many tokens it took. */
    private int read(int i) {
        Token token = tokens.get(i);
        boolean escaped = hasEscapeClause(i);
        switch (token.kind()) {
            case WORD -> word(Names.lowerCase(token.text()));
            case QUOTED_IDENTIFIER, UNTERMINATED_IDENTIFIER ->
                    add(
                            Piece.Type.QUOTED,
                            escaped
                                    ? token.text() + " uescape " + tokens.get(i + 2).text()
                                    : token.text());
            case STRING, BIT_STRING, UNTERMINATED_STRING -> pieces.add(Piece.CONSTANT);
            case NUMBER -> number(token.text());
            case PARAMETER -> parameter(token.text().substring(1));
            case OPERATOR, PUNCTUATION, OTHER -> add(Piece.Type.SYMBOL, token.text());
            case WHITESPACE, COMMENT, UNTERMINATED_COMMENT -> {}
        }
        return escaped ? 3 : 1;
    }

    private boolean hasEscapeClause(int i) {
        return i + 2 < tokens.size()
                && tokens.get(i + 1).isWord("uescape")
                && tokens.get(i + 2).kind() == Kind.STRING
                && switch (tokens.get(i).kind()) {
                    case QUOTED_IDENTIFIER, STRING, PARAMETER -> true;
                    case WHITESPACE,
                            COMMENT,
                            WORD,
                            BIT_STRING,
                            NUMBER,
                            OPERATOR,
                            PUNCTUATION,
                            OTHER,
                            UNTERMINATED_STRING,
                            UNTERMINATED_IDENTIFIER,
                            UNTERMINATED_COMMENT ->
                            false;
                };
    }

    private void word(String word) {
        for (String part : RunTogether.parts(word)) {
            if (part.charAt(0) == '$') {
                parameter(part.substring(1));
            } else {
                pieces.add(Piece.word(part));
            }
        }
    }

    private void number(String number) {
        boolean leftOver = !pieces.isEmpty() && pieces.getLast().type() == Piece.Type.PARAMETER;
        if (!leftOver) {
            add(Piece.Type.NUMBER, number);
        }
    }

    private void parameter(String digits) {
        int zeros = 0;
        while (zeros < digits.length() - 1 && digits.charAt(zeros) == '0') {
            zeros++;
        }
        add(Piece.Type.PARAMETER, digits.substring(zeros));
    }

    private void add(Piece.Type type, String text) {
        pieces.add(new Piece(type, text));
    }
}
