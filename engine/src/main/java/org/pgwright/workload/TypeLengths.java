package org.pgwright.workload;

import java.util.BitSet;
import java.util.List;

/**
 * Finds the numbers that belong to a type, as in {@code x::numeric(10,2)} and {@code CAST(x AS
 * varchar(20))}: the server does not count them among the constants of a query.
 */
final class TypeLengths {
    private TypeLengths() {}

    /** The indices of those numbers. */
    static BitSet in(List<Piece> pieces) {
        BitSet found = new BitSet();
        for (int i = 0; i < pieces.size(); i++) {
            Piece piece = pieces.get(i);
            boolean name = i > 0 && pieces.get(i - 1).isSymbol(".");
            if (piece.isSymbol("::") || (piece.isWord("as") && !name)) {
                lengths(pieces, typeNameEnd(pieces, i + 1), found);
            }
        }
        return found;
    }

    private static void lengths(List<Piece> pieces, int open, BitSet found) {
        if (!isSymbol(pieces, open, "(")) {
            return;
        }
        int i = open + 1;
        while (i < pieces.size() && isLength(pieces.get(i))) {
            i++;
        }
        if (isSymbol(pieces, i, ")")) {
            for (int number = open + 1; number < i; number++) {
                found.set(number, pieces.get(number).type() == Piece.Type.NUMBER);
            }
        }
    }

    private static boolean isLength(Piece piece) {
        return piece.type() == Piece.Type.NUMBER || piece.isSymbol(",");
    }

    /** The index after a type's name, which may be qualified or of several words; else -1. */
    private static int typeNameEnd(List<Piece> pieces, int start) {
        int i = start;
        while (isName(pieces, i, start) && isSymbol(pieces, i + 1, ".")) {
            i += 2;
        }
        if (isWord(pieces, i, "national")) {
            i++;
        }
        boolean canVary =
                isWord(pieces, i, "character")
                        || isWord(pieces, i, "char")
                        || isWord(pieces, i, "bit");
        if (canVary && isWord(pieces, i + 1, "varying")) {
            return i + 2;
        }
        return isName(pieces, i, start) ? i + 1 : -1;
    }

    private static boolean isName(List<Piece> pieces, int i, int start) {
        if (i >= pieces.size()) {
            return false;
        }
        Piece piece = pieces.get(i);
        boolean bare = i == start && Keywords.isReserved(piece.text());
        return piece.type() == Piece.Type.QUOTED || (piece.isWord() && !bare);
    }

    private static boolean isWord(List<Piece> pieces, int i, String word) {
        return i < pieces.size() && pieces.get(i).isWord(word);
    }

    private static boolean isSymbol(List<Piece> pieces, int i, String symbol) {
        return i >= 0 && i < pieces.size() && pieces.get(i).isSymbol(symbol);
    }
}
