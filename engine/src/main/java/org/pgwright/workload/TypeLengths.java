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
            if (piece.isSymbol("::") || piece.isWord("as")) {
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

    /** The index after a type's name: a qualified name, or two or three words of SQL's own. */
    private static int typeNameEnd(List<Piece> pieces, int start) {
        int i = start;
        while (i + 1 < pieces.size() && isName(pieces.get(i)) && isSymbol(pieces, i + 1, ".")) {
            i += 2;
        }
        if (i < pieces.size() && pieces.get(i).isWord("national")) {
            i++;
        }
        boolean varies =
                i + 1 < pieces.size()
                        && (pieces.get(i).isWord("character")
                                || pieces.get(i).isWord("char")
                                || pieces.get(i).isWord("bit"))
                        && pieces.get(i + 1).isWord("varying");
        if (varies) {
            return i + 2;
        }
        return i < pieces.size() && isName(pieces.get(i)) ? i + 1 : i;
    }

    private static boolean isName(Piece piece) {
        return piece.isWord() || piece.type() == Piece.Type.QUOTED;
    }

    private static boolean isSymbol(List<Piece> pieces, int i, String symbol) {
        return i < pieces.size() && pieces.get(i).isSymbol(symbol);
    }
}
