package org.pgwright.workload;

import java.util.List;
import java.util.Set;

/**
 * Tells whether all elements of a list are constants to PostgreSQL 18, which then shows one in
 * their place: plain, in parentheses, with casts, or with their type before them.
 */
final class ConstantElements {
    /** Beyond this many parentheses around one constant, nobody writes a list. */
    private static final int MAX_DEPTH = 32;

    /** As in: year to month, with time zone, int array, text collate "C". */
    private static final Set<String> RESERVED_IN_TYPES = Set.of("to", "with", "array", "collate");

    private final List<Piece> pieces;
    private final int end;
    private int position;

    private ConstantElements(List<Piece> pieces, int start, int end) {
        this.pieces = pieces;
        this.position = start;
        this.end = end;
    }

    /** Whether the pieces from {@code start} to the end are constants with commas between them. */
    static boolean fill(List<Piece> pieces, int start) {
        ConstantElements elements = new ConstantElements(pieces, start, pieces.size());
        do {
            if (!elements.element(0)) {
                return false;
            }
        } while (elements.takes(","));
        return elements.position == elements.end;
    }

    private boolean element(int depth) {
        if (depth > MAX_DEPTH || !operand(depth)) {
            return false;
        }
        while (takes("::")) {
            if (!type()) {
                return false;
            }
        }
        return true;
    }

    private boolean operand(int depth) {
        if (takesValue()) {
            type(); // the fields of an interval
            return true;
        }
        if (takes("(")) {
            return element(depth + 1) && takes(")");
        }
        if (current().isWord("cast")) {
            position++;
            return takes("(") && element(depth + 1) && takesWord("as") && type() && takes(")");
        }
        return typedConstant();
    }

    /**
     * A string after its type, as in {@code date '...'}, or in a call of it: {@code date('...')}.
     */
    private boolean typedConstant() {
        Piece first = current();
        if (first.isWord() && Keywords.isReserved(first.text())) {
            return false;
        }
        boolean callable = first.isWord() && Keywords.isType(first.text());
        int name = position;
        while (takesName() || takes(".")) {
            callable &= position == name + 1;
        }
        if (position == name) {
            return false;
        }
        if (takesValue()) {
            type();
            return true;
        }
        if (!lengths()) {
            return false;
        }
        if (takesName()) { // timestamp(3) with time zone '...'
            type();
        }
        return takesValue() || callable;
    }

    /** A type's name with lengths and array bounds; false if there is none. */
    private boolean type() {
        int start = position;
        while (takesName() || takes(".") || lengths()) {
            // each takes one part
        }
        return position > start;
    }

    private boolean lengths() {
        boolean round = current().isSymbol("(");
        if (!round && !current().isSymbol("[")) {
            return false;
        }
        int start = position;
        position++;
        while (current().isValue()
                || current().type() == Piece.Type.FIXED
                || current().isSymbol(",")) {
            position++;
        }
        if (takes(round ? ")" : "]")) {
            return true;
        }
        position = start;
        return false;
    }

    private boolean takesValue() {
        boolean value = current().isValue();
        position += value ? 1 : 0;
        return value;
    }

    private boolean takesName() {
        Piece piece = current();
        boolean name =
                piece.type() == Piece.Type.QUOTED
                        || (piece.isWord()
                                && (!Keywords.isReserved(piece.text())
                                        || RESERVED_IN_TYPES.contains(piece.text())));
        position += name ? 1 : 0;
        return name;
    }

    private boolean takesWord(String word) {
        boolean taken = current().isWord(word);
        position += taken ? 1 : 0;
        return taken;
    }

    private boolean takes(String symbol) {
        boolean taken = current().isSymbol(symbol);
        position += taken ? 1 : 0;
        return taken;
    }

    private Piece current() {
        return position < end ? pieces.get(position) : Piece.NONE;
    }
}
