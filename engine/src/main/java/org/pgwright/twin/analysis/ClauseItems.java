package org.pgwright.twin.analysis;

import org.pgwright.workload.Token;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Finds the expressions that a statement groups, orders or tells apart by, in its tokens. */
final class ClauseItems {
    private static final Set<String> ENDS =
            Set.of(
                    "having",
                    "order",
                    "limit",
                    "offset",
                    "fetch",
                    "for",
                    "window",
                    "union",
                    "intersect",
                    "except",
                    "from",
                    "asc",
                    "desc",
                    "nulls",
                    "using",
                    "rows",
                    "range",
                    "groups",
                    "on");

    private final List<Token> tokens;
    private final List<Item> items = new ArrayList<>();

    private ClauseItems(List<Token> tokens) {
        this.tokens = tokens;
    }

    /** An expression: the tokens from start, up to and without end. */
    record Item(int start, int end) {
        int length() {
            return end - start;
        }
    }

    /** The items of all levels that are more than a name or number. */
    static List<Item> of(List<Token> tokens) {
        ClauseItems found = new ClauseItems(tokens);
        for (int i = 1; i < tokens.size(); i++) {
            boolean by =
                    tokens.get(i).isWord("by")
                            && (tokens.get(i - 1).isWord("group")
                                    || tokens.get(i - 1).isWord("order"));
            boolean on = tokens.get(i).isWord("on") && tokens.get(i - 1).isWord("distinct");
            if (by || on) {
                found.read(on ? i + 2 : i + 1);
            }
        }
        return found.items;
    }

    private void read(int first) {
        int depth = 0;
        int start = first;
        for (int i = first; i < tokens.size(); i++) {
            Token token = tokens.get(i);
            if (token.is("(") || token.is("[")) {
                depth++;
            } else if (token.is(")") || token.is("]")) {
                depth--;
            }
            boolean ends = depth < 0 || (depth == 0 && isEnd(token));
            if (ends || (depth == 0 && token.is(","))) {
                add(start, i);
                start = i + 1;
            }
            if (ends && !isDirection(token)) {
                return;
            }
        }
        add(start, tokens.size());
    }

    private static boolean isEnd(Token token) {
        return ENDS.stream().anyMatch(token::isWord);
    }

    /** What may follow an item without ending the clause. */
    private static boolean isDirection(Token token) {
        return token.isWord("asc") || token.isWord("desc") || token.isWord("nulls");
    }

    private void add(int start, int end) {
        if (end - start > 1) {
            items.add(new Item(start, end));
        }
    }
}
