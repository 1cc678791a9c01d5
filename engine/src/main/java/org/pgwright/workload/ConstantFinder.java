package org.pgwright.workload;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Set;

/**
 * Finds the constants of a statement as pg_stat_statements does: what the server's parser makes a
 * constant of, also where it is written as a word ({@code NULL}, {@code LIMIT ALL}, the field of
 * EXTRACT) or with a minus; not the positions of {@code ORDER BY 2} and the lengths of {@code
 * x::varchar(10)}, which the server keeps as well.
 *
 * <p>Where a text does not tell, a constant is assumed: it is one then in every server's text.
 */
final class ConstantFinder {
    private static final Set<String> LITERALS = Set.of("null", "true", "false");
    private static final Set<String> NORMAL_FORMS = Set.of("nfc", "nfd", "nfkc", "nfkd");
    private static final Set<String> JSON =
            Set.of("json_exists", "json_query", "json_table", "json_value", "columns");
    private static final Set<String> QUERIES = Set.of("select", "with", "values", "table");
    private static final Set<String> WITHIN_POSITIONS =
            Set.of("asc", "desc", "nulls", "first", "last", "using");
    private static final Set<String> AFTER_POSITION =
            Set.of(
                    "asc",
                    "desc",
                    "nulls",
                    "using",
                    "having",
                    "limit",
                    "offset",
                    "fetch",
                    "for",
                    "window",
                    "union",
                    "intersect",
                    "except",
                    "order",
                    "on",
                    "returning");

    /** Keywords that may be column names: after them a minus is a sign or subtracts. */
    private static final Set<String> PERHAPS_NAMES =
            Set.of("value", "key", "first", "next", "rows", "range", "groups", "content");

    private enum Minus {
        SIGN,
        SUBTRACTION,
        UNKNOWN
    }

    private final List<Piece> in;
    private final List<Piece> out = new ArrayList<>();
    private final BitSet typeLengths;
    private final BitSet leadsToQuery = new BitSet();
    private final Brackets brackets = new Brackets();
    private final boolean plannable;

    private ConstantFinder(List<Piece> in, boolean plannable) {
        this.in = in;
        this.plannable = plannable;
        this.typeLengths = plannable ? TypeLengths.in(in) : new BitSet();
        for (int i = in.size() - 1; i >= 0; i--) {
            Piece piece = in.get(i);
            leadsToQuery.set(
                    i,
                    QUERIES.contains(piece.text())
                            ? piece.isWord()
                            : piece.isSymbol("(") && leadsToQuery.get(i + 1));
        }
    }

    /** The pieces with every constant known as such; none is a number any more. */
    static List<Piece> find(List<Piece> pieces, boolean plannable) {
        ConstantFinder finder = new ConstantFinder(pieces, plannable);
        int i = 0;
        while (i < pieces.size()) {
            i = finder.read(i);
        }
        return finder.out;
    }

    /** Reads the piece; the index of the one to read next. */
    private int read(int i) {
        Piece piece = in.get(i);
        switch (piece.type()) {
            case WORD -> out.add(isConstantWord(i) ? Piece.CONSTANT : noted(piece));
            case NUMBER -> out.add(isFixed(i) ? fixed(piece) : Piece.CONSTANT);
            case SYMBOL -> {
                if (piece.text().equals("-")) {
                    return minus(i);
                }
                symbol(i);
            }
            case QUOTED, FIXED, PARAMETER, CONSTANT, CONSTANTS -> out.add(piece);
        }
        return i + 1;
    }

    private static Piece fixed(Piece number) {
        return new Piece(Piece.Type.FIXED, Names.lowerCase(number.text()));
    }

    private Piece noted(Piece word) {
        if (word.isWord("by")) {
            brackets.inPositions(before(1).isWord("order") || before(1).isWord("group"));
        } else if (Keywords.isReserved(word.text()) && !WITHIN_POSITIONS.contains(word.text())) {
            brackets.inPositions(false);
        }
        return word;
    }

    private void symbol(int i) {
        Piece symbol = in.get(i);
        if (symbol.text().equals("(")) {
            brackets.open(purpose(i));
        } else if (symbol.text().equals("[")) {
            brackets.open(Brackets.Purpose.OTHER);
        } else if (symbol.text().equals(")") || symbol.text().equals("]")) {
            brackets.close();
        }
        out.add(symbol);
    }

    private Brackets.Purpose purpose(int i) {
        Piece before = before(1);
        if (before.isWord("operator")) {
            return Brackets.Purpose.OPERATOR_NAME;
        }
        if (before.isWord("normalize")) {
            return Brackets.Purpose.NORMALIZE;
        }
        if (before.isWord() && JSON.contains(before.text())) {
            return Brackets.Purpose.JSON;
        }
        if (before.isWord("on") && before(2).isWord("distinct")) {
            return Brackets.Purpose.DISTINCT_ON;
        }
        boolean called =
                before.type() == Piece.Type.QUOTED
                        || (before.isWord() && !Keywords.isReserved(before.text()));
        boolean query = leadsToQuery.get(i + 1) && !(called && at(i + 1).isSymbol("("));
        return query ? Brackets.Purpose.QUERY : Brackets.Purpose.OTHER;
    }

