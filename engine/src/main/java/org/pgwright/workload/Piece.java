package org.pgwright.workload;

/**
 * A part of a normalised text.
 *
 * @param type what it is
 * @param text as it is printed; of a parameter its number, of constants nothing
 */
record Piece(Type type, String text) {
    enum Type {
        /** A word without quotes, in lower case. */
        WORD,
        /** A name in double quotes, as written. */
        QUOTED,
        /** An operator, punctuation or stray character. */
        SYMBOL,
        /** A constant that is a part of the statement's meaning, as the 2 of ORDER BY 2. */
        FIXED,
        /** A parameter; the same number is the same parameter. */
        PARAMETER,
        /** A number, not yet known to be a constant or fixed; the text is as written. */
        NUMBER,
        /** A constant. */
        CONSTANT,
        /** Any number of constants. */
        CONSTANTS
    }

    /** Stands before the first piece and after the last. */
    static final Piece NONE = new Piece(Type.SYMBOL, "");

    static final Piece CONSTANT = new Piece(Type.CONSTANT, "");
    static final Piece CONSTANTS = new Piece(Type.CONSTANTS, "");

    static Piece word(String lowerCase) {
        return new Piece(Type.WORD, lowerCase);
    }

    boolean isWord() {
        return type == Type.WORD;
    }

    boolean isWord(String word) {
        return type == Type.WORD && text.equals(word);
    }

    boolean isSymbol(String symbol) {
        return type == Type.SYMBOL && text.equals(symbol);
    }

    /** Whether it stands for a value: a constant, a list of them, or a parameter. */
    boolean isValue() {
        return switch (type) {
            case PARAMETER, NUMBER, CONSTANT, CONSTANTS -> true;
            case WORD, QUOTED, SYMBOL, FIXED -> false;
        };
    }

    /** Whether the two differ at most in which value it is. */
    boolean hasShapeOf(Piece other) {
        return (isValue() && other.isValue()) || equals(other);
    }
}
