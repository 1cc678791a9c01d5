package org.pgwright.workload;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * Makes lists of constants of any length one: {@code IN (...)}, {@code ARRAY[...]}, the rows of
 * VALUES and of an IN with rows. PostgreSQL 18 folds the first two itself.
 */
final class ListFolding {
    private enum Kind {
        /** IN or ARRAY. */
        CONSTANTS,
        /** A row among rows that may be alike. */
        ROW,
        OTHER
    }

    private static final class Group {
        final Kind kind;

        /** Where its bracket is in the output. */
        final int open;

        /** The last row in it: its bracket, and the index after its end; -1 without one. */
        int rowStart = -1;

        int rowEnd = -1;

        Group(Kind kind, int open) {
            this.kind = kind;
            this.open = open;
        }
    }

    private final List<Piece> out = new ArrayList<>();
    private final Deque<Group> groups = new ArrayDeque<>();

    private ListFolding() {
        groups.push(new Group(Kind.OTHER, -1));
    }

    static List<Piece> fold(List<Piece> pieces) {
        ListFolding folding = new ListFolding();
        pieces.forEach(folding::take);
        return folding.out;
    }

    private void take(Piece piece) {
        if (piece.isSymbol("(")) {
            groups.push(new Group(kindOfParenthesis(), out.size()));
        } else if (piece.isSymbol("[")) {
            groups.push(new Group(kindOfBracket(), out.size()));
        }
        boolean closes = piece.isSymbol(")") || piece.isSymbol("]");
        if (closes && groups.size() > 1) {
            close(groups.pop(), piece);
        } else {
            out.add(piece);
        }
    }

    private Kind kindOfParenthesis() {
        Piece before = last();
        Group outer = outer();
        boolean firstOfList = outer.kind == Kind.CONSTANTS && outer.open == out.size() - 1;
        boolean afterRow = before.isSymbol(",") && outer.rowEnd == out.size() - 1;
        if (before.isWord("values") || firstOfList || afterRow) {
            return Kind.ROW;
        }
        return before.isWord("in") ? Kind.CONSTANTS : Kind.OTHER;
    }

    private Kind kindOfBracket() {
        Piece before = last();
        boolean nested =
                outer().kind == Kind.CONSTANTS && (before.isSymbol("[") || before.isSymbol(","));
        return before.isWord("array") || nested ? Kind.CONSTANTS : Kind.OTHER;
    }

    private void close(Group group, Piece bracket) {
        if (group.kind == Kind.CONSTANTS && ConstantElements.fill(out, group.open + 1)) {
            truncate(group.open + 1);
            out.add(Piece.CONSTANTS);
        }
        out.add(bracket);
        if (group.kind == Kind.ROW) {
            closeRow(group);
        }
    }

    private void closeRow(Group row) {
        Group outer = outer();
        if (outer.rowEnd == row.open - 1 && isLike(row, outer)) {
            truncate(outer.rowEnd);
        } else {
            outer.rowStart = row.open;
            outer.rowEnd = out.size();
        }
    }

    /** Whether the row at the end of the output differs from the one before it only in values. */
    private boolean isLike(Group row, Group outer) {
        int length = outer.rowEnd - outer.rowStart;
        if (out.size() - row.open != length) {
            return false;
        }
        for (int i = 0; i < length; i++) {
            if (!out.get(row.open + i).hasShapeOf(out.get(outer.rowStart + i))) {
                return false;
            }
        }
        return true;
    }

    private void truncate(int size) {
        out.subList(size, out.size()).clear();
    }

    private Piece last() {
        return out.isEmpty() ? Piece.NONE : out.getLast();
    }

    private Group outer() {
        return groups.element();
    }
}