    private boolean isConstantWord(int i) {
        String word = in.get(i).text();
        Piece before = before(1);
        if (before.isSymbol(".") || before.isWord("as")) {
            return false;
        }
        boolean tested = before.isWord("is") || (before.isWord("not") && before(2).isWord("is"));
        if (LITERALS.contains(word)) {
            return !tested;
        }
        if (NORMAL_FORMS.contains(word)) {
            return tested
                    ? at(i + 1).isWord("normalized")
                    : brackets.purpose() == Brackets.Purpose.NORMALIZE && at(i + 1).isSymbol(")");
        }
        return (word.equals("all") && before.isWord("limit"))
                || isExtractField(i)
                || isJsonDefault(i);
    }

    /** What JSON functions give in place of a value: EMPTY ARRAY ON ERROR, UNKNOWN ON ERROR. */
    private boolean isJsonDefault(int i) {
        if (brackets.purpose() != Brackets.Purpose.JSON || before(1).isWord("on")) {
            return false;
        }
        Piece next = at(i + 1);
        Piece kind = next.isWord("array") || next.isWord("object") ? at(i + 2) : next;
        return (in.get(i).isWord("empty") || in.get(i).isWord("unknown")) && kind.isWord("on");
    }

    private boolean isExtractField(int i) {
        return before(1).isSymbol("(") && before(2).isWord("extract") && at(i + 1).isWord("from");
    }

    private boolean isFixed(int i) {
        return typeLengths.get(i) || isPosition(i);
    }

    private boolean isPosition(int i) {
        Piece next = at(i + 1);
        return plannable
                && brackets.inPositions()
                && in.get(i).text().chars().allMatch(c -> Characters.isDigit((char) c))
                && (before(1).isWord("by") || before(1).isSymbol(","))
                && (i + 1 == in.size()
                        || next.isSymbol(",")
                        || next.isSymbol(")")
                        || next.isSymbol(";")
                        || (next.isWord() && AFTER_POSITION.contains(next.text())));
    }

    private int minus(int i) {
        Minus minus = minusAfter(before(1), before(2));
        if (minus == Minus.SUBTRACTION) {
            out.add(in.get(i));
            return i + 1;
        }
        int value = i;
        while (at(value).isSymbol("-")) {
            value++;
        }
        if (takesSign(value, minus)) {
            return value;
        }
        out.addAll(in.subList(i, value));
        return value;
    }

    /** Whether the minus is a part of the constant; a cast or subscript would come before it. */
    private boolean takesSign(int value, Minus minus) {
        Piece piece = at(value);
        Piece next = at(value + 1);
        boolean literal =
                piece.type() == Piece.Type.NUMBER
                        || piece.type() == Piece.Type.CONSTANT
                        || (piece.isWord() && LITERALS.contains(piece.text()));
        boolean parameter = piece.type() == Piece.Type.PARAMETER && minus == Minus.UNKNOWN;
        return (literal || parameter) && !next.isSymbol("::") && !next.isSymbol("[");
    }

    private Minus minusAfter(Piece before, Piece earlier) {
        return switch (before.type()) {
            case QUOTED, FIXED, PARAMETER, NUMBER, CONSTANT, CONSTANTS -> Minus.SUBTRACTION;
            case SYMBOL -> minusAfterSymbol(before.text());
            case WORD -> {
                if (earlier.isSymbol(".")) {
                    yield Minus.SUBTRACTION;
                }
                if (PERHAPS_NAMES.contains(before.text())) {
                    yield Minus.UNKNOWN;
                }
                yield Keywords.expectsOperand(before.text()) ? Minus.SIGN : Minus.SUBTRACTION;
            }
        };
    }

    private Minus minusAfterSymbol(String symbol) {
        if (symbol.equals("]")) {
            return Minus.SUBTRACTION;
        }
        if (!symbol.equals(")")) {
            return Minus.SIGN;
        }
        return switch (brackets.closedPurpose()) {
            case OPERATOR_NAME, DISTINCT_ON -> Minus.SIGN;
            case QUERY, NORMALIZE, JSON, OTHER -> Minus.SUBTRACTION;
        };
    }

    private Piece at(int i) {
        return i < in.size() ? in.get(i) : Piece.NONE;
    }

    private Piece before(int distance) {
        return distance <= out.size() ? out.get(out.size() - distance) : Piece.NONE;
    }
}
