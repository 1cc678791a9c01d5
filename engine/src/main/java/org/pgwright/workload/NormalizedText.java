package org.pgwright.workload;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/**
 * The text that all runs of a statement share, whatever their constants: the statement's identity
 * beside the server's own queryid.
 *
 * <p>Constants and parameters become {@code $1}, {@code $2} and so on in their order; a parameter
 * used twice keeps one number. A list of constants becomes one constant: those of IN and ARRAY, and
 * the rows of VALUES. White space, comments, the case of keywords and of names without quotes, and
 * semicolons at the end do not count. So the text in the server's log and what pg_stat_statements
 * of 14, 15, 16, 17 and 18 makes of it have the same normalised text.
 *
 * <p>Normalising a normalised text changes nothing. Never throws on any text; takes linear time.
 */
public final class NormalizedText {
    private final StringBuilder text = new StringBuilder();
    private final Map<String, Integer> numbers = new HashMap<>();
    private final boolean numbersAnew;
    private int highest;

    private NormalizedText(boolean numbersAnew) {
        this.numbersAnew = numbersAnew;
    }

    /** The normalised text: one line but for names in quotes that hold line ends. */
    public static String of(String sql) {
        List<Piece> pieces = PieceReader.pieces(sql);
        while (!pieces.isEmpty() && pieces.getLast().isSymbol(";")) {
            pieces.removeLast();
        }
        boolean plannable = StatementText.isPlannable(sql);
        List<Piece> constant =
                ConstantFinder.find(plannable ? pieces : UtilityValues.replaced(pieces), plannable);
        List<Piece> folded = ListFolding.fold(constant);
        // where it folds a list, 18 gives each use of a parameter a number of its own
        NormalizedText printed = new NormalizedText(folded.contains(Piece.CONSTANTS));
        folded.forEach(printed::print);
        return printed.text.toString();
    }

    /** The SHA-256 of the normalised text in UTF-8, as 64 hexadecimal digits in lower case. */
    public static String hash(String sql) {
        return hashOf(of(sql));
    }

    /** The same of a text that is normalised already. */
    public static String hashOf(String normalized) {
        try {
            byte[] bytes = normalized.getBytes(StandardCharsets.UTF_8);
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    private void print(Piece piece) {
        String printed =
                switch (piece.type()) {
                    case WORD, QUOTED, SYMBOL, FIXED, NUMBER -> piece.text();
                    case CONSTANT, CONSTANTS -> "$" + ++highest;
                    case PARAMETER -> "$" + number(piece.text());
                };
        if (!text.isEmpty() && !touches(printed)) {
            text.append(' ');
        }
        text.append(printed);
    }

    private int number(String parameter) {
        if (numbersAnew) {
            return ++highest;
        }
        Integer known = numbers.get(parameter);
        if (known != null) {
            return known;
        }
        numbers.put(parameter, ++highest);
        return highest;
    }

    private boolean touches(String printed) {
        char last = text.charAt(text.length() - 1);
        if (printed.startsWith(".")) {
            return last != '.'; // two points together are another token
        }
        return last == '('
                || last == '['
                || last == '.'
                || switch (printed) {
                    case ",", ")", "]", ";" -> true;
                    default -> false;
                };
    }
}
