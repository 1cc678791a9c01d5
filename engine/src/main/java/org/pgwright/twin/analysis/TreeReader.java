package org.pgwright.twin.analysis;

import org.pgwright.twin.analysis.TreeValue.Absent;
import org.pgwright.twin.analysis.TreeValue.Datum;
import org.pgwright.twin.analysis.TreeValue.Items;
import org.pgwright.twin.analysis.TreeValue.Node;
import org.pgwright.twin.analysis.TreeValue.Numbers;
import org.pgwright.twin.analysis.TreeValue.Text;
import org.pgwright.twin.analysis.TreeValue.Token;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Reads a node tree from the text that PostgreSQL stores ({@code pg_node_tree}), of majors 14 to
 * 18.
 *
 * <p>Knows the syntax only ({@code pg_strtok} and {@code nodeRead} in PostgreSQL's {@code
 * src/backend/nodes/read.c}), so that new nodes and fields need no change here. On any other text
 * it throws {@link TreeFormatException}, never anything else.
 */
final class TreeReader {
    /** Deeper trees are refused: what reads and walks them is recursive, on {@link DeepStack}. */
    static final int MAX_DEPTH = 5_000;

    /** Names that 14 and 15 write differently from later majors. */
    private static final Map<String, String> LATER_TAGS =
            Map.of(
                    "RTE", "RANGETBLENTRY",
                    "ARRAY", "ARRAYEXPR",
                    "ROW", "ROWEXPR",
                    "ROWCOMPARE", "ROWCOMPAREEXPR",
                    "CASE", "CASEEXPR",
                    "WHEN", "CASEWHEN",
                    "COALESCE", "COALESCEEXPR",
                    "MINMAX", "MINMAXEXPR",
                    "COLLATE", "COLLATEEXPR");

    private final TreeTokens tokens;
    private final Set<String> ignored;
    private final Map<String, Token> words = new HashMap<>();

    private TreeReader(String text, Set<String> ignored) {
        this.tokens = new TreeTokens(text);
        this.ignored = ignored;
    }

    /** Reads a text that holds exactly one value. */
    static TreeValue read(String text) {
        return readWithout(Set.of(), text);
    }

    /**
     * Reads a text that holds exactly one value, and keeps only what is asked for.
     *
     * @param ignored the names of fields to leave out
     */
    static TreeValue readWithout(Set<String> ignored, String text) {
        TreeReader reader = new TreeReader(text, ignored);
        TreeValue value = reader.value(0);
        if (reader.tokens.hasNext()) {
            throw reader.tokens.unexpected("the end");
        }
        return value;
    }

    private TreeValue value(int depth) {
        if (depth > MAX_DEPTH) {
            throw new TreeFormatException("nested more than " + MAX_DEPTH + " levels deep");
        }
        String token = tokens.next();
        return switch (token) {
            case "{" -> node(depth);
            case "(" -> list(depth);
            case "<>" -> Absent.ABSENT;
            case "}", ")" -> throw tokens.unexpected("a value");
            default -> scalar(token);
        };
    }

    private TreeValue scalar(String token) {
        if (token.startsWith("\"")) {
            if (token.length() < 2 || !token.endsWith("\"")) {
                throw tokens.unexpected("a closing quote");
            }
            return new Text(TreeTokens.unescaped(token.substring(1, token.length() - 1)));
        }
        boolean sized = tokens.hasNext() && tokens.peek().equals("[");
        return sized
                ? datum(token)
                : words.computeIfAbsent(token, word -> new Token(TreeTokens.unescaped(word)));
    }

    private Node node(int depth) {
        String tag = tokens.next();
        if (!Character.isLetter(tag.charAt(0))) {
            throw tokens.unexpected("the name of a node");
        }
        Map<String, TreeValue> fields = new LinkedHashMap<>();
        while (!tokens.peek().equals("}")) {
            String field = tokens.next();
            if (!field.startsWith(":") || field.length() < 2) {
                throw tokens.unexpected("a field of " + tag);
            }
            String name = field.substring(1);
            TreeValue value = field(depth);
            if (!ignored.contains(name)) {
                fields.put(name, value);
            }
        }
        tokens.next();
        return new Node(LATER_TAGS.getOrDefault(tag, tag), fields);
    }

    /** One value, or several bare ones in a row: an array of the node's own. */
    private TreeValue field(int depth) {
        TreeValue first = value(depth + 1);
        if (tokens.peek().equals("}") || tokens.peek().startsWith(":")) {
            return first;
        }
        List<TreeValue> all = new ArrayList<>(List.of(first));
        while (!tokens.peek().equals("}") && !tokens.peek().startsWith(":")) {
            all.add(value(depth + 1));
        }
        return new Items(all);
    }

    private TreeValue list(int depth) {
        return switch (tokens.peek()) {
            case "i", "o", "b", "x" -> numbers();
            default -> items(depth);
        };
    }

    private Numbers numbers() {
        tokens.next();
        List<Long> values = new ArrayList<>();
        while (!tokens.peek().equals(")")) {
            values.add(number(tokens.next()));
        }
        tokens.next();
        return new Numbers(values);
    }

    private Items items(int depth) {
        List<TreeValue> values = new ArrayList<>();
        while (!tokens.peek().equals(")")) {
            values.add(value(depth + 1));
        }
        tokens.next();
        return new Items(values);
    }

    /** {@code 4 [ 1 0 0 0 ]}: a length, then bytes; a value passed by itself is padded. */
    private Datum datum(String length) {
        number(length);
        tokens.next();
        List<Byte> bytes = new ArrayList<>();
        while (!tokens.peek().equals("]")) {
            bytes.add((byte) number(tokens.next()));
        }
        tokens.next();
        return new Datum(bytes);
    }

    private long number(String token) {
        try {
            return Long.parseLong(token);
        } catch (NumberFormatException notANumber) {
            throw tokens.unexpected("a number");
        }
    }
}
