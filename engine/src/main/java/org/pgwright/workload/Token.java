package org.pgwright.workload;

import org.jspecify.annotations.Nullable;

/**
 * A piece of SQL text as PostgreSQL's scanner cuts it; the pieces of a text, put together, are the
 * text.
 *
 * @param kind what the piece is
 * @param text the piece as written, its quotes and white space inside included
 * @param start where it begins in the text, in UTF-16 units from 0
 */
public record Token(Kind kind, String text, int start) {
    /** The kinds of the PostgreSQL manual, section 4.1. */
    public enum Kind {
        WHITESPACE,
        /** From {@code --} to the end of the line, or between slash-stars, which nest. */
        COMMENT,
        /** A keyword or an identifier without quotes. */
        WORD,
        /** An identifier in double quotes, also with {@code U&} before it. */
        QUOTED_IDENTIFIER,
        /**
         * A string with all its continuation lines: plain, {@code E''}, {@code N''}, {@code U&''}
         * or between dollars; the word UESCAPE and its string are tokens of their own.
         */
        STRING,
        /** {@code B''} and {@code X''}. */
        BIT_STRING,
        NUMBER,
        /** {@code $1}. */
        PARAMETER,
        OPERATOR,
        /** One of <code>, ( ) [ ] . ; : :: .. := =&gt;</code>. */
        PUNCTUATION,
        /** A character that no PostgreSQL token begins with. */
        OTHER,
        /** A string without its end; always the last token. */
        UNTERMINATED_STRING,
        /** An identifier in double quotes without its end; always the last token. */
        UNTERMINATED_IDENTIFIER,
        /** A comment without its end; always the last token. */
        UNTERMINATED_COMMENT
    }

    /** Where the piece ends: the start of the one after it. */
    public int end() {
        return start + text.length();
    }

    /** Whether the piece means something: it is neither white space nor a comment. */
    public boolean isSignificant() {
        return switch (kind) {
            case WHITESPACE, COMMENT, UNTERMINATED_COMMENT -> false;
            case WORD,
                    QUOTED_IDENTIFIER,
                    STRING,
                    BIT_STRING,
                    NUMBER,
                    PARAMETER,
                    OPERATOR,
                    PUNCTUATION,
                    OTHER,
                    UNTERMINATED_STRING,
                    UNTERMINATED_IDENTIFIER ->
                    true;
        };
    }

    /** Whether the text ends before the piece does. */
    public boolean isUnterminated() {
        return kind == Kind.UNTERMINATED_STRING
                || kind == Kind.UNTERMINATED_IDENTIFIER
                || kind == Kind.UNTERMINATED_COMMENT;
    }

    /**
     * Whether the piece is this keyword, in whatever case. A name in double quotes never is.
     *
     * @param keyword in lower case
     */
    public boolean isWord(String keyword) {
        return kind == Kind.WORD && text.equalsIgnoreCase(keyword);
    }

    /** Whether the piece is this punctuation or operator. */
    public boolean is(String symbol) {
        return (kind == Kind.PUNCTUATION || kind == Kind.OPERATOR) && text.equals(symbol);
    }

    /**
     * The name that the piece stands for, as the server keeps it: a word in lower case, what is in
     * double quotes as it is, either cut to 63 bytes.
     *
     * @return null for any other piece
     */
    public @Nullable String asName() {
        return switch (kind) {
            case WORD -> Names.folded(text);
            case QUOTED_IDENTIFIER -> Names.unquoted(text);
            case WHITESPACE,
                    COMMENT,
                    STRING,
                    BIT_STRING,
                    NUMBER,
                    PARAMETER,
                    OPERATOR,
                    PUNCTUATION,
                    OTHER,
                    UNTERMINATED_STRING,
                    UNTERMINATED_IDENTIFIER,
                    UNTERMINATED_COMMENT ->
                    null;
        };
    }
}
