package org.pgwright.workload;

import java.util.List;

/**
 * Finds the names that PostgreSQL 17 and 18 show as constants in statements without a plan: of
 * savepoints, of prepared statements, and whatever a setting is set to.
 */
final class UtilityValues {
    private UtilityValues() {}

    /** The pieces of a statement without a plan, with such names as constants. */
    static List<Piece> replaced(List<Piece> pieces) {
        Piece first = pieces.isEmpty() ? Piece.NONE : pieces.getFirst();
        if (first.isWord("set")) {
            return withConstantFrom(setValue(pieces), pieces);
        }
        boolean named =
                switch (first.text()) {
                    case "savepoint", "release", "deallocate" -> pieces.size() > 1;
                    case "rollback" -> pieces.size() > 2 && toSavepoint(pieces);
                    default -> false;
                };
        boolean name = named && first.isWord() && !pieces.getLast().isWord("all");
        return name ? withConstantFrom(pieces.size() - 1, pieces) : pieces;
    }

    private static boolean toSavepoint(List<Piece> pieces) {
        return pieces.get(pieces.size() - 2).isWord("to")
                || pieces.get(pieces.size() - 2).isWord("savepoint");
    }

    /** The index of the value in {@code SET [LOCAL] name TO value}; the end without one. */
    private static int setValue(List<Piece> pieces) {
        for (int i = 2; i + 1 < pieces.size(); i++) {
            if (pieces.get(i).isSymbol("=") || pieces.get(i).isWord("to")) {
                return pieces.get(i + 1).isWord("default") ? pieces.size() : i + 1;
            }
        }
        return pieces.size();
    }

    private static List<Piece> withConstantFrom(int value, List<Piece> pieces) {
        if (value < pieces.size()) {
            pieces.subList(value, pieces.size()).clear();
            pieces.add(Piece.CONSTANT);
        }
        return pieces;
    }
}
